"""When the index is brought up to date: whenever a book went on since; when scanned papers are read: they wait."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.search import reading
from meeting.search.indexes import unread_of, upto_of
from meeting.search.scans import can_read_scans
from meeting.work.routines import routine


@routine("search.index")
def is_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Two small statements: this is asked once a minute, also by a server that is in the middle of a meeting."""
    return upto_of(db, settings) != reading.state_of_books(db)


@routine("search.read_scans")
def scans_wait(db: Session, settings: Settings, now: datetime) -> bool:
    """A small statement; also what was taken in before Tesseract was installed waits."""
    waiting = unread_of(db, settings)
    return bool(waiting) and can_read_scans() and bool(reading.waiting(db, waiting))
