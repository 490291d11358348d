"""Every check, in the order in which a failure is cheapest: `python -m tests.all`, called by `make test`."""

import os
import subprocess
import sys
import time
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


def main() -> int:
    """Run all checks and say which failed; the first failure does not hide the others."""
    failed = [name for name, command in CHECKS.items() if _run(name, command) != 0]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def _run(name: str, command: list[str]) -> int:
    print(f"== {name}", flush=True)
    environment = os.environ | ({"MEETING_TEST_DATABASE": "postgresql"} if name == "PostgreSQL" else {})
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"-- {name}: {time.monotonic() - began:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
