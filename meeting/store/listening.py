"""Listening: one connection to PostgreSQL by which a server hears what the others said with their commits."""

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
"""How the name begins under which PostgreSQL lists the connection; who started the server stands after it."""
_LISTED = text(
    "SELECT count(DISTINCT application_name) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE :listens"
)


class Silent(Exception):  # noqa: N818 - a state, not a fault
    """Nothing is heard any more: the connection is gone, or never was."""


class OpenLine:
    """The connection while it stands."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def hear(self, seconds: float) -> list[str]:
        """What was said, as soon as something is; nothing after so many seconds. Silent when the connection is gone.

        A connection on which nothing comes may be dead: it is asked, too.
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
    """Listen to all the others from now on. Silent when there is no connection to be had."""
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
    """How many there are of those who started servers of this database: `meeting run` with its processes is one."""
    return int(db.scalar(_LISTED, {"listens": f"{NAME} %"}) or 0)


def _name() -> str:
    """PostgreSQL keeps 63 bytes."""
    return f"{NAME} {os.environ.get('MEETING_PARENT', os.getpid())} {socket.gethostname()}"[:63]


@contextlib.contextmanager
def _silence(driver: Any) -> Iterator[None]:
    import psycopg2  # noqa: PLC0415

    try:
        yield
    except (psycopg2.Error, OSError, ValueError) as error:  # ValueError: closed under us
        raise Silent(str(error)) from None
