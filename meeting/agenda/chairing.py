"""Who looks at a meeting as its chair: asked before and after what may change it, so that nobody keeps that view."""

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting, chair_seats, presider_of, seat_facts
from meeting.kernel.roles import Role


def chairing(db: Session, meeting: Meeting) -> frozenset[int]:
    """The seats whose people see the chair's view as things stand in this session."""
    db.flush()
    presider = presider_of(db, meeting)
    may = [*chair_seats(db, meeting.id), *([presider] if presider is not None else [])]
    facts = (seat_facts(db, meeting.id, seat.person_id) for seat in may)
    return frozenset(each.seat_id for each in facts if each is not None and each.role == Role.CHAIR)


def displaced(db: Session, meeting: Meeting, before: frozenset[int]) -> tuple[int, ...]:
    """Of those who chaired before, and those who do now, who no longer or only now does."""
    return tuple(sorted(before ^ chairing(db, meeting)))
