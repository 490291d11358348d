"""Commands about rosters. The worker takes a few lines per transaction, so that no ballot waits for it."""

from typing import Annotated, Any

import msgspec
from msgspec.structs import asdict
from sqlalchemy import delete, update

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.people.commands import AddPerson, ChangePerson, ReturnPerson, add_person, change_person, return_person
from meeting.people.events import PersonAdded, PersonChanged, PersonRemoved
from meeting.people.particulars import Particulars
from meeting.people.tables import find_login, find_person
from meeting.people.unit_tables import placed_by_text
from meeting.roster import rules
from meeting.roster.events import RosterAccepted, RosterOffered, RosterWithdrawn
from meeting.roster.giving import check_may_be_bound, give, given_by, retire_for_directory
from meeting.roster.removing import remove_untouched
from meeting.roster.rules import ENDS, Doubt, Judged, LineKind, LineState, RosterState
from meeting.roster.tables import Roster, RosterLine, absent_lines, count_absent, counted, find_roster, next_lines
from meeting.store.rows import table_of
from meeting.work import jobs

BATCH = 10
"""Lines in one transaction. Ten take about 20 ms of processor time, and other writers may wait that long."""
WRITES = (LineKind.ADDS, LineKind.CHANGES, LineKind.LEAVES, LineKind.RETURNS)


@command("roster.offer", allow=Capability.MANAGE_PEOPLE)
class OfferRoster(Command, frozen=True, kw_only=True):
    """Have a list read. The page has stored the file; the command names it by its hash."""

    inside = True
    filename: str
    sha256: str


@handles(OfferRoster, makes="roster_id")
def offer_roster(command: OfferRoster, context: Context) -> list[Event]:
    """Store the roster and request its reading. People do not change yet.

    Raises Refused for files other than CSV and Excel.
    """
    if not command.filename.lower().endswith(rules.SUFFIXES):
        raise Refused(rules.NOT_A_LIST)
    roster = Roster(filename=command.filename, sha256=command.sha256, offered_at=context.now)
    context.db.add(roster)
    context.db.flush()
    jobs.enqueue(context.db, "roster.read", context.now, roster_id=roster.id)
    return [RosterOffered(roster_id=roster.id, filename=roster.filename, sha256=roster.sha256)]


@command("roster.record_lines", allow=Capability.WORK)
class RecordLines(Command, frozen=True, kw_only=True):
    """Store lines that were read, each with what it would do."""

    roster_id: int
    lines: tuple[Judged, ...] = ()


@handles(RecordLines)
def record_lines(command: RecordLines, context: Context) -> list[Event]:
    """Store the lines for review. A repeated reading replaces the lines it wrote before."""
    roster = find_roster(context.db, command.roster_id)
    replaced = RosterLine.roster_id == roster.id, RosterLine.line.in_([each.line for each in command.lines])
    context.db.execute(delete(RosterLine).where(*replaced))
    context.db.execute(table_of(RosterLine).insert(), [_row(roster.id, each) for each in command.lines])
    return []


_KEPT = ("line", "kind", "account", "person_id", "version", "doubt", "fact")


def _row(roster_id: int, line: Judged) -> dict[str, Any]:
    """Return a judged line as a row."""
    own = {
        "roster_id": roster_id,
        "state": LineState.WAITS,
        "before": list(line.before.__composite_values__()) if line.before else None,
        "given": msgspec.to_builtins(line.given),
        "given_before": msgspec.to_builtins(line.given_before),
    }
    return {field: getattr(line, field) for field in _KEPT} | asdict(line.particulars) | own


@command("roster.record_end", allow=Capability.WORK)
class RecordEnd(Command, frozen=True, kw_only=True):
    """End the work on a roster; `problem` says why it stopped early."""

    roster_id: int
    problem: Annotated[str, Cap("Lỗi", 10_000)] = ""


@handles(RecordEnd)
def record_end(command: RecordEnd, context: Context) -> list[Event]:
    """Set the roster's state after the work. A failed reading makes it unreadable.

    When taking in stopped early, its lines show how far it came. A roster marked `by_itself` is accepted as soon as it
    is read.
    """
    roster = find_roster(context.db, command.roster_id)
    ended = ENDS.get(roster.state, roster.state)
    unread = command.problem and roster.state == RosterState.READING
    roster.state, roster.problem = RosterState.UNREADABLE if unread else ended, command.problem
    return _accept(roster, context) if roster.by_itself and roster.state == RosterState.READ else []


@command("roster.accept", allow=Capability.MANAGE_PEOPLE)
class AcceptRoster(Command, frozen=True, kw_only=True):
    """Take in a reviewed list. `departures`: the number of people missing in the directory who are to leave."""

    roster_id: int
    departures: Annotated[int | None, Cap("Số người nghỉ", 6)] = None


@handles(AcceptRoster)
def accept_roster(command: AcceptRoster, context: Context) -> list[Event]:
    """Request the taking in. Lines in conflict are left out.

    Raises Refused when the roster is not in review, or when `departures` is not the number of missing people.
    """
    roster = find_roster(context.db, command.roster_id)
    if roster.state != RosterState.READ:
        raise Refused(rules.NOT_READ)
    if command.departures is not None:
        rules.check_departures(command.departures, count_absent(context.db, roster.id))
        leave = update(RosterLine).where(*absent_lines(roster.id)).values(kind=LineKind.LEAVES, doubt=Doubt.NONE)
        context.db.execute(leave)
    return _accept(roster, context)


