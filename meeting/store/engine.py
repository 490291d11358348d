"""Connections: one that writes, some that read.

SQLite runs in WAL mode with synchronous=FULL: a commit that has returned survives a power
cut. The SQLite inside the `pysqlite3` wheel is used, because Debian 12's 3.40 can lose
commits when two connections race on a WAL reset (fixed in 3.51.3).
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

Offload = Callable[..., Any]
"""Runs a function without holding up the event loop, and returns its result."""


def inline(function: Callable[..., Any], *args: Any) -> Any:
    """Return the function's result, called in this thread: for processes without an event loop."""
    return function(*args)


BUSY_SECONDS = 10
FIRST_SAFE_SQLITE = (3, 51, 3)


class UnsafeStorage(Exception):  # noqa: N818 - a refusal to start
    """Raised when the database is not as durable as an acknowledgement promises."""


def writer(url: str, offload: Offload) -> Engine:
    """Return the engine of the single writing connection. Commits, and waits for another writer, run by `offload`."""
    if not is_sqlite(url):
        from meeting.store import postgres  # noqa: PLC0415 - an installation on SQLite never needs it

        return postgres.writer(url)
    engine = _sqlite(url, read_only=False, pool_size=1, max_overflow=0)
    engine.dialect.do_commit = lambda dbapi_connection: offload(dbapi_connection.commit)  # type: ignore[method-assign]

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        driver = connection.connection.dbapi_connection
        try:
            driver.execute("BEGIN IMMEDIATE")
        except pysqlite3.dbapi2.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != pysqlite3.dbapi2.SQLITE_BUSY:  # the low byte says whether it is busy
                raise _failed(error) from None
            try:
                offload(_begin_patiently, driver)
            except pysqlite3.dbapi2.OperationalError as busy:
                raise _failed(busy) from None

    @event.listens_for(engine, "connect")
    def hurry(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    return engine


def _failed(error: Exception) -> OperationalError:
    """Return the error as SQLAlchemy would raise it for a statement."""
    return OperationalError("BEGIN IMMEDIATE", None, error, hide_parameters=True)


def _begin_patiently(connection: Any) -> None:
    """Wait for a writer in another process (the worker), off the loop: SQLite's own wait would hold it."""
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute("PRAGMA busy_timeout=0")


def readers(url: str, size: int = 10) -> Engine:
    """Return the engine of the reading connections. Every transaction sees one state from begin to end."""
    if not is_sqlite(url):
        from meeting.store import postgres  # noqa: PLC0415

        return postgres.readers(url, size)
    engine = _sqlite(url, read_only=True, pool_size=size, max_overflow=0, pool_timeout=30)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


class Backend(StrEnum):
    """The databases on which the program runs, by the names that SQLAlchemy gives them."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def is_sqlite(url: str) -> bool:
    """Return whether the address names an SQLite file."""
    return make_url(url).get_backend_name() == Backend.SQLITE


def sqlite_url(file: Path) -> str:
    """Return the address of an SQLite file."""
    return f"sqlite+pysqlite:///{file}"


def _sqlite(url: str, *, read_only: bool, **pool: Any) -> Engine:
    if pysqlite3.dbapi2.sqlite_version_info < FIRST_SAFE_SQLITE:
        raise UnsafeStorage(f"SQLite {pysqlite3.dbapi2.sqlite_version} cũ hơn 3.51.3")
    engine = create_engine(
        url,
        module=pysqlite3.dbapi2,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # a failed write is logged without its values: they may be a ballot
        **pool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA synchronous").fetchone() != (2,):
            raise UnsafeStorage("SQLite không chạy với synchronous=FULL")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    return engine
