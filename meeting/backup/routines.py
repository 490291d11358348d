"""Automatic jobs: a backup every few hours, and a monthly trial restore with all checks."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.backup import rules
from meeting.backup.tables import RunKind, last_run
from meeting.config import Settings
from meeting.work.routines import routine


@routine("backup.make")
def is_backup_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Return whether an automatic backup is due, by `backup_hours`."""
    good, tried = _ends(db, RunKind.BACKUP)
    return rules.backup_due(good, tried, now, hours=settings.backup_hours, busy=_in_meeting(db))


@routine("backup.try")
def is_trial_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Return whether the monthly trial is due."""
    good, tried = _ends(db, RunKind.TRIAL)
    backed_up = last_run(db, RunKind.BACKUP, good=True) is not None
    busy, hours = _in_meeting(db), settings.backup_hours
    return rules.trial_due(good, tried, now, backed_up=backed_up, hours=hours, busy=busy)


def _ends(db: Session, kind: RunKind) -> tuple[datetime | None, datetime | None]:
    good, tried = last_run(db, kind, good=True), last_run(db, kind)
    return good.ended_at if good else None, tried.ended_at if tried else None


def _in_meeting(db: Session) -> bool:
    return bool(db.scalar(select(exists().where(Meeting.state == MeetingState.RUNNING))))
