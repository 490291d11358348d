"""The wheel: only one of several secretaries at a time changes the course of a meeting, and everybody sees who.

The first to change it gets the wheel. One press hands it over, or takes it over when a laptop dies. Checking people in,
preparing questions, writing conclusions and presiding need no wheel.
"""

from collections.abc import Sequence

from meeting.access.policy import Capability
from meeting.agenda.events import MeetingLed, WheelGiven
from meeting.agenda.rules import MeetingState, check_not_over
from meeting.agenda.tables import Meeting, Seat, clerk_seats, find_meeting, find_seat
from meeting.attendance.commands import arrive
from meeting.attendance.points import expected_of
from meeting.attendance.rules import CameBy
from meeting.attendance.sittings import led_unseen
from meeting.attendance.tables import presence_of
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role

NOT_DRIVING = declare(
    "conduct.not_driving",
    409,
    "Việc này chưa làm: {name} đang điều hành. Muốn điều hành từ máy này, bấm tên mình ở “Người điều hành”.",
)
NOT_A_CLERK = declare("conduct.not_a_clerk", 409, "Chỉ giao điều hành cho thư ký của phiên họp.")
DRIVES_ALREADY = declare("conduct.drives_already", 409, "{name} đang điều hành rồi.")


@command("conduct.give_wheel", allow=Capability.KEEP_ROLL)
class GiveWheel(MeetingCommand, frozen=True, kw_only=True):
    """Give the wheel to a secretary; with one's own seat: take it."""

    seat_id: int


@handles(GiveWheel)
def give_wheel(command: GiveWheel, context: Context) -> list[Event]:
    """Give it. Any secretary may take it over; its holder and the presider may hand it to another secretary.

    A secretary who takes it during a sitting is noted (`_note`): the minutes name everybody who kept them.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_not_over(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    if seat.role != Role.CLERK:
        raise Refused(NOT_A_CLERK)
    if meeting.driver == seat.id:
        raise Refused(DRIVES_ALREADY, name=seat.particulars.named())
    mine = context.actor.seat
    holder = _holder(meeting, clerk_seats(context.db, meeting.id))
    if holder is not None and mine is not None and mine.role == Role.CLERK and mine.seat_id not in (seat.id, holder.id):
        raise Refused(NOT_DRIVING, name=holder.particulars.named())
    takes_it = mine is not None and mine.seat_id == seat.id and meeting.state == MeetingState.RUNNING
    return [*_give(meeting, seat), *(_note(context, meeting, seat) if takes_it else [])]


def check_wheel(command: Command, context: Context) -> list[Event]:
    """Take the wheel for the actor if nobody has it. Raises Refused for another secretary, with the holder's name.

    In a sitting its holder is noted at each act (`_note`). Does nothing for people who are not secretaries, or when
    there is only one secretary.
    """
    mine = context.actor.seat
    if command.allow is not Capability.RUN or mine is None or mine.role != Role.CLERK or context.meeting_id is None:
        return []
    meeting = find_meeting(context.db, context.meeting_id)
    runs = meeting.state == MeetingState.RUNNING
    if meeting.driver == mine.seat_id:
        return _note(context, meeting, find_seat(context.db, meeting.id, mine.seat_id)) if runs else []
    clerks = clerk_seats(context.db, meeting.id)
    if len(clerks) < 2:
        return []
    if (holder := _holder(meeting, clerks)) is not None:
        raise Refused(NOT_DRIVING, name=holder.particulars.named())
    seat = next(seat for seat in clerks if seat.id == mine.seat_id)
    return [*_give(meeting, seat), *(_note(context, meeting, seat) if runs else [])]


def _give(meeting: Meeting, seat: Seat) -> list[Event]:
    meeting.driver = seat.id
    return [WheelGiven(seat_id=seat.id)]


def _note(context: Context, meeting: Meeting, seat: Seat) -> list[Event]:
    """Note a secretary who leads, once, so that the minutes name them: check them in, or say that they lead unseen.

    They may lead from elsewhere, so leading does not check in everybody: not a secretary with a vote, who would count
    in the quorum, nor one who is expected at a point, has left, or was noted as absent.
    """
    known = presence_of(context.db, seat.id)
    if known:
        return []
    if known is None and not seat.votes and seat.id not in expected_of(context.db, meeting.id):
        return arrive(context, meeting.state, seat.id, CameBy.CLERK)
    return [] if seat.id in led_unseen(context.db, meeting.id) else [MeetingLed(seat_id=seat.id)]


def _holder(meeting: Meeting, clerks: Sequence[Seat]) -> Seat | None:
    """Return who has the wheel; None when that person is no longer a secretary of the meeting."""
    return next((seat for seat in clerks if seat.id == meeting.driver), None)
