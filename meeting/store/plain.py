"""Plain statements: compiled once, then run on the driver's own cursor.

The queries of every command (the actor, an earlier answer, the head of the book) take SQLite three microseconds, and
forty when the statement is built each time. That matters when hundreds of ballots arrive together. The types of the
columns convert the values, as everywhere else.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

Values = dict[str, Any]
_Convert = Callable[[Any], Any] | None
_LINE = "line"


class Plain:
    """One statement with named parameters (`bindparam`), for any kind of database.

    `flushes`: it reads rows that a handler may have changed in the same session; those are written first.
    """

    def __init__(self, statement: ClauseElement, *, flushes: bool = False) -> None:
        self._statement = statement
        self._flushes = flushes
        self._known: dict[str, _Compiled] = {}

    def one(self, db: Session, **values: Any) -> Any:
        """Return the first row as a named tuple, or None."""
        compiled, cursor = self._run(db, values)
        row = cursor.fetchone()
        return None if row is None else compiled.read(row)

    def all(self, db: Session, **values: Any) -> list[Any]:
        """Return every row as a named tuple."""
        compiled, cursor = self._run(db, values)
        return [compiled.read(row) for row in cursor.fetchall()]

    def run(self, db: Session, **values: Any) -> None:
        """Do it once."""
        self._run(db, values)

    def run_all(self, db: Session, rows: Sequence[Values]) -> None:
        """Do it for each of these."""
        connection: Any = db.connection()
        if connection.dialect.use_insertmanyvalues_wo_returning:
            connection.execute(self._statement, rows)  # its driver would make a round trip for every row
        else:
            compiled, cursor = self._begin(db)
            compiled.execute_many(cursor, rows)

    def _run(self, db: Session, values: Values) -> tuple["_Compiled", Any]:
        if self._flushes:
            db.flush()  # costs nothing when the session has changed nothing
        compiled, cursor = self._begin(db)
        compiled.execute(cursor, values)
        return compiled, cursor

    def _begin(self, db: Session) -> tuple["_Compiled", Any]:
        dialect, driver = db.info.get(_LINE) or _line(db)
        compiled = self._known.get(dialect.name)
        if compiled is None:
            compiled = self._known[dialect.name] = _Compiled(self._statement, dialect)
        return compiled, driver.cursor()


def keep_line(db: Session) -> None:
    """Remember the session's connection. It makes one transaction, so each statement need not look it up."""
    db.info[_LINE] = _line(db)


def _line(db: Session) -> tuple[Dialect, Any]:
    connection: Any = db.connection()
    return connection.dialect, connection.connection.dbapi_connection


class _Compiled:
    """A statement in the form that one driver takes."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._dialect = dialect
        self._order: list[str] | None = compiled.positiontup
        self._constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._write = {name: _writing(bind.type, dialect) for name, bind in compiled.binds.items()}
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._read = [_reading(column.type, dialect) for column in columns]
        self._row = _rows_of([str(column.key) for column in columns])

    def read(self, row: Sequence[Any]) -> Any:
        return self._row(*[value if read is None else read(value) for read, value in zip(self._read, row, strict=True)])

    def execute(self, cursor: Any, values: Values) -> None:
        try:
            cursor.execute(self._text, self._given(values))
        except self._dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise self._failed(error) from None

    def execute_many(self, cursor: Any, rows: Sequence[Values]) -> None:
        try:
            cursor.executemany(self._text, [self._given(row) for row in rows])
        except self._dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise self._failed(error) from None

    def _given(self, values: Values) -> Any:
        all_values = self._constants | values if self._constants else values
        if self._order is None:
            return {name: _as(write, all_values[name]) for name, write in self._write.items()}
        return [_as(self._write[name], all_values[name]) for name in self._order]

    def _failed(self, error: Exception) -> Exception:
        """Return a database error in the usual form but without the values: they may be somebody's choice."""
        base: Any = self._dialect.dbapi.Error  # type: ignore[union-attr]
        return DBAPIError.instance(self._text, None, error, base, hide_parameters=True, dialect=self._dialect)


def _rows_of(names: list[str]) -> Any:
    make: Any = namedtuple
    return make("Row", names)


def _as(convert: _Convert, value: Any) -> Any:
    return value if convert is None else convert(value)


def _writing(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
