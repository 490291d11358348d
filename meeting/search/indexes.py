"""Which index there is beside which database."""

from pathlib import Path

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.search.index import Index
from meeting.search.postgres import PostgresIndex, unread_in, upto_in
from meeting.search.sqlite import SqliteIndex
from meeting.store.database import Database
from meeting.store.engine import Offload, inline, is_sqlite


def index_of(database: Database, data: Path, offload: Offload = inline) -> Index:
    """The index of an installation; `offload` keeps its reading off an event loop, where there is one."""
    return SqliteIndex(data, offload) if is_sqlite(database.url) else PostgresIndex(database)


def upto_of(db: Session, settings: Settings) -> str:
    """How far the books were when all of them was in the index, for who has a session open."""
    return SqliteIndex(settings.data).upto() if is_sqlite(settings.database) else upto_in(db)


def unread_of(db: Session, settings: Settings) -> set[str]:
    """Scanned contents that wait to be read, for who has a session open."""
    return SqliteIndex(settings.data).unread() if is_sqlite(settings.database) else unread_in(db)
