"""Finds the seats that see the chair's view before and after a change, so that nobody keeps it by mistake."""

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting, chair_seats, presider_of, seat_facts
from meeting.kernel.roles import Role


def chairing(db: Session, meeting: Meeting) -> frozenset[int]:
    """Return the seats whose people see the chair's view at present."""
    db.flush()
    presider = presider_of(db, meeting)
    may = [*chair_seats(db, meeting.id), *([presider] if presider is not None else [])]
    facts = (seat_facts(db, meeting.id, seat.person_id) for seat in may)
    return frozenset(each.seat_id for each in facts if each is not None and each.role == Role.CHAIR)


def displaced(db: Session, meeting: Meeting, before: frozenset[int]) -> tuple[int, ...]:
    """Return the seats that have lost or gained the chair's view since `before`."""
    return tuple(sorted(before ^ chairing(db, meeting)))
