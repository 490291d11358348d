"""When the index is updated (the journals have changed), and when scans are read (some are waiting)."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.documents.ocr import can_read_scans
from meeting.kernel.refusals import Refused
from meeting.search import reading
from meeting.search.indexes import unread_of, upto_of
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
    """Return whether scans wait: papers that are hidden until then, and those added before Tesseract was installed.

    False when the index cannot be read: nothing would be known of what was read.
    """
    try:
        waiting = unread_of(db, settings)
    except Refused as refused:
        log.error("the index cannot be read, so no scans are read: %s", refused)
        return False
    if reading.awaited(db):
        return True
    return bool(waiting) and can_read_scans() and bool(reading.waiting(db, waiting))
