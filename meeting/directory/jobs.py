"""The worker's part: read the directory, record what each account would change, and at night take it in."""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.access.directory.task import Answer, Everybody, LinkStep
from meeting.commands.registry import Command
from meeting.directory.asking import READING_SECONDS, ask
from meeting.directory.commands import OfferDirectory, RecordTrouble
from meeting.directory.judging import judge
from meeting.directory.rules import TROUBLES, Trouble
from meeting.directory.tables import asked_groups, find_directory, link_of, rules_of
from meeting.kernel.refusals import Refused
from meeting.people.tables import Group
from meeting.roster.commands import BATCH, RecordEnd, RecordLines
from meeting.roster.rules import Judged, LineKind
from meeting.roster.tables import find_roster, known_people
from meeting.work.jobs import job
from meeting.work.workshop import Workshop


def give_up(workshop: Workshop, reason: str, *, roster_id: int) -> None:
    """Record why the reading stopped."""
    _do(workshop, RecordEnd(roster_id=roster_id, problem=reason))


def give_up_order(workshop: Workshop, reason: str) -> None:
    """Do nothing: the next night tries again."""


@job("directory.sync", gives_up=give_up_order)
def request_reading(workshop: Workshop) -> None:
    """Request the nightly reading. Does nothing while another one is running."""
    try:
        _do(workshop, OfferDirectory(by_itself=True))
    except Refused:
        return


@job("directory.read", gives_up=give_up)
def read(workshop: Workshop, *, roster_id: int) -> None:
    """Read the directory and record what each account would change."""
    trouble, judged = _read(workshop)
    _do(workshop, RecordTrouble(trouble=trouble))
    if trouble not in (Trouble.NONE, Trouble.SHRUNK):
        give_up(workshop, TROUBLES[trouble], roster_id=roster_id)
        return
    with workshop.database.read() as db:
        brief = find_roster(db, roster_id).by_itself
    lines = iter([each for each in judged if not brief or each.kind is not LineKind.SAME])
    while batch := tuple(islice(lines, 10 * BATCH)):
        _do(workshop, RecordLines(roster_id=roster_id, lines=batch))
    _do(workshop, RecordEnd(roster_id=roster_id))


def _read(workshop: Workshop) -> tuple[Trouble, Sequence[Judged]]:
    with workshop.database.read() as db:
        row = find_directory(db)
        try:
            question = Everybody(link_of(row, workshop.settings.secret()), asked_groups(row))
        except ValueError:
            return Trouble.LOCKED, []
    answer = ask(question, READING_SECONDS)
    if answer.step is not LinkStep.DONE:
        return Trouble(answer.step.value), []
    if answer.unknown:  # by the next rule somebody might wrongly lose a right or be removed
        return Trouble.NO_GROUP, []
    with workshop.database.read() as db:
        lines, shrunk = _judged(db, answer)
    return Trouble.SHRUNK if shrunk else Trouble.NONE, lines


def _judged(db: Session, answer: Answer) -> tuple[list[Judged], bool]:
    rules, groups = rules_of(find_directory(db)), set(db.scalars(select(Group.id)))
    return judge(answer.found, known_people(db), rules, groups)


def _do(workshop: Workshop, command: Command) -> None:
    workshop.commands.submit(command, actor=SYSTEM)
