"""Every check: `python -m tests.all`, called by `make test`.

Checks that measure run one after another. All others run side by side, and only when those that measure leave the
processor idle.
"""

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
"""Without the plugin that loads all of Hypothesis to print one line at the end of a run that has not used it."""
PYTEST += ["--durations=12", "--durations-min=4"]
SHARING = [*PYTEST, "-m", "not quiet"]
ALONE = [*PYTEST, "-m", "quiet"]
PLAYS = [f"tests/browser/test_{name}.py" for name in ("whole_meeting", "next_step")]
WALKS = sorted({str(path.relative_to(ROOT)) for path in (ROOT / "tests/browser").glob("test_*.py")} - {*PLAYS})
"""The other browser tests, in two halves: together they take longer than anything else."""
APART = ("browser", "live", "nodes", "scale", "paper", "doors")
"""Folders that run in a separate process: Playwright keeps an event loop running, and pyHanko starts one."""
COMMANDS = ("commands", "permissions", "crash")
"""Folders that run beside the rest, because all together would end last."""
POSTGRESQL = [
    f"tests/commands/test_{name}.py"
    for name in ("any_course", "count", "crowd", "documents", "minutes", "people", "private_door", "together")
]
"""Besides the store, the journal and the permissions (half of all commands each day): random courses of a meeting, and
what we read and write with statements of our own."""
POSTGRESQL += ["--ignore", "tests/permissions/test_signed.py"]
"""It hands in the same commands as the table's own test, in one more state of the meeting. The rules decide what it
checks, not the database, and for each command it costs a database of three hundred files."""
POSTGRESQL += [
    "--deselect",
    "tests/commands/test_any_course.py::test_the_minutes_agree_with_the_rows_of_those_in_office_who_take_part[False]",
]
"""The rules alone decide whether a member who takes no part counts in the total: PostgreSQL tries the other way
only."""

ANYWHERE = [f"tests/live/test_{name}.py" for name in ("resume", "private")]
"""What three processes on one port show to a client that comes back, whichever process answers it."""
ENVIRONMENT = {"PostgreSQL": {"MEETING_TEST_DATABASE": "postgresql"}}
ENVIRONMENT["live by three nodes"] = ENVIRONMENT["PostgreSQL"] | {"MEETING_TEST_NODES": "3"}

SHARED = {
    "style": [PYTHON, "-m", "ruff", "check", "."],
    "form": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "front": [PYTHON, "-m", "tests.front"],
    "live": [*SHARING, "tests/live", "tests/scale"],
    "doors": [*SHARING, "tests/doors"],
    "tests": [*SHARING, *(f"--ignore=tests/{name}" for name in (*APART, *COMMANDS))],
    "commands": [*SHARING, *(f"tests/{name}" for name in COMMANDS)],
    "browser": [*SHARING, *WALKS[::2]],
    "browser, other half": [*SHARING, *WALKS[1::2]],
    "plays": [*SHARING, *PLAYS],
    "PostgreSQL": [*SHARING, "tests/store", "tests/journal/test_book.py", "tests/permissions", *POSTGRESQL],
    "nodes": [*SHARING, "tests/nodes"],
    "paper": [*SHARING, "tests/paper"],
    "live by three nodes": [*SHARING, *ANYWHERE, "-k", "eventlet"],
}
"""They measure nothing. First what fails soonest; then the two that wait half of their time, while the longest
computes beside them; the shortest last, so that all end together."""

AT_ONCE = 4
"""At most: `main` runs one more than there are cores, because tests that wait for a server, a browser or a person
compute nothing meanwhile. On two cores that is three at once; four end no sooner, and tests that wait for
a browser come near their limits."""

MEMORY_BYTES = 4 << 30
"""The shared parts write less than half of this in all. A commit that waits for the disk takes three milliseconds there
and a tenth of one in memory. That it does wait, and what a power cut would leave, is checked in `tests/crash` at
SQLite's own calls. Checks that measure write to the disk, as an office does."""

LAST = 10
"""Lines of a failed check that names no test."""

QUIET = {"quiet browser": [*ALONE, "tests/browser"], "quiet live": [*ALONE, "tests/live", "tests/scale", "tests/nodes"]}
"""They measure how long somebody waits, so they run one at a time, before all others: the system gives a processor to
others (`IDLE`) only while these wait, and takes it back at once. They wait most of the time."""

IDLE = ["chrt", "--idle", "0"]
"""Runs a check and all that it starts in Linux's idle class."""


def main() -> int:
    """Run all checks and say which failed; the first failure does not hide the others."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="meeting-tests-", dir=quickest(MEMORY_BYTES)) as folder,
        ThreadPoolExecutor(min(AT_ONCE, 1 + (os.cpu_count() or 1))) as pool,
    ):
        shared = pool.map(partial(_run, folder=folder), SHARED)
        lasting = {name: _run(name) for name in QUIET}
        lasting |= dict(zip(SHARED, shared, strict=True))
    failed = [name for name, lines in lasting.items() if lines]
    for name in failed:
        print(f"failed: {name}", *lasting[name], sep="\n  ")
    print(f"failed: {len(failed)} checks" if failed else f"all checks passed in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def _run(name: str, folder: str | None = None) -> list[str]:
    """Run one check, with its files in a folder, and print its whole output in one piece when it ends.

    Beside the seconds that it took it prints those of the processor, without servers that a nursery has forked
    (`tests/nursery.py`) or whose parent was killed.

    Returns what to repeat as the last lines of all: which tests failed, or how the output of another check ends.
    """
    sharing = {"TMPDIR": folder, "MEETING_TEST_SHARING": "1"} if folder else {}
    environment = os.environ | {"COLUMNS": "160"} | ENVIRONMENT.get(name, {}) | sharing
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each of a hundred programs would compile again
    began = time.monotonic()
    words = [*IDLE, *SHARED[name]] if name in SHARED else QUIET[name]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        assert run.stdout is not None
        printed = run.stdout.read().decode()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    lasted, computed = time.monotonic() - began, used.ru_utime + used.ru_stime
    print(f"== {name}\n{printed}-- {name}: {lasted:.0f} s, of the processor {computed:.0f}", flush=True)
    lines = printed.splitlines()
    named = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return (named or lines[-LAST:] or ["no output"]) if run.returncode else []


if __name__ == "__main__":
    sys.exit(main())
