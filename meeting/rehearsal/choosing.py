"""Finds in the database which meeting may be rehearsed, and until when."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.rules import LIVE, MeetingState
from meeting.agenda.tables import Meeting
from meeting.kernel.refusals import Refused
from meeting.rehearsal.rules import IN_MEETING, NO_PLAN, OTHER_SERVERS, ends_at
from meeting.store.engine import Backend


def check_free(db: Session) -> None:
    """Raise Refused while a real meeting runs."""
    if db.scalar(select(Meeting.id).where(Meeting.state.in_(LIVE)).limit(1)) is not None:
        raise Refused(IN_MEETING)


def check_alone(db: Session) -> None:
    """Raise Refused while other servers serve the room: they would go on, and tablets would reach both."""
    if db.get_bind().dialect.name == Backend.SQLITE:
        return
    from meeting.store.listening import count_groups  # noqa: PLC0415 - SQLite needs no listener

    if count_groups(db) > 1:
        raise Refused(OTHER_SERVERS)


def planned(db: Session) -> list[Meeting]:
    """Return the meetings that have not begun, the next first."""
    return list(db.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED).order_by(Meeting.starts_at)))


def chosen(db: Session, meeting_id: int | None) -> Meeting:
    """Return the planned meeting with this id, or the next one. Raises Refused when no such meeting exists."""
    found = [each for each in planned(db) if meeting_id in (None, each.id)]
    if not found:
        raise Refused(NO_PLAN)
    return found[0]


def check(db: Session, meeting_id: int | None, now: datetime) -> datetime:
    """Return when a rehearsal started now would end. Raises Refused when it may not start."""
    check_free(db)
    check_alone(db)
    chosen(db, meeting_id)
    return ends_at(now, [each.starts_at for each in planned(db)])
