"""`python -m tests.mutants [TARGET …]`: try every mutant of the code that decides; fail when one survives.

Works in copies of the project, one for each processor; the project's own files are not touched.
"""

import argparse
import compileall
import difflib
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.mutants.changes import changed
from tests.mutants.targets import EQUIVALENT, TARGETS, Target

ROOT = Path(__file__).parents[2]
FOLDERS = ("meeting", "static", "templates", "agendas", "tests", ".ci")
FILES = ("pyproject.toml", "wsgi.py", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
SLOWER = 4
"""A mutant may run so many times as long as the tests do; afterwards it counts as noticed: it hangs."""


class Mutant(NamedTuple):
    """One changed file: its path below the project, what was done, its source, and the tests that judge it."""

    path: str
    change: str
    line: str
    source: str
    tests: tuple[str, ...]


def mutants(target: Target) -> Iterator[Mutant]:
    """All mutants of a target but those known to change nothing."""
    for path in sorted(each for pattern in target.files for each in ROOT.glob(pattern)):
        source, name = path.read_text("utf-8"), str(path.relative_to(ROOT))
        for change, text in changed(source):
            line = _changed_line(source, text)
            if (name, line) not in EQUIVALENT:
                yield Mutant(name, change, line, text, target.tests)


def _changed_line(before: str, after: str) -> str:
    for old, new in zip(before.splitlines(), after.splitlines(), strict=False):
        if old != new:
            return new.strip()
    return ""


class Copies:
    """Copies of the project, borrowed for one mutant each."""

    def __init__(self, folder: Path, count: int) -> None:
        self._free: queue.Queue[Path] = queue.Queue()
        for number in range(count):
            copy = folder / str(number)
            for name in FOLDERS:
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            for name in FILES:
                shutil.copy2(ROOT / name, copy / name)
            compileall.compile_dir(str(copy), quiet=2)
            self._free.put(copy)

    def survives(self, mutant: Mutant, within: float) -> bool:
        """Whether all tests pass with the mutant in place."""
        copy = self._free.get()
        place = copy / mutant.path
        before = place.read_bytes()
        try:
            place.write_text(mutant.source, "utf-8")
            return passes(copy, mutant.tests, within)
        finally:
            place.write_bytes(before)
            self._free.put(copy)

    def time(self, tests: tuple[str, ...]) -> float:
        """How long (s) the tests take unchanged; SystemExit when they fail."""
        copy, began = self._free.get(), time.monotonic()
        try:
            if not passes(copy, tests, 3600):
                sys.exit(f"the tests fail without any change: {' '.join(tests)}")
        finally:
            self._free.put(copy)
        return time.monotonic() - began


def passes(copy: Path, tests: tuple[str, ...], within: float) -> bool:
    """Run tests in a copy until the first failure. Bytecode is read and not kept: a mutant's must not outlive it."""
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, timeout=within, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def judge(name: str, copies: Copies, pool: ThreadPoolExecutor) -> list[Mutant]:
    """The surviving mutants of a target, told as they are found."""
    every = list(mutants(TARGETS[name]))
    within = SLOWER * copies.time(TARGETS[name].tests) + 10
    survivors = []
    for mutant, survived in zip(every, pool.map(lambda each: copies.survives(each, within), every), strict=True):
        if survived:
            survivors.append(mutant)
            print(f"survived: {mutant.path}\n{_difference(mutant)}", flush=True)
    print(f"{name}: {len(every)} mutants, {len(survivors)} survived", flush=True)
    return survivors


def _difference(mutant: Mutant) -> str:
    before = (ROOT / mutant.path).read_text("utf-8").splitlines()
    lines = difflib.unified_diff(before, mutant.source.splitlines(), mutant.path, mutant.change, lineterm="", n=1)
    return "\n".join(lines)


def main() -> int:
    """Entry point; 1 when a mutant survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="what to change (everything)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(options.processes) as pool:
        copies = Copies(Path(folder), options.processes)
        survived = [each for name in options.targets or TARGETS for each in judge(name, copies, pool)]
    return int(bool(survived))


if __name__ == "__main__":
    sys.exit(main())
