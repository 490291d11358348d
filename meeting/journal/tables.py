"""Tables of the journal: its lines, and the head of each book."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from meeting.journal.chain import GENESIS
from meeting.store.base import Base


class Line(Base):
    """One event as written; never updated, never deleted."""

    __tablename__ = "journal_line"
    book: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    actor: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    prev: Mapped[str]
    hash: Mapped[str]


class BookHead(Base):
    """The head of a book. Writers lock this row until their transaction ends."""

    __tablename__ = "journal_head"
    book: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=GENESIS)
