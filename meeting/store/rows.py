"""Rows written together: what many small orders add in one transaction goes to the database in a few statements."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Session

_LATER = "rows to be written"


def table_of(cls: type[DeclarativeBase]) -> Table:
    """The table behind a class of rows: statements on it skip the unit of work, which a storm has no time for."""
    table = cls.__table__
    assert isinstance(table, Table)  # noqa: S101 - every class of ours maps one table
    return table


def add_later(db: Session, cls: type[DeclarativeBase], row: dict[str, Any]) -> None:
    """Add a row when the transaction, or the next order that may read it, writes out."""
    db.info.setdefault(_LATER, {}).setdefault(table_of(cls), []).append(row)


def write_out(db: Session) -> None:
    """Write everything that waits, so that it can be read in this transaction."""
    db.flush()
    for table, rows in db.info.pop(_LATER, {}).items():
        db.connection().execute(table.insert(), rows)
