"""The declarative base of all tables, and the column types for moments and for words of a set."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import msgspec
from sqlalchemy import MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from meeting.kernel.clock import read_stamp, stamp

NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""For `__table_args__`: the number of a deleted row is never used again, as in PostgreSQL."""

W = TypeVar("W", bound=StrEnum)
S = TypeVar("S", bound=msgspec.Struct)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as text that sorts by time: the same bytes in SQLite, PostgreSQL and the journal."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else read_stamp(value)


class OneOf(TypeDecorator[W]):
    """A word from a set, stored as text and read as the member of its enum.

    A stored text outside the set is returned as it is. Only somebody outside the program can have written it, and the
    comparison of tables and journal must be able to read it.
    """

    impl = String
    cache_ok = True

    def __init__(self, words: type[W]) -> None:
        super().__init__()
        self.words = words
        self._members: dict[Any, Any] = {str(word): word for word in words}

    def process_bind_param(self, value: W | None, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> W | None:
        member: W | None = self._members.get(value, value)
        return member


class Packed(TypeDecorator[S]):
    """A small struct that is read and written whole: its JSON in the database, the struct in every row."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[S]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: S | None, dialect: Any) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> S | None:
        return None if value is None else msgspec.json.decode(value, type=self.kind)


class Base(DeclarativeBase):
    """The base class of all tables. They only hold data; each feature's rules decide."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment()}
