"""Choose the index for the kind of database."""

from pathlib import Path

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.search.index import Index
from meeting.search.postgres import PostgresIndex, unread_in, upto_in
from meeting.search.sqlite import SqliteIndex
from meeting.store.database import Database
from meeting.store.engine import Offload, inline, is_sqlite


def index_of(database: Database, data: Path, offload: Offload = inline) -> Index:
    """Return the index of an installation. `offload` keeps its reading off an event loop, if there is one."""
    return SqliteIndex(data, offload) if is_sqlite(database.url) else PostgresIndex(database)


def upto_of(db: Session, settings: Settings) -> str:
    """Return `Index.upto` for a caller with an open session."""
    return SqliteIndex(settings.data).upto() if is_sqlite(settings.database) else upto_in(db)


def unread_of(db: Session, settings: Settings) -> set[str]:
    """Return `Index.unread` for a caller with an open session."""
    return SqliteIndex(settings.data).unread() if is_sqlite(settings.database) else unread_in(db)
