"""Automatic jobs: the directory is read every night, once somebody has checked what that would do."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.config import Settings
from meeting.directory import rules
from meeting.directory.tables import directory, is_busy, last_read, was_looked_over
from meeting.kernel.clock import local
from meeting.roster.rules import RosterState
from meeting.work.routines import routine


@routine("directory.sync")
def is_reading_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Return whether the nightly reading is due; never before somebody has checked the first one."""
    row = directory(db)
    if row is None or not row.nightly or is_busy(db) or not was_looked_over(db):
        return False
    last = last_read(db)
    failed = last is not None and last.state == RosterState.UNREADABLE
    busy = bool(db.scalar(select(exists().where(Meeting.state == MeetingState.RUNNING))))
    return rules.is_due(local(last.offered_at) if last else None, local(now), failed=failed, busy=busy)
