"""The database of one installation: its writing gate, its readers, its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from meeting.store import engine as engines
from meeting.store.gate import Gate

MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """Open connections to one database. `offload` keeps commits off an event loop, where there is one."""

    def __init__(self, url: str, offload: engines.Offload = engines.inline) -> None:
        self.url = url
        self._writing = engines.writer(url, offload)
        self._reading = engines.readers(url)
        self.gate = Gate(self._writing)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state from begin to end and cannot write."""
        with Session(self._reading, autoflush=False) as db:
            yield db

    def migrate(self) -> None:
        """Bring the schema to the newest revision (Alembic, also on SQLite)."""
        with self._writing.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether the schema is the newest."""
        with self._reading.connect() as connection:
            heads = set(MigrationContext.configure(connection).get_current_heads())
        return heads == set(ScriptDirectory.from_config(_config()).get_heads())

    def close(self) -> None:
        """Give back every connection."""
        self._writing.dispose()
        self._reading.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
