"""The quorum, and the roll that the secretary keeps."""

from typing import Any

from sqlalchemy.orm import Session

from meeting.agenda.events import SeatAdded
from meeting.agenda.panels import seat_model
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting, seats_of
from meeting.attendance.events import ROLL_EVENTS, QuorumWaived
from meeting.attendance.quorum import quorum_now
from meeting.attendance.rules import suffices
from meeting.attendance.tables import Attendance, attendance_of, head_count
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS


@panel("quorum", "attendance/_quorum.html", shows=(SeatAdded, *ROLL_EVENTS, QuorumWaived))
def quorum(sight: Sight) -> dict[str, Any]:
    """`{quorum: {present, total, needed, met, missing, article, confirm, guests, waived}}`."""
    return {"quorum": quorum_model(sight)}


def quorum_model(sight: Sight) -> dict[str, Any]:
    """How many of those with a vote are here, how many must be, and by which rule."""
    meeting = find_meeting(sight.db, sight.meeting_id)
    ruled, guests = quorum_now(sight.db, meeting), head_count(sight.db, meeting.id).guests
    waived = meeting.state == MeetingState.PLANNED and suffices(ruled, meeting.quorum_waived_at)
    return {
        "present": ruled.present,
        "total": ruled.total,
        "needed": ruled.needed,
        "met": ruled.met,
        "missing": ruled.missing,
        "article": ruled.article,
        "confirm": ruled.confirm,
        "guests": guests,
        "waived": meeting.quorum_reason if waived and not ruled.met else "",
    }


def expected_voters(db: Session, meeting_id: int) -> list[dict[str, Any]]:
    """Seats of those with a vote who are not here and of whom no absence was noted."""
    here = attendance_of(db, meeting_id)
    away = [seat for seat in seats_of(db, meeting_id) if seat.votes and _is_expected(here.get(seat.id))]
    return [seat_model(seat) for seat in away]


def _is_expected(row: Attendance | None) -> bool:
    return row is None or (not row.present and row.excused is None)


@panel("roll", "attendance/_roll.html", views=OFFICERS, shows=(SeatAdded, *ROLL_EVENTS))
def roll(sight: Sight) -> dict[str, Any]:
    """`{seats: […]}` in order of protocol; `alpha` is each seat's place by given name."""
    here = attendance_of(sight.db, sight.meeting_id)
    seats = seats_of(sight.db, sight.meeting_id)
    by_name = sorted(seats, key=lambda seat: seat.particulars.by_given_name())
    alpha = {seat.id: place for place, seat in enumerate(by_name)}
    return {"seats": [_seat_model(seat, here.get(seat.id), alpha[seat.id]) for seat in seats]}


def _seat_model(seat: Any, row: Any, alpha: int) -> dict[str, Any]:
    absent = row is not None and not row.present and row.excused is not None
    return seat_model(seat) | {
        "alpha": alpha,
        "present": row is not None and row.present,
        "arrived_at": row.arrived_at if row else None,
        "left_at": row.left_at if row else None,
        "how": row.how if row else None,
        "absence": {"excused": row.excused, "reason": row.reason} if absent else None,
    }
