"""Checks of scripts, style sheets and templates: types, lint and form. `python -m tests.front --fix` writes the form.

One tool does most of it: deno holds TypeScript's checker, a linter and formatters in one program that is a package like
any other. djlint reads the templates. Their form is kept by hand, because every formatter tried moves visible white
space, or breaks `{{-`. Neither tool uses the network.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
CONFIG = ["--config", ".ci/scripts/deno.json"]
SCRIPTS = sorted(map(str, (ROOT / "static" / "js").rglob("*.js")))
SHEETS = sorted(map(str, [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "templates").rglob("*.css")]))
TEMPLATES = sorted(map(str, (ROOT / "templates").rglob("*.html")))
LONGEST = 120

CHECKS = {
    "types of the scripts": ["deno", "check", "--no-remote", *CONFIG, *SCRIPTS],
    "lint of the scripts": ["deno", "lint", *CONFIG, *SCRIPTS],
    "form of scripts and sheets": ["deno", "fmt", "--check", *CONFIG, *SCRIPTS, *SHEETS],
    "lint of the templates": ["djlint", "--lint", "--quiet", *TEMPLATES],
}


def main() -> int:
    """Run every check and say which failed; with `--fix` write the required form."""
    fix = "--fix" in sys.argv[1:]
    failed = [name for name, command in CHECKS.items() if not _passes(command, fix)]
    failed += [f"{place}: {fault}" for place, fault in _untidy()]
    for each in failed:
        print(f"front: {each}")
    return 1 if failed else 0


def _passes(command: list[str], fix: bool) -> bool:
    """Run one check; its cache stays beside the programs, not in somebody's home folder."""
    kept = {"DENO_DIR": str(PROGRAMS.parent / "deno"), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    words = [word for word in command if not (fix and word == "--check")]
    run = subprocess.run(
        [str(PROGRAMS / words[0]), *words[1:]],
        cwd=ROOT,
        env=os.environ | kept,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        print(run.stdout + run.stderr)
    return run.returncode == 0


def _untidy() -> Iterator[tuple[str, str]]:
    """`file:line` and what is wrong with the line, for rules that no formatter checks."""
    for name in (*SCRIPTS, *SHEETS, *TEMPLATES):
        for number, line in enumerate(Path(name).read_text("utf-8").splitlines(), start=1):
            faults = {
                f"longer than {LONGEST}": len(line) > LONGEST,
                "white space at its end": line != line.rstrip(),
                "a tab": "\t" in line,
            }
            yield from ((f"{Path(name).relative_to(ROOT)}:{number}", fault) for fault, found in faults.items() if found)


if __name__ == "__main__":
    sys.exit(main())
