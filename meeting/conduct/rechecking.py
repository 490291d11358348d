"""Commands to re-check who is present before a vote: everybody confirms it on their own device."""

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.tables import Seat, find_meeting, find_seat
from meeting.attendance import recheck_rules as rules
from meeting.attendance.events import PresenceConfirmed, RecheckAsked, RecheckEnded
from meeting.attendance.rechecks import Recheck, check_none_runs, latest_recheck, unconfirmed
from meeting.attendance.rules import NOT_PRESENT
from meeting.attendance.tables import Attendance
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.conduct.presence import depart_unconfirmed
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.voting.commands.settled import check_settled


@command("conduct.ask_recheck", allow=Capability.KEEP_ROLL)
class AskRecheck(MeetingCommand, frozen=True, kw_only=True):
    """Ask everybody with a vote who is on the roll to confirm that they are present."""


@handles(AskRecheck)
def ask_recheck(command: AskRecheck, context: Context) -> list[Event]:
    """Begin a re-check. Raises Refused while a vote is open: its voters are fixed already."""
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    agenda_rules.check_running(meeting.state)
    check_settled(db, meeting.id)
    check_none_runs(db, meeting.id)
    latest = latest_recheck(db, meeting.id)
    number = latest.number + 1 if latest else 1
    db.add(Recheck(meeting_id=meeting.id, number=number, asked_at=context.now, ended=False))
    return [RecheckAsked(number=number)]


@command("conduct.confirm_presence", allow=Capability.CHECK_IN)
class ConfirmPresence(MeetingCommand, frozen=True, kw_only=True):
    """Confirm on one's own device that one is present."""

    from_crowd = True


@handles(ConfirmPresence)
def confirm_presence(command: ConfirmPresence, context: Context) -> list[Event]:
    """Record it. Confirming twice is not an error."""
    if context.actor.seat is None:
        raise Refused(NOT_ALLOWED)
    return _confirm(context, find_seat(context.db, command.meeting_id, context.actor.seat.seat_id))


@command("conduct.see_presence", allow=Capability.KEEP_ROLL)
class SeePresence(MeetingCommand, frozen=True, kw_only=True):
    """Confirm for a person whom the secretary sees in the room."""

    seat_id: int


@handles(SeePresence)
def see_presence(command: SeePresence, context: Context) -> list[Event]:
    """Record it, for people without a working device."""
    return _confirm(context, find_seat(context.db, command.meeting_id, command.seat_id))


@command("conduct.end_recheck", allow=Capability.KEEP_ROLL)
class EndRecheck(MeetingCommand, frozen=True, kw_only=True):
    """End the re-check. `mark_left`: people who have not confirmed count as having left; `seen`: the check sum of the
    seats awaited, as the asker's page shows them (`recheck_rules.sum_of`).
    """

    mark_left: bool = False
    seen: int = 0


@handles(EndRecheck)
def end_recheck(command: EndRecheck, context: Context) -> list[Event]:
    """End it. The quorum and the next roll leave out the people marked as having left."""
    db = context.db
    recheck = _running(context, command.meeting_id)
    missing = unconfirmed(db, recheck)
    if command.mark_left:
        rules.check_seen(missing, command.seen)
    recheck.ended = True
    ended = RecheckEnded(number=recheck.number, missing=missing)
    return [ended, *(depart_unconfirmed(context, command.meeting_id, missing) if command.mark_left else [])]


def _confirm(context: Context, seat: Seat) -> list[Event]:
    """Record a confirmation. Raises Refused for people without a ballot: the re-check is about voters."""
    recheck = _running(context, seat.meeting_id)
    if not seat.in_office:
        raise Refused(rules.NOT_ASKED, name=seat.particulars.named())
    row = context.db.get(Attendance, seat.id)
    if row is None or not row.present:
        raise Refused(NOT_PRESENT)
    if row.rechecked == recheck.number:
        return []
    row.rechecked = recheck.number
    return [PresenceConfirmed(number=recheck.number, seat_id=seat.id)]


def _running(context: Context, meeting_id: int) -> Recheck:
    found = latest_recheck(context.db, meeting_id)
    if found is None or found.ended:
        raise Refused(rules.NO_RECHECK)
    return found
