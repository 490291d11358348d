"""Commands about who is in the room. Leaving and undoing an arrival are handled in `conduct/presence.py`, because the
person may be speaking or may have voted.
"""

from datetime import datetime
from typing import Annotated

from meeting.access.policy import Capability
from meeting.agenda.pause_rules import check_begins
from meeting.agenda.pauses import last_pause
from meeting.agenda.presiding_rules import check_in_office
from meeting.agenda.rules import MeetingState, check_awaited
from meeting.agenda.tables import Meeting, Seat, find_meeting, find_seat, seats_of, state_of
from meeting.attendance import passes, rules
from meeting.attendance.events import AbsenceNoted, ArrivalUndone, CheckedIn, Left, QuorumWaived, SubstituteLeft
from meeting.attendance.points import find_point, named_point
from meeting.attendance.quorum import quorum_now
from meeting.attendance.rules import CameBy
from meeting.attendance.tables import SEEN, Attendance, Coming, add_arrival, presence_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, NOT_FOUND, Refused
from meeting.kernel.text import Cap


@command("attendance.check_in", allow=Capability.CHECK_IN)
class CheckIn(MeetingCommand, frozen=True, kw_only=True):
    """Check oneself in with a claim from the hall screen's code."""

    inside = True
    from_crowd = True

    claim: str


@handles(CheckIn)
def check_in(command: CheckIn, context: Context) -> list[Event]:
    """Check in. A second check-in is not an error: the first counts. Raises Refused for somebody at a remote point."""
    if context.actor.seat is None:
        raise Refused(NOT_ALLOWED)
    passes.check_claim(context.secret, command.claim, command.meeting_id, context.now)
    return arrive(context, state_of(context.db, command.meeting_id), context.actor.seat.seat_id, CameBy.QR)


@command("attendance.mark_present", allow=Capability.KEEP_ROLL)
class MarkPresent(MeetingCommand, frozen=True, kw_only=True):
    """Check in a person whom the secretary has seen: in the room, or at the point `point_id` of the meeting."""

    seat_id: int
    point_id: int = 0


@handles(MarkPresent)
def mark_present(command: MarkPresent, context: Context) -> list[Event]:
    """Check in a person without a device, unwilling to use it, or outside the room. They have the same rights."""
    meeting = find_meeting(context.db, command.meeting_id)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    coming = coming_at(context, meeting.id, command.point_id)
    check_is_at(context, seat, coming)
    return arrive(context, meeting.state, seat.id, CameBy.CLERK, coming)


@command("attendance.mark_all_present", allow=Capability.KEEP_ROLL)
class MarkAllPresent(MeetingCommand, frozen=True, kw_only=True):
    """Check in all these people, whom the secretary has seen: in the room, or at the point `point_id`."""

    seat_ids: list[int]
    point_id: int = 0


@handles(MarkAllPresent)
def mark_all_present(command: MarkAllPresent, context: Context) -> list[Event]:
    """Check in all of them, or nobody. People who are already present stay as they came."""
    meeting = find_meeting(context.db, command.meeting_id)
    known = {seat.id for seat in seats_of(context.db, meeting.id)}
    wanted = list(dict.fromkeys(command.seat_ids))
    if not known.issuperset(wanted):
        raise Refused(NOT_FOUND)
    coming = coming_at(context, meeting.id, command.point_id)
    return [event for each in wanted for event in arrive(context, meeting.state, each, CameBy.CLERK, coming)]


@command("attendance.mark_left", allow=Capability.KEEP_ROLL)
class MarkLeft(MeetingCommand, frozen=True, kw_only=True):
    """Record that the person has left."""

    seat_id: int
    reason: str


@command("attendance.undo_arrival", allow=Capability.KEEP_ROLL)
class UndoArrival(MeetingCommand, frozen=True, kw_only=True):
    """Undo a check-in that was a mistake."""

    seat_id: int


@command("attendance.note_absence", allow=Capability.KEEP_ROLL)
class NoteAbsence(MeetingCommand, frozen=True, kw_only=True):
    """Record that the person does not come."""

    seat_id: int
    excused: bool = False
    reason: str
    substitute: Annotated[str, Cap("Người dự thay", 200)] = ""


@handles(NoteAbsence)
def note_absence(command: NoteAbsence, context: Context) -> list[Event]:
    """Record an absence. A deputy gives the reason beforehand (Law 72/2025/QH15, Art. 33.2); the minutes print it.

    A vote is counted on the total of members, and nobody votes for another: a substitute has no vote.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_open(meeting.state)
    rules.check_reason(command.reason)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    row = context.db.get(Attendance, seat.id)
    if row is None:
        row = Attendance(seat_id=seat.id, meeting_id=meeting.id, present=False)
        context.db.add(row)
    rules.check_may_be_absent(row.arrived_at)
    gone: list[Event] = []
    if row.substitute != command.substitute:
        gone = substitute_leaves(row, context.now)
        row.substitute_came_at = row.substitute_left_at = None
    row.excused, row.reason, row.substitute = command.excused, command.reason, command.substitute
    noted = AbsenceNoted(seat_id=seat.id, excused=command.excused, reason=command.reason, substitute=command.substitute)
    return [*gone, noted]


@command("attendance.waive_quorum", allow=Capability.RULE)
class WaiveQuorum(MeetingCommand, frozen=True, kw_only=True):
    """Give the chair's reason for beginning the meeting or its next sitting without a quorum."""

    reason: str


