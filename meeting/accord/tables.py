"""Rows of requests that wait or waited for a second person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.store.base import Base


class Accord(Base):
    """A requested act: the command `act` with its `payload`.

    There is at most one waiting request for each `subject`.

    `about`: what it concerns, in words. `seat_id`: the requesting person. `settled_at`: when it was done or dropped.
    """

    __tablename__ = "accord"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    act: Mapped[str]
    subject: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    seat_id: Mapped[int]
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(default=None)


def waiting(db: Session, meeting_id: int) -> Sequence[Accord]:
    """Return the requests that are not settled, including expired ones, oldest first."""
    open_ones = Accord.meeting_id == meeting_id, Accord.settled_at.is_(None)
    return db.scalars(select(Accord).where(*open_ones).order_by(Accord.id)).all()
