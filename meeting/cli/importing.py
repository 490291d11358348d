"""Importing a folder from the terminal: what is missing is asked for by name, what is wrong is told line by line."""

import sys
from pathlib import Path

import click

from meeting.cli.installation import Installation
from meeting.packs.folder.frame import Names
from meeting.packs.folder.problems import PackProblems

QUESTIONS = {
    "body_unsaid": ("body", "Tên cơ quan họp, in ở đầu biên bản"),
    "place_unsaid": ("place", "Địa điểm họp, in trong biên bản"),
}
"""What a person at the keyboard is asked, by the code of the problem."""


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
    """Import a folder and tell of it. Exits with 1, and nothing imported, when it has problems."""
    how = {"if_absent": if_absent, "replace": replace, "founds": founds}
    while True:
        try:
            for line in installation.import_pack(folder, starts, names=names, **how):
                click.echo(line)
            return
        except PackProblems as problems:
            names = names._replace(**_answers(problems))


def _answers(problems: PackProblems) -> dict[str, str]:
    codes = [problem.code for problem in problems.problems]
    if sys.stdin.isatty() and set(codes) <= QUESTIONS.keys():
        return {QUESTIONS[code][0]: click.prompt(QUESTIONS[code][1]).strip() for code in codes}
    click.echo(f"Chưa nhập gì. Có {len(codes)} chỗ cần sửa:", err=True)
    for problem in problems.problems:
        click.echo(f"  {problem.say('vi')}", err=True)
    sys.exit(1)
