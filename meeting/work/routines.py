"""Routines: jobs that are requested automatically when they are due.

The database says when a routine last ran, so no process keeps state: a server that was off overnight and a changed
setting need no special care, and several servers request only one job.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from types import ModuleType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.kernel.registry import Registry
from meeting.settings.in_force import in_force
from meeting.store.database import Database
from meeting.work import jobs

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
"""Seconds between checks for due routines."""

Due = Callable[[Session, Settings, datetime], bool]
_ROUTINES: Registry[str, Due] = Registry("routine")


def routine(kind: str) -> Callable[[Due], Due]:
    """Decorate the function that says whether a job of this kind is due."""

    def define(is_due: Due) -> Due:
        _ROUTINES.define(is_due.__module__, kind, is_due)
        return is_due

    return define


def register(module: ModuleType) -> None:
    """Register a module's routines (features.py calls this)."""
    _ROUTINES.take(module)


def request_due(database: Database, settings: Settings, now: datetime) -> None:
    """Request the routines that are due and have no open job. A routine that fails to answer is left out until the next
    check."""
    with database.read() as db:
        chosen = in_force(db, settings)
        due = [kind for kind in _ROUTINES.known if _is_due(kind, db, chosen, now)]
    if due:
        database.gate.submit(lambda db: _request(db, due, now))


def _is_due(kind: str, db: Session, settings: Settings, now: datetime) -> bool:
    try:
        return _ROUTINES.known[kind](db, settings, now)
    except SQLAlchemyError:  # the database is away: no other routine could ask it either
        raise
    except Exception:
        log.exception("could not find out whether %s is due", kind)
        return False


def _request(db: Session, due: list[str], now: datetime) -> None:
    for kind in due:
        if not jobs.is_open(db, kind):
            jobs.enqueue(db, kind, now)
