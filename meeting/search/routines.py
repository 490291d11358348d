"""When the index is brought up to date: whenever a book went on since."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.search import reading
from meeting.search.indexes import upto_of
from meeting.work.routines import routine


@routine("search.index")
def is_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Two small statements: this is asked once a minute, also by a server that is in the middle of a meeting."""
    return upto_of(db, settings) != reading.state_of_books(db)
