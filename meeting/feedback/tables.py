"""Rows of remarks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.feedback.rules import READ_KEPT
from meeting.people.tables import Person
from meeting.store.base import Base


class Remark(Base):
    """A remark. `topic`: the subject of help from which it was sent. `read_at` is None while it is unread."""

    __tablename__ = "remark"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def remarks(db: Session) -> Sequence[tuple[Remark, Person]]:
    """Return (remark, person): unread remarks first, oldest first, then read ones, newest first."""
    rows = select(Remark, Person).join(Person, Person.id == Remark.person_id)
    unread = rows.where(Remark.read_at.is_(None)).order_by(Remark.id)
    read = rows.where(Remark.read_at.is_not(None)).order_by(Remark.id.desc()).limit(READ_KEPT)
    return [(row.Remark, row.Person) for query in (unread, read) for row in db.execute(query)]


def count_unread(db: Session, person_id: int | None = None) -> int:
    """Return the number of unread remarks, of one person or of all."""
    unread = select(func.count()).select_from(Remark).where(Remark.read_at.is_(None))
    return db.scalar(unread if person_id is None else unread.where(Remark.person_id == person_id)) or 0