def _accept(roster: Roster, context: Context) -> list[Event]:
    roster.state = RosterState.TAKING
    jobs.enqueue(context.db, "roster.take_in", context.now, roster_id=roster.id)
    lines = counted(context.db, roster.id)
    adds, changes, leaves, returns = (lines.get((kind, LineState.WAITS), 0) for kind in WRITES)
    return [RosterAccepted(roster_id=roster.id, adds=adds, changes=changes, leaves=leaves, returns=returns)]


@command("roster.take_lines", allow=Capability.WORK)
class TakeLines(Command, frozen=True, kw_only=True):
    """Take in the next few lines of an accepted list."""

    roster_id: int


@handles(TakeLines)
def take_lines(command: TakeLines, context: Context) -> list[Event]:
    """Apply the next lines by the same rules as on screen.

    Lines that the rules refuse are marked as left out, and shown.
    """
    found: list[Event] = []
    for line in next_lines(context.db, command.roster_id, LineState.WAITS, WRITES, BATCH):
        try:
            events = _take(line, context)
        except Refused:
            line.state = LineState.LEFT_OUT
        else:
            line.state = LineState.DONE
            found += events
    return found


def _take(line: RosterLine, context: Context) -> list[Event]:
    given = given_by(line.given)
    if given is not None:
        check_may_be_bound(context, given, line.person_id)
    events = _TAKES[line.kind](line, context)
    return events + (give(context, line.person_id or 0, given) if given is not None else [])


def _add(line: RosterLine, context: Context) -> list[Event]:
    events = add_person(AddPerson(account=line.account, particulars=line.particulars), context)
    line.person_id, line.version = next(each.person_id for each in events if isinstance(each, PersonAdded)), 1
    return events


def _change(line: RosterLine, context: Context) -> list[Event]:
    change = ChangePerson(person_id=line.person_id or 0, version=line.version, particulars=line.particulars)
    return change_person(change, context)


def _leave(line: RosterLine, context: Context) -> list[Event]:
    return retire_for_directory(context, line.person_id or 0)


def _come_back(line: RosterLine, context: Context) -> list[Event]:
    return return_person(ReturnPerson(person_id=line.person_id or 0), context)


_TAKES = {LineKind.ADDS: _add, LineKind.CHANGES: _change, LineKind.LEAVES: _leave, LineKind.RETURNS: _come_back}


@command("roster.withdraw", allow=Capability.MANAGE_PEOPLE)
class WithdrawRoster(Command, frozen=True, kw_only=True):
    """Take back the changes that a list made."""

    roster_id: int


@handles(WithdrawRoster)
def withdraw_roster(command: WithdrawRoster, context: Context) -> list[Event]:
    """Request the taking back. People who were changed again since then stay as they are.

    Raises Refused when not taken in.
    """
    roster = find_roster(context.db, command.roster_id)
    if roster.state != RosterState.TAKEN:
        raise Refused(rules.NOT_TAKEN)
    roster.state = RosterState.TAKING_BACK
    jobs.enqueue(context.db, "roster.take_back", context.now, roster_id=roster.id)
    return [RosterWithdrawn(roster_id=roster.id)]


@command("roster.take_lines_back", allow=Capability.WORK)
class TakeLinesBack(Command, frozen=True, kw_only=True):
    """Take back the next few lines of a withdrawn list."""

    roster_id: int


@handles(TakeLinesBack)
def take_lines_back(command: TakeLinesBack, context: Context) -> list[Event]:
    """Undo lines: remove added people who were not used, and restore changed people who were not changed since."""
    found: list[Event] = []
    for line in next_lines(context.db, command.roster_id, LineState.DONE, WRITES, BATCH):
        events = _BACK[line.kind](line, context)
        line.state = LineState.KEPT if events is None else LineState.UNDONE
        found += events or []
    return found


def _remove(line: RosterLine, context: Context) -> list[Event] | None:
    person_id = line.person_id or 0
    removed = remove_untouched(context.db, person_id, line.version)
    return [PersonRemoved(person_id=person_id, account=line.account)] if removed else None


def _change_back(line: RosterLine, context: Context) -> list[Event] | None:
    person_id = line.person_id or 0
    person, before = find_person(context.db, person_id), Particulars(*line.before or ())
    differs = before != line.particulars
    if person.retired_at is not None or person.version != line.version + differs:
        return None
    events: list[Event] = []
    if differs:
        login = find_login(context.db, person_id)
        person.unit_id = placed_by_text(context.db, person.unit_id, person.particulars.unit, before.unit)
        person.write(before, login.account if login else "")
        person.version += 1
        events.append(PersonChanged(person_id=person_id, particulars=person.particulars, unit_id=person.unit_id))
    return events + (give(context, person_id, given_by(line.given_before)) if line.given is not None else [])


def _let_back(line: RosterLine, context: Context) -> list[Event] | None:
    login = find_login(context.db, line.person_id or 0)
    if login is None or not login.gone_there:
        return None
    return return_person(ReturnPerson(person_id=login.person_id), context)


def _send_away(line: RosterLine, context: Context) -> list[Event] | None:
    person = find_person(context.db, line.person_id or 0)
    return None if person.retired_at is not None else retire_for_directory(context, person.id)


_BACK = {
    LineKind.ADDS: _remove,
    LineKind.CHANGES: _change_back,
    LineKind.LEAVES: _let_back,
    LineKind.RETURNS: _send_away,
}
