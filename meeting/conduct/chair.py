"""The command that hands the chair over, visible to everybody, even during a vote.

The chair's rights (to rule, to give reasons, to run the meeting) belong to the person who presides. The head of the
body is a different matter: equal votes follow the head's vote, even when another person presides (Law 72/2025/QH15,
Art. 40.3).
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.events import ChairGiven
from meeting.agenda.presiding_rules import check_here, check_in_office
from meeting.agenda.rules import LIVE, MeetingState, check_amendable, check_not_over
from meeting.agenda.tables import (
    Meeting,
    Seat,
    cease_to_conduct,
    chair_seats,
    find_meeting,
    find_seat,
    may_preside,
    presider_of,
    seats_of,
)
from meeting.attendance.tables import attendance_of, is_present
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role
from meeting.minutes.drafting import draw_anew
from meeting.minutes.tables import may_have_presided

PRESIDES_ALREADY = declare("conduct.presides_already", 409, "{name} đang {chair} rồi.")
MAY_NOT_PRESIDE = declare(
    "conduct.may_not_preside",
    409,
    "Chỉ giao việc {chair} cho người trong đoàn {chair} hoặc {member} đang giữ nhiệm vụ, không phải thư ký duy nhất.",
)
PRESIDES = declare("conduct.presides", 409, "{name} đang {chair}. Giao việc {chair} cho người khác trước.")
WAS_NOT_THERE = declare(
    "conduct.was_not_there",
    409,
    "{name} không có mặt trong phiên họp, hoặc không {chair} được, nên không ghi được.",
)
CHAIR_AWAY = declare("conduct.chair_away", 409, "{name} chưa có mặt. Điểm danh trước rồi giao việc {chair}.")


@command("conduct.give_chair", allow=Capability.KEEP_ROLL)
class GiveChair(MeetingCommand, frozen=True, kw_only=True):
    """Let somebody preside from now on. The presider hands it over, or the secretary records that they did."""

    seat_id: int


@handles(GiveChair)
def give_chair(command: GiveChair, context: Context) -> list[Event]:
    """Hand the chair to a person planned to preside, or a member in office; in session to somebody in the room.

    After the end, if no planned chair was there, it records who presided in fact, for the minutes.
    """
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    if able := may_have_presided(db, meeting.id):
        return _name_presider(context, meeting, command.seat_id, able)
    check_not_over(meeting.state)
    seat, before = find_seat(db, meeting.id, command.seat_id), presider_of(db, meeting)
    if before is not None and before.id == seat.id:
        raise Refused(PRESIDES_ALREADY, name=seat.particulars.named())
    if not may_preside(db, seat):
        raise Refused(MAY_NOT_PRESIDE)
    if meeting.state in LIVE and not is_present(db, seat.id):
        raise Refused(CHAIR_AWAY, name=seat.particulars.named())
    if before is not None:
        cease_to_conduct(db, meeting, [before], context.now)
    meeting.presiding = seat.id
    return [ChairGiven(seat_id=seat.id, before=before.id if before is not None else None)]


def _name_presider(context: Context, meeting: Meeting, seat_id: int, able: list[Seat]) -> list[Event]:
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    seat, before = find_seat(context.db, meeting.id, seat_id), presider_of(context.db, meeting)
    if seat not in able:
        raise Refused(WAS_NOT_THERE, name=seat.particulars.named())
    meeting.presiding = seat.id
    draw_anew(context, meeting.id)
    return [ChairGiven(seat_id=seat.id, before=before.id if before is not None else None)]


def check_presider(db: Session, meeting: Meeting) -> None:
    """Raise Refused at a beginning when the presider is not in office; or, if several seats may preside or the chair
    was handed over, not in the room.

    The minutes name them as presiding from then on. The refusal names somebody in the room who may preside.
    """
    seat = presider_of(db, meeting)
    if seat is None:
        return
    other, name = _other_here(db, meeting, seat), seat.particulars.named()
    to = other.particulars.named() if other is not None else ""
    check_in_office(name, votes=seat.votes, in_office=seat.in_office, to=to)
    if meeting.presiding is not None or len(chair_seats(db, meeting.id)) > 1:
        check_here(name, here=is_present(db, seat.id), to=to)


def hold_presider(db: Session, meeting_id: int, leaving: Collection[int], held: str = PRESIDES) -> None:
    """Raise Refused when the presider would leave in session while somebody else in the room could take the chair.

    `leaving`: the seats of those who leave; `held`: the code of the refusal, which gets the `name`.
    """
    meeting = find_meeting(db, meeting_id)
    seat = presider_of(db, meeting) if meeting.state == MeetingState.RUNNING else None
    if seat is None or seat.id not in leaving:
        return
    if _other_here(db, meeting, seat) is not None:
        raise Refused(held, name=seat.particulars.named())


def _other_here(db: Session, meeting: Meeting, seat: Seat) -> Seat | None:
    """Return another person in the room who may preside, first of those planned to; else None."""
    here = attendance_of(db, meeting.id)
    able = [each for each in seats_of(db, meeting.id) if each.id in here and here[each.id].present]
    able.sort(key=lambda each: each.role != Role.CHAIR)
    return next((each for each in able if each.id != seat.id and may_preside(db, each)), None)
