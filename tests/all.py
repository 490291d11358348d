"""Every check, in the order in which a failure is cheapest: `python -m tests.all`, called by `make test`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable

CHECKS = {
    "style": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "tests": [PYTHON, "-m", "pytest", "-p", "no:cacheprovider"],
}


def main() -> int:
    """Run all checks and say which failed; the first failure does not hide the others."""
    failed = [name for name, command in CHECKS.items() if _run(name, command) != 0]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def _run(name: str, command: list[str]) -> int:
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
