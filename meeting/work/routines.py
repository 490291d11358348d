"""Routines: jobs that order themselves when their time has come.

Whether one is due follows from what the database says of its last time, so nothing is kept in a process: a server
that was off over night, or a setting that was changed, needs no care, and several servers order one job.
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
"""How often it is asked what is due."""

Due = Callable[[Session, Settings, datetime], bool]
_ROUTINES: Registry[str, Due] = Registry("routine")


def routine(kind: str) -> Callable[[Due], Due]:
    """Function decorator: a job of this kind is ordered when the function says so."""

    def define(is_due: Due) -> Due:
        _ROUTINES.define(is_due.__module__, kind, is_due)
        return is_due

    return define


def register(module: ModuleType) -> None:
    """Make a module's routines known (features.py does)."""
    _ROUTINES.take(module)


def order_due(database: Database, settings: Settings, now: datetime) -> None:
    """Order what is due and not ordered yet."""
    with database.read() as db:
        chosen = in_force(db, settings)
        due = [kind for kind in _ROUTINES.known if _is_due(kind, db, chosen, now)]
    if due:
        database.gate.submit(lambda db: _order(db, due, now))


def _is_due(kind: str, db: Session, settings: Settings, now: datetime) -> bool:
    try:
        return _ROUTINES.known[kind](db, settings, now)
    except SQLAlchemyError:  # the database is away: no other routine could ask it either
        raise
    except Exception:
        log.exception("whether %s is due is not known", kind)
        return False


def _order(db: Session, due: list[str], now: datetime) -> None:
    for kind in due:
        if not jobs.is_open(db, kind):
            jobs.enqueue(db, kind, now)
