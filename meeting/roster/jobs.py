"""The worker's jobs for rosters: read a list, take it in, take it back. Each transaction takes a few lines."""

import shutil
import tempfile
from itertools import islice
from pathlib import Path

from meeting.access.actors import SYSTEM
from meeting.catalogue.rules import Kind
from meeting.catalogue.tables import spellings
from meeting.commands.registry import Command
from meeting.kernel.refusals import Refused
from meeting.packs.folder.problems import PackProblems
from meeting.roster.commands import BATCH, WRITES, RecordEnd, RecordLines, TakeLines, TakeLinesBack
from meeting.roster.reading import read_list
from meeting.roster.rules import LineState, Listed, judge
from meeting.roster.tables import find_roster, known_people, next_lines
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

MOST_PROBLEMS = 20
LONGEST_NAME = 255
"""Bytes, in most file systems."""


def give_up(workshop: Workshop, reason: str, *, roster_id: int) -> None:
    """Store the reason why the work stopped."""
    workshop.commands.submit(RecordEnd(roster_id=roster_id, problem=reason), actor=SYSTEM)


@job("roster.read", gives_up=give_up)
def read(workshop: Workshop, *, roster_id: int) -> None:
    """Read a list and store what each line would do. Stores the problems when it cannot be read."""
    try:
        listed = _read(workshop, roster_id)
    except PackProblems as wrong:
        told = [problem.say("vi") for problem in wrong.problems]
        more = ["…"] if len(told) > MOST_PROBLEMS else []
        give_up(workshop, "\n".join([*told[:MOST_PROBLEMS], *more]), roster_id=roster_id)
        return
    except Refused as refused:  # this machine has no jail to open a workbook in
        give_up(workshop, str(refused), roster_id=roster_id)
        return
    with workshop.database.read() as db:
        known = known_people(db)
    judged = iter(judge(listed, known))
    while batch := tuple(islice(judged, 10 * BATCH)):
        workshop.commands.submit(RecordLines(roster_id=roster_id, lines=batch), actor=SYSTEM)
    workshop.commands.submit(RecordEnd(roster_id=roster_id), actor=SYSTEM)


@job("roster.take_in", gives_up=give_up)
def take_in(workshop: Workshop, *, roster_id: int) -> None:
    """Take in an accepted list."""
    _line_by_line(workshop, roster_id, LineState.WAITS, TakeLines(roster_id=roster_id))


@job("roster.take_back", gives_up=give_up)
def take_back(workshop: Workshop, *, roster_id: int) -> None:
    """Take back a withdrawn list."""
    _line_by_line(workshop, roster_id, LineState.DONE, TakeLinesBack(roster_id=roster_id))


def _line_by_line(workshop: Workshop, roster_id: int, state: LineState, command: Command) -> None:
    while _left(workshop, roster_id, state):
        workshop.commands.submit(command, actor=SYSTEM)
    workshop.commands.submit(RecordEnd(roster_id=roster_id), actor=SYSTEM)


def _left(workshop: Workshop, roster_id: int, state: LineState) -> bool:
    with workshop.database.read() as db:
        return bool(next_lines(db, roster_id, state, WRITES, 1))


def _read(workshop: Workshop, roster_id: int) -> list[Listed]:
    """Return the lines of the file. It is read under the name that its sender knows, which problems then name."""
    with workshop.database.read() as db:
        roster, titles = find_roster(db, roster_id), spellings(db, Kind.TITLES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _fitting(Path(roster.filename).name)
        shutil.copyfile(workshop.blobs.path(roster.sha256), path)
        return read_list(path, titles)


def _fitting(name: str) -> str:
    """Return the name, or another one when no folder of this machine can hold it."""
    return name if len(name.encode()) < LONGEST_NAME else f"danh-sach{Path(name).suffix.lower()}"
