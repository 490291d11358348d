"""The statements that a database receives, taken at its driver: also those that bypass SQLAlchemy
(`store/plain.py`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from meeting.store.database import Database
from meeting.store.engine import is_sqlite


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement in the block, of readers and of the writer; only SQLite's driver can report them."""
    if not is_sqlite(database.url):
        pytest.skip("it is SQLite's driver that tells every statement")
    heard: list[str] = []

    def listen(connection: Any, record: object) -> None:
        connection.set_trace_callback(heard.append)

    engines = (database._reading, database._writing)
    for engine in engines:
        engine.dispose()
        event.listen(engine, "connect", listen)
    yield heard
    for engine in engines:
        event.remove(engine, "connect", listen)
        engine.dispose()


class Statements:
    """Counts the statements that reach the database."""

    count = 0

    def __call__(self, *args: object) -> None:
        self.count += 1
