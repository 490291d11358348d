"""Giving a person the last seat in a meeting that has not begun."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.agenda.events import SeatAdded
from meeting.agenda.tables import Seat
from meeting.kernel.roles import Role
from meeting.people.tables import Person, find_person


def take_seat(
    db: Session,
    meeting_id: int,
    person: Person,
    role: Role,
    *,
    votes: bool,
    weight: int = 1,
    label: str = "",
    head: bool = False,
) -> SeatAdded:
    """Add a seat, with the person's present name and title, and return its event. Does not check who may have it."""
    position = 1 + (db.scalar(select(func.max(Seat.position)).where(Seat.meeting_id == meeting_id)) or 0)
    seat = Seat(
        meeting_id=meeting_id,
        person_id=person.id,
        role=role,
        votes=votes,
        weight=weight,
        label=label,
        position=position,
        particulars=person.particulars,
        head=head,
    )
    db.add(seat)
    db.flush()
    return SeatAdded(
        seat_id=seat.id,
        person_id=person.id,
        role=seat.role,
        votes=seat.votes,
        weight=seat.weight,
        label=seat.label,
        position=position,
        particulars=seat.particulars,
        head=seat.head,
    )


def seat_secretary(db: Session, meeting_id: int, person_id: int) -> SeatAdded:
    """Make the planner of a meeting its secretary, who can go on preparing it, and return the event."""
    return take_seat(db, meeting_id, find_person(db, person_id), Role.CLERK, votes=False)
