"""Requests about lists. The worker works on one a few lines in a transaction: nobody's ballot waits for it."""

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.people.commands import AddPerson, ChangePerson, add_person, change_person
from meeting.people.events import PersonAdded, PersonChanged, PersonRemoved
from meeting.people.particulars import Particulars
from meeting.people.tables import find_login, find_person
from meeting.roster import rules
from meeting.roster.events import RosterAccepted, RosterOffered, RosterWithdrawn
from meeting.roster.removing import remove_untouched
from meeting.roster.rules import ENDS, Judged, LineKind, LineState, RosterState
from meeting.roster.tables import Roster, RosterLine, counted, find_roster, next_lines
from meeting.work import jobs

BATCH = 25
"""Lines in one transaction: some 20 ms of it."""
WRITES = (LineKind.ADDS, LineKind.CHANGES)


@command("roster.offer", allow=Capability.MANAGE_PEOPLE)
class OfferRoster(Command, frozen=True, kw_only=True):
    """Have a list read. Our page has kept the file and names it by its hash."""

    inside = True
    filename: str
    sha256: str


@handles(OfferRoster, makes="roster_id")
def offer_roster(command: OfferRoster, context: Context) -> list[Event]:
    """Nothing changes yet."""
    if not command.filename.lower().endswith(rules.SUFFIXES):
        raise Refused(rules.NOT_A_LIST)
    roster = Roster(filename=command.filename, sha256=command.sha256, offered_at=context.now)
    context.db.add(roster)
    context.db.flush()
    jobs.enqueue(context.db, "roster.read", context.now, roster_id=roster.id)
    return [RosterOffered(roster_id=roster.id, filename=roster.filename, sha256=roster.sha256)]


@command("roster.record_lines", allow=Capability.WORK)
class RecordLines(Command, frozen=True, kw_only=True):
    """Lines that were read, and what each would do."""

    roster_id: int
    lines: tuple[Judged, ...] = ()


@handles(RecordLines)
def record_lines(command: RecordLines, context: Context) -> list[Event]:
    """To be looked at; a reading begun again writes the same lines."""
    roster = find_roster(context.db, command.roster_id)
    for each in command.lines:
        context.db.merge(
            RosterLine(
                roster_id=roster.id,
                line=each.line,
                kind=each.kind,
                state=LineState.WAITS,
                account=each.account,
                particulars=each.particulars,
                person_id=each.person_id,
                version=each.version,
                before=list(each.before.__composite_values__()) if each.before else None,
                doubt=each.doubt,
                fact=each.fact,
            )
        )
    return []


@command("roster.record_end", allow=Capability.WORK)
class RecordEnd(Command, frozen=True, kw_only=True):
    """The work on a list has ended, or stopped at a `problem`."""

    roster_id: int
    problem: str = ""


@handles(RecordEnd)
def record_end(command: RecordEnd, context: Context) -> list[Event]:
    """A list that could not be read is of no use; one whose taking stopped shows how far it came."""
    roster = find_roster(context.db, command.roster_id)
    ended = ENDS.get(roster.state, roster.state)
    unread = command.problem and roster.state == RosterState.READING
    roster.state, roster.problem = RosterState.UNREADABLE if unread else ended, command.problem
    return []


@command("roster.accept", allow=Capability.MANAGE_PEOPLE)
class AcceptRoster(Command, frozen=True, kw_only=True):
    """Take a list in that was looked over."""

    roster_id: int


@handles(AcceptRoster)
def accept_roster(command: AcceptRoster, context: Context) -> list[Event]:
    """Lines in conflict are left out."""
    roster = find_roster(context.db, command.roster_id)
    if roster.state != RosterState.READ:
        raise Refused(rules.NOT_READ)
    roster.state = RosterState.TAKING
    jobs.enqueue(context.db, "roster.take_in", context.now, roster_id=roster.id)
    lines = counted(context.db, roster.id)
    adds, changes = (lines.get((kind, LineState.WAITS), 0) for kind in WRITES)
    return [RosterAccepted(roster_id=roster.id, adds=adds, changes=changes)]


@command("roster.take_lines", allow=Capability.WORK)
class TakeLines(Command, frozen=True, kw_only=True):
    """Take the next few lines of an accepted list in."""

    roster_id: int


@handles(TakeLines)
def take_lines(command: TakeLines, context: Context) -> list[Event]:
    """By the same rules as on screen; what these refuse by now is left out, and what is left out is shown."""
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
    if line.kind == LineKind.ADDS:
        events = add_person(AddPerson(account=line.account, particulars=line.particulars), context)
        line.person_id, line.version = next(each.person_id for each in events if isinstance(each, PersonAdded)), 1
        return events
    change = ChangePerson(person_id=line.person_id or 0, version=line.version, particulars=line.particulars)
    return change_person(change, context)


@command("roster.withdraw", allow=Capability.MANAGE_PEOPLE)
class WithdrawRoster(Command, frozen=True, kw_only=True):
    """Take back what a list brought about."""

    roster_id: int


@handles(WithdrawRoster)
def withdraw_roster(command: WithdrawRoster, context: Context) -> list[Event]:
    """Only what nobody has touched since."""
    roster = find_roster(context.db, command.roster_id)
    if roster.state != RosterState.TAKEN:
        raise Refused(rules.NOT_TAKEN)
    roster.state = RosterState.TAKING_BACK
    jobs.enqueue(context.db, "roster.take_back", context.now, roster_id=roster.id)
    return [RosterWithdrawn(roster_id=roster.id)]


@command("roster.take_lines_back", allow=Capability.WORK)
class TakeLinesBack(Command, frozen=True, kw_only=True):
    """Take the next few lines of a withdrawn list back."""

    roster_id: int


@handles(TakeLinesBack)
def take_lines_back(command: TakeLinesBack, context: Context) -> list[Event]:
    """Whom it added goes when they were not used; whom it changed is as before when nobody has corrected them since."""
    found: list[Event] = []
    for line in next_lines(context.db, command.roster_id, LineState.DONE, WRITES, BATCH):
        events = _take_back(line, context)
        line.state = LineState.UNDONE if events else LineState.KEPT
        found += events
    return found


def _take_back(line: RosterLine, context: Context) -> list[Event]:
    person_id = line.person_id or 0
    if line.kind == LineKind.ADDS:
        removed = remove_untouched(context.db, person_id, line.version)
        return [PersonRemoved(person_id=person_id, account=line.account)] if removed else []
    person = find_person(context.db, person_id)
    if person.version != line.version + 1 or line.before is None or person.retired_at is not None:
        return []
    login = find_login(context.db, person_id)
    person.write(Particulars(*line.before), login.account if login else "")
    person.version += 1
    return [PersonChanged(person_id=person_id, particulars=person.particulars)]
