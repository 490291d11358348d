"""The processes that try mutants, each in its own copy of the project."""

import compileall
import contextlib
import itertools
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.mutants.runs import ELSEWHERE, HANGS, WORDS, Runner, Traced, outcome

ROOT = Path(__file__).parents[2]
FOLDERS = ("meeting", "static", "templates", "agendas", "tests", ".ci")
FILES = ("pyproject.toml", "wsgi.py", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
SLOWER = 4
"""A mutant may run this many times as long as its tests do, plus twenty seconds; then it hangs and counts as
noticed."""
REMEMBERED = 6


class Mutant(NamedTuple):
    """One changed file: its path below the project, its source, and the tests that judge it, the likeliest first.

    `apart`: those that then judge it in a new process, when the change is outside of functions, or in a function that
    is called while tests are loaded or for all of them, so that an earlier result of it may still be in use.
    """

    path: str
    source: str
    tests: tuple[Traced, ...]
    apart: tuple[Traced, ...]


class Worker:
    """One process with its copy of the project. It gets the name of a file of tests, or a mutant."""

    def __init__(
        self, folder: Path, given: "SimpleQueue[Any]", told: "SimpleQueue[Any]", changed: frozenset[str]
    ) -> None:
        self._folder, self._given, self._told, self._changed = folder, given, told, changed
        self._killers: dict[str, list[str]] = {}

    def run(self, tests: list[str]) -> None:
        """Make the copy, collect the tests there, and work until nothing more comes."""
        for name in FOLDERS:
            shutil.copytree(ROOT / name, self._folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy2(ROOT / name, self._folder / name)
        compileall.compile_dir(str(self._folder), quiet=2)
        os.chdir(self._folder)
        os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self._folder)}
        sys.dont_write_bytecode = True
        sys.path[:] = [str(self._folder), *(path for path in sys.path if path and Path(path).resolve() != ROOT)]
        del sys.modules["tests"]  # tests must import the copy
        with Path("said.txt").open("w") as said, contextlib.redirect_stdout(said):
            runner = Runner(self._folder, self, self._changed)
            pytest.main([*WORDS, f"--basetemp={self._folder}/temporary", *tests], plugins=[runner])
        self._told.put((0, RuntimeError(f"the tests were not collected:\n{Path('said.txt').read_text('utf-8')}")))

    def __call__(self, runner: Runner) -> None:
        """The tests are collected."""
        while True:
            number, task = self._given.get()
            try:
                answer = self._survives(runner, task) if isinstance(task, Mutant) else self._trace(runner, task)
                self._told.put((number, answer))
            except Exception as error:
                self._told.put((number, error))

    def _trace(self, runner: Runner, file: str) -> tuple[list[Traced], frozenset[str]]:
        return runner.traced(file), runner.beforehand

    def _survives(self, runner: Runner, mutant: Mutant) -> bool:
        killers = self._killers.setdefault(mutant.path, [])
        killer = self._killer(mutant, mutant.tests, partial(runner.killer, mutant.path))
        if killer == ELSEWHERE or (not killer and mutant.apart):
            killer = self._killer(mutant, mutant.apart or mutant.tests, partial(self._apart, mutant.path))
        if killer:
            killers[:] = [killer, *(each for each in killers if each != killer)][:REMEMBERED]
        return not killer

    def _killer(self, mutant: Mutant, asked: Sequence[Traced], fails: Callable[[list[str], str, float], str]) -> str:
        """What notices a mutant. It hangs only if the same tests end in that time when nothing is changed."""
        ordered = sorted(asked, key=lambda each: _place(self._killers[mutant.path], each.test))
        tests, within = [each.test for each in ordered], SLOWER * sum(each.seconds for each in ordered) + 20
        unchanged = (self._folder / mutant.path).read_text("utf-8")
        while (killer := fails(tests, mutant.source, within)) == HANGS and fails(tests, unchanged, within) == HANGS:
            within *= 2  # the machine has other work
        return killer

    def _apart(self, path: str, tests: list[str], source: str, within: float) -> str:
        place = self._folder / path
        before, times = place.read_bytes(), place.stat()
        try:
            place.write_text(source, "utf-8")
            first = tests[:REMEMBERED]  # loading few files of tests saves half of the time
            return outcome(self._folder, first, within) or outcome(self._folder, tests, within)
        finally:
            place.write_bytes(before)
            os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))


def _place(killers: list[str], test: str) -> int:
    return killers.index(test) if test in killers else REMEMBERED


class Workers:
    """All processes. They answer in any order."""

    def __init__(self, count: int, folder: Path, tests: list[str], changed: frozenset[str]) -> None:
        context = multiprocessing.get_context("fork")
        self._given: SimpleQueue[Any] = context.SimpleQueue()
        self._told: SimpleQueue[Any] = context.SimpleQueue()
        self._processes = [
            context.Process(target=Worker(folder / str(number), self._given, self._told, changed).run, args=(tests,))
            for number in range(count)
        ]
        for process in self._processes:
            process.start()

    def each(self, tasks: list[Any]) -> Iterator[tuple[Any, Any]]:
        """Every task and its answer, as they come."""
        waiting = iter(enumerate(tasks))
        for task in itertools.islice(waiting, len(self._processes)):
            self._given.put(task)
        for _ in tasks:
            number, answer = self._told.get()
            if isinstance(answer, Exception):
                sys.exit(str(answer))
            for task in itertools.islice(waiting, 1):
                self._given.put(task)
            yield tasks[number], answer

    def close(self) -> None:
        """End them all."""
        for process in self._processes:
            process.terminate()
            process.join()
