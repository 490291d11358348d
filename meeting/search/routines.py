"""When the index is brought up to date: whenever a book went on since; when scanned papers are read: they wait."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.kernel.refusals import Refused
from meeting.search import reading
from meeting.search.indexes import unread_of, upto_of
from meeting.search.scans import can_read_scans
from meeting.work.routines import routine

log = logging.getLogger(__name__)


@routine("search.index")
def is_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Return whether the index is out of date. False when it cannot be read: no other work waits for it.

    It takes two small statements: a server asks every minute, even in a meeting.
    """
    try:
        return upto_of(db, settings) != reading.state_of_books(db)
    except Refused as refused:
        log.error("the index cannot be read, and is not brought up to date: %s", refused)
        return False


@routine("search.read_scans")
def scans_wait(db: Session, settings: Settings, now: datetime) -> bool:
    """A small statement; also what was taken in before Tesseract was installed waits."""
    waiting = unread_of(db, settings)
    return bool(waiting) and can_read_scans() and bool(reading.waiting(db, waiting))
