"""Import a folder from the terminal: ask for missing names, and print problems line by line."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from meeting.cli.installation import Installation
from meeting.packs.folder.frame import Names
from meeting.packs.folder.problems import PackProblems

QUESTIONS = {"body": "Tên cơ quan họp, in ở đầu biên bản", "place": "Địa điểm họp, in trong biên bản"}
"""The question for each missing name."""


def import_folder(
    installation: Installation,
    folder: Path,
    starts: str = "",
    *,
    names: Names,
    if_absent: bool = False,
    replace: bool = False,
    founds: bool = False,
) -> None:
    """Import a folder and print the result. When it has problems, nothing is imported and the program exits with 1."""
    how = {"if_absent": if_absent, "replace": replace, "founds": founds}
    asks = _ask if sys.stdin.isatty() else None
    try:
        for line in installation.import_pack(folder, starts, names=names, asks=asks, **how):
            click.echo(line)
    except PackProblems as problems:
        click.echo(f"Chưa nhập gì. Có {len(problems.problems)} chỗ cần sửa:", err=True)
        for problem in problems.problems:
            click.echo(f"  {problem.say('vi')}", err=True)
        sys.exit(1)


def _ask(lacking: Sequence[str], names: Names) -> Names:
    """Ask for each missing name until something is typed."""
    for name in lacking:
        while not (said := click.prompt(QUESTIONS[name]).strip()):
            pass
        names = names._replace(**{name: said})
    return names
