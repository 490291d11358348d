"""Running tests in a process that has loaded them all: each run is a fork of it.

The fork gets the changed function or constant wherever it is held; nothing is imported again, so a run takes as long as
its tests do. A mutant that passes all tests that way, and was changed outside of functions or in a function that is
called before any test, is written into the copy of the project and tried by a new process.
"""

import ast
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest

HANGS, FAILS, ELSEWHERE = "hangs", "fails", "elsewhere"
MADE_ONCE = "papers"
"""The fixture that is made once for all runs: signed minutes. Each run makes its own databases."""
WORDS = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]


class Traced(NamedTuple):
    """One test: how long (s) it takes, the functions of the project it calls (`path:first line`), the lines it runs."""

    test: str
    seconds: float
    calls: frozenset[str]
    lines: frozenset[str]


class Runner:
    """A plugin for pytest: when all tests are collected, it calls `work(runner)` instead of running them.

    `changed`: the files of which it notes the lines that run.
    """

    def __init__(self, copy: Path, work: Callable[["Runner"], None], changed: frozenset[str]) -> None:
        self._copy, self._work = copy, work
        self._changed = {f"{copy}/{path}" for path in changed}
        self._ours = f"{copy}/meeting/"
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[str, list[FunctionType]] = {}
        self._calls: set[str] = set()
        self._lines: set[tuple[str, int]] = set()
        self._seconds = 0.0
        self._failed, self._why = "", ""
        self._warming = True
        self._trace(self._hear)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Work instead of running all tests. What is called before belongs to no test."""
        self._items = {item.nodeid: item for item in session.items}
        self._warm(session.items)
        self._warming = False
        self._trace(None)
        self.beforehand = frozenset(self._calls)
        gc.unfreeze()  # what is frozen is not found
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(f"{self._copy}/meeting/"):
                self._functions.setdefault(each.__code__.co_filename, []).append(each)
        gc.freeze()  # a fork shares the memory that the collector does not touch
        self._work(self)
        return True

    def _warm(self, items: list[pytest.Item]) -> None:
        """Make what is made once for all tests: every fork has it. The test that asks for it leaves nothing else."""
        first = next((item for item in items if MADE_ONCE in getattr(item, "fixturenames", ())), None)
        others = [item for item in items if first and item.path.parent != first.path.parent]
        if first and others:  # the next test is in another folder: the fixtures of this one's folder are torn down
            first.config.hook.pytest_runtest_protocol(item=first, nextitem=others[0])
        if self._failed:
            raise RuntimeError(f"{self._failed} fails without any change:\n{self._why}")

    def pytest_runtest_call(self) -> None:
        """The first test begins, which only makes what is made once."""
        if self._warming:
            self._trace(None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the result of a test."""
        self._seconds += report.duration
        if report.failed:
            self._failed, self._why = report.nodeid, report.longreprtext

    def traced(self, file: str) -> list[Traced]:
        """Run a file of tests without any change; RuntimeError when one fails."""
        tests = [test for test in self._items if test.split("::")[0] == file]
        found = self._forked(lambda: [*self._tracing(tests)], 1800)
        if found is None or self._last_failed(found):
            raise RuntimeError(f"{file} fails without any change:\n{found and found[-1][-1]}")
        return [Traced(test, seconds, frozenset(calls), frozenset(lines)) for test, seconds, calls, lines, _ in found]

    def killer(self, path: str, tests: list[str], source: str, within: float) -> str:
        """The first test that fails with a changed file: its name, `hangs`, or nothing when all pass.

        `elsewhere` when the change cannot be put in place.
        """

        def change_and_run() -> str:
            try:
                in_place = self._put(str(self._copy / path), source)
            except Exception:  # the new value of a constant cannot be made: a new process fails where it is imported
                in_place = False
            return next(self._failures(tests), "") if in_place else ELSEWHERE

        found = self._forked(change_and_run, within)
        return HANGS if found is None else found

    def _put(self, file: str, source: str) -> bool:
        """Give all functions of a file their code from another source, and its constants their values.

        False when a function cannot take its code, and when nothing is put in place: what belongs to a class, or is the
        default of an argument, is only made by a new process.
        """
        new = {code.co_qualname: code for code in _codes(compile(source, file, "exec"))}
        put = _put_constants(file, source)
        for function in self._functions.get(file, []):
            code = new.get(function.__code__.co_qualname, function.__code__)
            if code.co_freevars != function.__code__.co_freevars:
                return False
            put = put or code != function.__code__
            function.__code__ = code
        return put

    def _failures(self, tests: list[str]) -> Iterator[str]:
        for test, following in zip(tests, [*tests[1:], None], strict=False):
            item, after = self._items[test], following and self._items[following]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self._failed:
                yield self._failed

    def _tracing(self, tests: list[str]) -> Iterator[tuple[str, float, list[str], list[str], str]]:
        self._trace(self._hear)
        for test, following in zip(tests, [*tests[1:], None], strict=False):
            self._calls, self._lines, self._seconds = set(), set(), 0.0
            item, after = self._items[test], following and self._items[following]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            lines = [f"{file.removeprefix(f'{self._copy}/')}:{line}" for file, line in self._lines]
            yield test, self._seconds, sorted(self._calls), lines, self._why

    def _last_failed(self, found: list[list[Any]]) -> bool:
        return bool(found and found[-1][-1])

    def _trace(self, heard: Callable[[FrameType, str, object], object] | None) -> None:
        threading.settrace(heard)  # type: ignore[arg-type]
        sys.settrace(heard)  # type: ignore[arg-type]

    def _hear(self, frame: FrameType, event: str, arg: object) -> object:
        code = frame.f_code
        if not code.co_filename.startswith(self._ours):
            return None
        self._calls.add(f"{code.co_filename.removeprefix(f'{self._copy}/')}:{code.co_firstlineno}")
        return self._hear_line if code.co_filename in self._changed else None

    def _hear_line(self, frame: FrameType, event: str, arg: object) -> object:
        self._lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._hear_line

    def _forked(self, work: Callable[[], Any], within: float) -> Any:
        """What `work` returns in a fork of this process; None when it does not end in time. Ends everything it
        started."""
        result = self._copy / "outcome.json"
        result.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                os.setsid()
                result.write_text(json.dumps(work()), "utf-8")
            except Exception:
                result.write_text(json.dumps({"error": traceback.format_exc()}), "utf-8")
            finally:
                os._exit(0)
        late = not _ends(child, time.monotonic() + within)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        if late:
            os.waitpid(child, 0)
            return None
        outcome = json.loads(result.read_text("utf-8")) if result.exists() else "ended"
        if isinstance(outcome, dict):
            raise RuntimeError(outcome["error"])
        return outcome


