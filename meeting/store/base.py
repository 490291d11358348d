"""The declarative base of all tables, and the one column type for moments."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from meeting.kernel.clock import read_stamp, stamp


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as text that sorts by time: the same bytes on SQLite, PostgreSQL and in the journal."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else read_stamp(value)


class Base(DeclarativeBase):
    """Rows only; decisions live in each feature's rules."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment()}
