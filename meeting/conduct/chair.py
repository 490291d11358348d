"""The request that hands the chair over: who presides from now on, before everybody, in the middle of a vote too.

What the chair may do (rule, write a reason, run the meeting) follows who presides. The head of the body is apart: equal
votes follow their vote and nobody else's, whoever presides (Law 72/2025/QH15, Art. 40.3).
"""

from meeting.access.policy import Capability
from meeting.agenda.events import ChairGiven
from meeting.agenda.rules import LIVE, check_not_over
from meeting.agenda.tables import Seat, find_meeting, find_seat, presider_of
from meeting.attendance.tables import is_present
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role

PRESIDES_ALREADY = declare("conduct.presides_already", 409, "{name} đang chủ tọa rồi.")
MAY_NOT_PRESIDE = declare(
    "conduct.may_not_preside",
    409,
    "Chỉ giao việc chủ tọa cho người trong đoàn chủ tọa hoặc thành viên đang giữ nhiệm vụ.",
)
CHAIR_AWAY = declare("conduct.chair_away", 409, "{name} chưa có mặt. Điểm danh trước rồi giao việc chủ tọa.")


@command("conduct.give_chair", allow=Capability.KEEP_ROLL)
class GiveChair(MeetingCommand, frozen=True, kw_only=True):
    """Let somebody preside from now on: whoever presides hands it over, or the secretary writes down that they did."""

    seat_id: int


@handles(GiveChair)
def give_chair(command: GiveChair, context: Context) -> list[Event]:
    """To one of those who are to preside, or a member in office; in session to somebody who is there."""
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    check_not_over(meeting.state)
    seat, before = find_seat(db, meeting.id, command.seat_id), presider_of(db, meeting)
    if before is not None and before.id == seat.id:
        raise Refused(PRESIDES_ALREADY, name=seat.particulars.named())
    if not may_preside(seat):
        raise Refused(MAY_NOT_PRESIDE)
    if meeting.state in LIVE and not is_present(db, seat.id):
        raise Refused(CHAIR_AWAY, name=seat.particulars.named())
    meeting.presiding = seat.id
    return [ChairGiven(seat_id=seat.id, before=before.id if before is not None else None)]


def may_preside(seat: Seat) -> bool:
    """One of those who are to preside and are not suspended, or any member in office."""
    return seat.in_office or (seat.role == Role.CHAIR and not seat.votes)
