"""The database of one installation: its writing gate, its readers, its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, Select, column, inspect, select, table
from sqlalchemy.orm import Session

from meeting.kernel.refusals import Refused, declare
from meeting.store import engine as engines
from meeting.store.commits import Gate
from meeting.store.nudges import Teller

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alembic_version"
TOO_NEW = declare(
    "store.too_new",
    409,
    "Dữ liệu này do bản phần mềm mới hơn nâng cấp. Hãy dùng bản mới, hoặc khôi phục bản sao lưu trước khi nâng cấp. "
    "Chưa thay đổi gì.",
)


class Database:
    """Open connections to one database. `offload` keeps commits off an event loop, where there is one."""

    def __init__(self, url: str, offload: engines.Offload = engines.inline) -> None:
        self.url = url
        self._writing = engines.writer(url, offload)
        self._reading = engines.readers(url)
        self._counting: Engine | None = None
        self.teller = None if engines.is_sqlite(url) else Teller()
        self.gate = Gate(self._writing, self.teller)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one state from begin to end and cannot write."""
        with Session(self._reading, autoflush=False) as db:
            yield db

    def migrate(self, to: str = "head") -> None:
        """Bring the schema to the newest revision, or only up to `to` (Alembic, also on SQLite).

        Raises Refused when a later program made it.
        """
        from alembic import command  # noqa: PLC0415 - the room itself never needs it
        from alembic.config import Config  # noqa: PLC0415

        self.check_not_later()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        with self._writing.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)

    def is_made(self) -> bool:
        """Return whether there is a schema, in any version."""
        return bool(self.revision())

    def is_current(self) -> bool:
        """Return whether the schema is the newest."""
        return self.revision() == newest_revision()

    def check_not_later(self) -> None:
        """Raise Refused when a later program has changed the schema: this one does not know it."""
        if self.revision() > newest_revision():
            raise Refused(TOO_NEW)

    def revision(self) -> str:
        """Return the number of the schema's revision; empty without a schema."""
        with self._reading.connect() as connection:
            if not inspect(connection).has_table(VERSION_TABLE):
                return ""
            standing: Select[str] = select(column("version_num")).select_from(table(VERSION_TABLE))
            return connection.scalar(standing) or ""

    def counters(self) -> Engine:
        """Return, on PostgreSQL, the engine for what several servers count together, outside the gate."""
        if self._counting is None:
            from meeting.store import postgres  # noqa: PLC0415 - an installation on SQLite never needs it

            self._counting = postgres.counters(self.url)
        return self._counting

    def close(self) -> None:
        """Give back every connection."""
        for engine in (self._writing, self._reading, self._counting):
            if engine is not None:
                engine.dispose()


def newest_revision() -> str:
    """Return the schema version that this program needs: the number in the name of the last migration."""
    return max(path.stem for path in MIGRATIONS.glob("versions/[0-9]*.py")).partition("_")[0]
