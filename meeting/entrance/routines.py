"""Automatic jobs of the entrance: old sign-ins are deleted from the log."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.access import attempts
from meeting.config import Settings
from meeting.entrance.rules import forgetting_due
from meeting.work.routines import routine


@routine("entrance.forget_sign_ins")
def is_forgetting_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Return whether some lines are over a week older than the office keeps them."""
    return forgetting_due(attempts.oldest(db), now, settings.sign_in_months)