def outcome(copy: Path, tests: list[str], within: float) -> str:
    """Run tests in a new process: the first that fails, `hangs`, nothing when all pass, `fails` when none can begin.

    It reads bytecode and does not write it: a mutant's bytecode must not remain.
    """
    words = [sys.executable, "-m", "pytest", *WORDS, f"--basetemp={copy}/apart", *tests]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, timeout=within, check=False)
    except subprocess.TimeoutExpired:
        return HANGS
    told = done.stdout.decode(errors="replace")
    failed = (test for test in tests if f"FAILED {test}" in told or f"ERROR {test}" in told)
    return next(failed, FAILS) if done.returncode else ""


def _ends(child: int, end: float) -> bool:
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def _put_constants(file: str, source: str) -> bool:
    """A constant gets its new value in every module that has imported it by its name."""
    module = next(each for each in sys.modules.values() if getattr(each, "__file__", None) == file)
    before, put = ast.parse(Path(file).read_text("utf-8")).body, False
    for old, new in zip(before, ast.parse(source).body, strict=False):
        if not isinstance(new, ast.Assign | ast.AnnAssign) or ast.dump(old) == ast.dump(new):
            continue
        made = dict(vars(module))
        exec(compile(ast.Module([new], []), file, "exec"), made)
        targets = new.targets if isinstance(new, ast.Assign) else [new.target]
        for name in {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}:
            held = vars(module)[name]
            for each in [each for each in sys.modules.values() if vars(each).get(name) is held]:
                setattr(each, name, made[name])
            put = True
    return put


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The functions and methods of a module; those inside of others come with them."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            if not each.co_flags & 0x2:  # the body of a class has no local variables
                yield from _codes(each)
