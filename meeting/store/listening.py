"""Listening: one connection to PostgreSQL by which a server hears the nudges of the others."""

import contextlib
import os
import selectors
import socket
from collections.abc import Iterator
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from meeting.store.nudges import CHANNEL
from meeting.store.postgres import CONNECT

NAME = "meeting listens"
"""The beginning of the connection's name in PostgreSQL's list; the starter of the server follows."""
_LISTED = text(
    "SELECT count(DISTINCT application_name) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE :listens"
)


class Silent(Exception):  # noqa: N818 - a state, not a fault
    """The connection is lost, or could not be made."""


class OpenLine:
    """An open connection."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def hear(self, seconds: float) -> list[str]:
        """Return the nudges as soon as there are any; empty after `seconds`. Raises Silent on a lost connection.

        A silent connection may be dead, so it is also tested.
        """
        with _silence(self._driver), selectors.DefaultSelector() as waiting:
            waiting.register(self._driver, selectors.EVENT_READ)
            if waiting.select(seconds):
                self._driver.poll()
            else:
                with self._driver.cursor() as cursor:
                    cursor.execute("SELECT 1")
            said = [notice.payload for notice in self._driver.notifies]
            self._driver.notifies.clear()
        return said


@contextlib.contextmanager
def listening(url: str) -> Iterator[OpenLine]:
    """Yield a connection that listens to all other servers. Raises Silent when no connection can be made."""
    engine = create_engine(url, poolclass=NullPool, connect_args=CONNECT | {"application_name": _name()})
    try:
        connection = engine.raw_connection()
    except DBAPIError as error:
        raise Silent(str(error.orig)) from None
    driver: Any = connection.driver_connection
    try:
        with _silence(driver):
            driver.autocommit = True
            with driver.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
        yield OpenLine(driver)
    finally:
        with contextlib.suppress(Exception):  # it may be broken already
            connection.invalidate()
        engine.dispose()


def count_groups(db: Session) -> int:
    """Return the number of groups of servers that use this database.

    One `meeting run` with its processes is one group.
    """
    return int(db.scalar(_LISTED, {"listens": f"{NAME} %"}) or 0)


def _name() -> str:
    """Return the connection's name, cut to the 63 bytes that PostgreSQL keeps."""
    return f"{NAME} {os.environ.get('MEETING_PARENT', os.getpid())} {socket.gethostname()}"[:63]


@contextlib.contextmanager
def _silence(driver: Any) -> Iterator[None]:
    import psycopg2  # noqa: PLC0415

    try:
        yield
    except (psycopg2.Error, OSError, ValueError) as error:  # ValueError: somebody closed the connection meanwhile
        raise Silent(str(error)) from None
