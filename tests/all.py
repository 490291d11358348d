"""Every check, in the order in which a failure is cheapest: `python -m tests.all`, called by `make test`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider"]

CHECKS = {
    "style": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    # each in a process of its own: Playwright keeps an event loop running, and pyHanko starts one
    "browser": [*PYTEST, "tests/browser"],
    "live": [*PYTEST, "tests/live", "tests/scale"],
    "tests": [*PYTEST, *(f"--ignore=tests/{name}" for name in ("browser", "live", "scale"))],
    "PostgreSQL": [*PYTEST, *(f"tests/{name}" for name in ("commands", "journal", "store", "permissions"))],
}


TOGETHER = {"tests", "PostgreSQL"}
"""Each keeps one processor busy and measures nothing, so they share the time."""


def main() -> int:
    """Run all checks and say which failed; the first failure does not hide the others."""
    failed = [name for name in CHECKS if name not in TOGETHER and not _passes(name)]
    with ThreadPoolExecutor() as pool:
        together = [name for name in CHECKS if name in TOGETHER]
        failed += [name for name, passed in zip(together, pool.map(_passes, together), strict=True) if not passed]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def _passes(name: str) -> bool:
    """Run one check and print what it said; what runs beside another is printed at its end, in one piece."""
    environment = os.environ | ({"MEETING_TEST_DATABASE": "postgresql"} if name == "PostgreSQL" else {})
    kept = subprocess.PIPE if name in TOGETHER else None
    print(f"== {name}", flush=True)
    began = time.monotonic()
    run = subprocess.run(
        CHECKS[name], cwd=ROOT, env=environment, stdout=kept, stderr=subprocess.STDOUT if kept else None, check=False
    )
    said = run.stdout.decode() if kept else ""
    print(f"{said}-- {name}: {time.monotonic() - began:.0f} s", flush=True)
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
