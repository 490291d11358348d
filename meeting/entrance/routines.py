"""What happens by itself at the entrance: sign-ins of long ago leave the log."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.access import attempts
from meeting.config import Settings
from meeting.entrance.rules import forgetting_due
from meeting.work.routines import routine


@routine("entrance.forget_sign_ins")
def is_forgetting_due(db: Session, settings: Settings, now: datetime) -> bool:
    """By the age that the office keeps."""
    return forgetting_due(attempts.oldest(db), now, settings.sign_in_months)
