"""Every check: `python -m tests.all`, called by `make test`; what measures runs alone, the rest four at a time."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.memory import quickest

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
"""Without a plugin that loads all of Hypothesis for the last line of a run which has not used it."""
PYTEST += ["--durations=12", "--durations-min=4"]
SHARING = [*PYTEST, "-m", "not quiet"]
ALONE = [*PYTEST, "-m", "quiet"]
PLAYS = [f"tests/browser/test_{name}.py" for name in ("whole_meeting", "next_step")]
WALKS = sorted({str(path.relative_to(ROOT)) for path in (ROOT / "tests/browser").glob("test_*.py")} - {*PLAYS})
"""The others before a browser: in two halves, for together they take longer than anything else."""
APART = ("browser", "live", "nodes", "scale", "paper", "doors")
"""Folders that run in a process of their own: Playwright keeps an event loop running, and pyHanko starts one."""
POSTGRESQL = [
    f"tests/commands/test_{name}.py"
    for name in ("any_course", "count", "crowd", "documents", "minutes", "people", "private_door", "together")
]
"""Besides store and journal, and the permissions, which try every command: random courses of a meeting, and what is
read and written by statements of our own."""
POSTGRESQL += [
    "--deselect",
    "tests/permissions/test_table.py::test_after_a_signature_nobody_writes_what_would_make_the_minutes_false",
]
"""It hands in the same orders as the table's own test, in one more state of the meeting: what it tells stands in rules,
and costs a database of three hundred files for each command."""
POSTGRESQL += [
    "--deselect",
    "tests/commands/test_any_course.py::"
    "test_whoever_is_in_office_and_takes_part_the_minutes_agree_with_the_rows[False]",
]
"""Whether who takes no part counts in the total is a line of the rules: these courses are tried there the other way."""

ANYWHERE = [f"tests/live/test_{name}.py" for name in ("resume", "private")]
"""What three processes on one port show somebody who comes back, at whichever of them that is."""
ENVIRONMENT = {"PostgreSQL": {"MEETING_TEST_DATABASE": "postgresql"}}
ENVIRONMENT["live by three nodes"] = ENVIRONMENT["PostgreSQL"] | {"MEETING_TEST_NODES": "3"}

SHARED = {
    "style": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "front": [PYTHON, "-m", "tests.front"],
    "tests": [*SHARING, *(f"--ignore=tests/{name}" for name in APART)],
    "paper and doors": [*SHARING, "tests/paper", "tests/doors"],
    "live": [*SHARING, "tests/live", "tests/scale"],
    "browser": [*SHARING, *WALKS[::2]],
    "browser, other half": [*SHARING, *WALKS[1::2]],
    "plays": [*SHARING, *PLAYS],
    "PostgreSQL": [*SHARING, "tests/store", "tests/journal/test_book.py", "tests/permissions", *POSTGRESQL],
    "nodes": [*SHARING, "tests/nodes"],
    "live by three nodes": [*SHARING, *ANYWHERE, "-k", "eventlet"],
}
"""They measure nothing: what fails soonest first, then the longest, so that all end together."""

AT_ONCE = 4
"""On two cores as well: a test that waits for a server, a browser or a person who takes their time computes nothing."""

MEMORY_BYTES = 4 << 30
"""All that the shared parts write is less than half of this. A commit that waits for the disk takes three milliseconds
there and a tenth in memory; that it does wait, and what a power cut would leave, `tests/crash` tries at SQLite's own
calls. What measures is written where an office writes, to the disk."""

QUIET = {"quiet browser": [*ALONE, "tests/browser"], "quiet live": [*ALONE, "tests/live", "tests/scale", "tests/nodes"]}
"""They measure how long somebody waits: one at a time, with nothing beside them."""


def main() -> int:
    """Run all checks and say which failed; the first failure does not hide the others."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="meeting-tests-", dir=quickest(MEMORY_BYTES)) as folder,
        ThreadPoolExecutor(min(AT_ONCE, 1 + (os.cpu_count() or 1))) as pool,
    ):
        passes = pool.map(partial(_passes, folder=folder), SHARED)
        failed = [name for name, passed in zip(SHARED, passes, strict=True) if not passed]
    failed += [name for name in QUIET if not _passes(name)]
    print(f"failed: {', '.join(failed)}" if failed else f"all checks passed in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def _passes(name: str, folder: str | None = None) -> bool:
    """Run one check, with its files in a folder, and print its whole output in one piece when it ends."""
    sharing = {"TMPDIR": folder, "MEETING_TEST_SHARING": "1"} if folder else {}
    environment = os.environ | ENVIRONMENT.get(name, {}) | sharing
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each of a hundred programs would compile anew
    began = time.monotonic()
    words = (SHARED | QUIET)[name]
    run = subprocess.run(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    print(f"== {name}\n{run.stdout.decode()}-- {name}: {time.monotonic() - began:.0f} s", flush=True)
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
