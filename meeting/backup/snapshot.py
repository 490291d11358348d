"""A database of any kind as one SQLite file, and back. Backups of both kinds of database are alike.

The file has the schema version of the database, even if this program knows a newer one, so that an older program can
restore it.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path

import pysqlite3.dbapi2
from sqlalchemy import Connection, MetaData, Table, func, insert, select, text
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.journal.tables import BookHead
from meeting.kernel.refusals import Refused, declare
from meeting.store.base import Base
from meeting.store.database import VERSION_TABLE, Database
from meeting.store.engine import Backend, is_sqlite, sqlite_url

ROWS_AT_ONCE = 1000

NOT_EMPTY = declare(
    "backup.not_empty", 409, "Cơ sở dữ liệu đích đã có dữ liệu. Hãy dùng một cơ sở dữ liệu trống. Chưa thay đổi gì."
)


def take(database: Database, file: Path) -> None:
    """Write one consistent state of the database to a file.

    It may have an older schema, and may be in use meanwhile.
    """
    if is_sqlite(database.url):
        with contextlib.closing(pysqlite3.dbapi2.connect(_path(database), uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(file),))
        return
    copy = Database(sqlite_url(file))
    try:
        copy.migrate(database.revision())
        with copy.read() as made:
            tables = _tables(made.connection())
        with database.read() as rows:  # a transaction that sees one state
            copy.gate.submit(lambda db: _copy(rows.connection(), db.connection(), tables))
    finally:
        copy.close()


def put_back(file: Path, database: Database) -> None:
    """Copy all rows into an empty database. Does nothing when that is done already.

    Raises Refused when the database contains anything else.
    """
    source = Database(sqlite_url(file))
    try:
        if not database.is_current():
            database.migrate()
        database.gate.submit(lambda db: _fill(source, db))
    finally:
        source.close()


def _fill(source: Database, db: Session) -> None:
    with source.read() as rows:
        there, wanted = _heads(db), _heads(rows)
        if there and there == wanted:
            return  # an interrupted restore is repeated
        if there or db.scalar(select(func.count()).select_from(Login)):
            raise Refused(NOT_EMPTY)
        _copy(rows.connection(), db.connection(), Base.metadata.sorted_tables)
    for table in Base.metadata.sorted_tables:
        _go_on_numbering(db.connection(), table)


def _heads(db: Session) -> dict[str, str]:
    return {head.book: head.hash for head in db.scalars(select(BookHead))}


def _tables(made: Connection) -> list[Table]:
    """Return the tables of a schema, whatever its version. Known columns get the types of this program."""
    found = MetaData()
    found.reflect(made, only=lambda name, _: name != VERSION_TABLE)
    for table in found.tables.values():
        known = Base.metadata.tables.get(table.name, table)
        for column in table.columns:
            column.type = known.columns.get(column.name, column).type
    return found.sorted_tables


def _copy(source: Connection, target: Connection, tables: Sequence[Table]) -> None:
    if target.dialect.name == Backend.SQLITE:
        target.execute(text("PRAGMA defer_foreign_keys=ON"))  # a row may refer to a later row of the same table
    for table in tables:
        rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])


def _go_on_numbering(connection: Connection, table: Table) -> None:
    """Set PostgreSQL's sequence after rows were inserted with their numbers."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != Backend.POSTGRESQL:
        return
    last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
    connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last, False)))


def _path(database: Database) -> str:
    return f"file:{database.url.partition(':///')[2]}?mode=ro"