@handles(WaiveQuorum)
def waive_quorum(command: WaiveQuorum, context: Context) -> list[Event]:
    """Record the reason. It is valid only for the beginning, and for no fewer people than now. The minutes print it.

    Raises Refused for others than the chair, without a reason, or when the quorum is met.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_awaited(meeting.state)
    if meeting.state == MeetingState.PAUSED and (pause := last_pause(context.db, meeting.id)) is not None:
        check_begins(pause.kind)
    _check_chair(context)
    ruled = quorum_now(context.db, meeting)
    rules.check_may_waive(ruled, command.reason)
    meeting.quorum_waived_at, meeting.quorum_reason = ruled.present, command.reason
    return [QuorumWaived(needed=ruled.needed, present=ruled.present, reason=command.reason)]


def _check_chair(context: Context) -> None:
    """Raise Refused for a chair who is suspended: they stay chair until replaced, but may not give reasons."""
    if context.actor.seat is not None:
        seat = context.db.get_one(Seat, context.actor.seat.seat_id)
        check_in_office(seat.particulars.named(), votes=seat.votes, in_office=seat.in_office)


def arrive_by_opening(context: Context, meeting: Meeting) -> list[Event]:
    """Check in the person who opens the meeting, so that the minutes do not call the secretary absent."""
    if context.actor.seat is None:
        return []
    return arrive(context, meeting.state, context.actor.seat.seat_id, CameBy.OPENING)


def find_stay(context: Context, meeting_id: int, seat_id: int) -> Attendance:
    """Return the attendance of a person who is present. Raises Refused when they are not, or the meeting is over."""
    meeting = find_meeting(context.db, meeting_id)
    rules.check_open(meeting.state)
    row = context.db.get(Attendance, find_seat(context.db, meeting.id, seat_id).id)
    if row is None or not row.present:
        raise Refused(rules.NOT_PRESENT)
    return row


def leave(context: Context, stay: Attendance, reason: str, read_at: str = "") -> list[Event]:
    """Record that the person has left. The quorum and the next roll no longer count them. Raises Refused."""
    rules.check_reason(reason)
    stay.present, stay.left_at, stay.excused, stay.reason = False, context.now, None, reason
    return [Left(seat_id=stay.seat_id, reason=reason, read_at=read_at, point_id=stay.point_id or 0)]


def substitute_leaves(row: Attendance, now: datetime) -> list[Event]:
    """Record that the substitute of an absent person leaves, if they are here."""
    if not row.substitute_here:
        return []
    row.substitute_here, row.substitute_left_at = False, now
    return [SubstituteLeft(seat_id=row.seat_id)]


def forget_arrival(stay: Attendance) -> list[Event]:
    """Undo the last stay, on screens and in the minutes. An absence noted before it is valid again."""
    stay.present = False
    if stay.left_at is None:  # otherwise there was an earlier stay, which remains
        stay.arrived_at, stay.late, stay.how = None, False, None
    return [ArrivalUndone(seat_id=stay.seat_id, point_id=stay.point_id or 0)]


def coming_at(context: Context, meeting_id: int, point_id: int) -> Coming:
    """Return how somebody comes to a point, and mark the point as used. `point_id` 0: into the room."""
    if not point_id:
        return SEEN
    point = find_point(context.db, meeting_id, point_id)
    point.used = True
    return Coming(point=point.name, point_id=point.id)


def check_is_at(context: Context, seat: Seat, coming: Coming) -> None:
    """Raise Refused for a person who is present elsewhere: the hall's code and a door's card reader prove a place."""
    row = context.db.get(Attendance, seat.id)
    if row is not None and row.present:
        rules.check_point(seat.particulars.named(), named_point(context.db, row.point_id), coming.point)


def _is_late(context: Context, state: MeetingState) -> bool:
    """Return whether the arriving person's sitting has begun. True in a recess; False after the end of a sitting."""
    if state != MeetingState.PAUSED or context.meeting_id is None:
        return state == MeetingState.RUNNING
    pause = last_pause(context.db, context.meeting_id)
    return pause is not None and not pause.kind.ends_sitting


def arrive(context: Context, state: MeetingState, seat_id: int, how: CameBy, coming: Coming = SEEN) -> list[Event]:
    """Check somebody in. First arrivals of one transaction are written together, because halls fill at once."""
    rules.check_open(state)
    present, gone = presence_of(context.db, seat_id), list[Event]()
    if present:
        if how in (CameBy.QR, CameBy.KIOSK):
            check_is_at(context, context.db.get_one(Seat, seat_id), coming)
        return []
    if present is None:
        late = _is_late(context, state)
        add_arrival(context.db, seat_id, context.meeting_id, context.now, late=late, how=how, coming=coming)
    else:
        row = context.db.get_one(Attendance, seat_id)
        gone = substitute_leaves(row, context.now)
        row.present, row.counted, row.counted_by, row.how = True, False, None, how
        row.point_id, row.door, row.read_at = coming.point_id, coming.door, coming.read_at
        if row.arrived_at is None:
            row.arrived_at, row.late = context.now, _is_late(context, state)
    told = {"point": coming.point, "door": coming.door, "read_at": coming.read_stamp}
    return [*gone, CheckedIn(seat_id=seat_id, how=how, point_id=coming.point_id or 0, **told)]
