"""Rows written together: rows that many small commands add in one transaction are written in a few statements."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Session

from meeting.store.plain import Plain

_LATER, _LAST = "rows to be written", "rows to be set"


def table_of(cls: type[DeclarativeBase]) -> Table:
    """Return the table of a class of rows. Statements on it skip the unit of work, which is too slow for many rows."""
    table = cls.__table__
    assert isinstance(table, Table)  # noqa: S101 - each of our classes maps one table
    return table


def add_later(db: Session, cls: type[DeclarativeBase], row: dict[str, Any]) -> None:
    """Add a row later: when the transaction, or the next command that may read it, writes the waiting rows."""
    db.info.setdefault(_LATER, {}).setdefault(_insert(cls), []).append(row)


def set_later(db: Session, statement: Plain, row: dict[str, Any], *, key: str) -> None:
    """Run a statement with this row later; for several with the same key only the last."""
    db.info.setdefault(_LAST, {})[statement, key] = row


def write_out(db: Session) -> None:
    """Write all waiting rows, so that they can be read in this transaction."""
    db.flush()
    for statement, rows in db.info.pop(_LATER, {}).items():
        statement.run_all(db, rows)
    for (statement, _), row in db.info.pop(_LAST, {}).items():
        statement.run(db, **row)


@cache
def _insert(cls: type[DeclarativeBase]) -> Plain:
    return Plain(table_of(cls).insert())
