"""Table of re-checks: when everybody was asked to confirm their presence. Their seats say who has confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.tables import Seat
from meeting.attendance.recheck_rules import check_may_ask
from meeting.attendance.tables import IN_OFFICE, Attendance, present_voters
from meeting.store.base import Base
from meeting.store.once import once


class Recheck(Base):
    """One re-check of a meeting; `number` 1 is the first. `ended`: nobody is asked any more."""

    __tablename__ = "recheck"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    ended: Mapped[bool]


@once
def latest_recheck(db: Session, meeting_id: int) -> Recheck | None:
    """Return the latest re-check of a meeting, or None."""
    query = select(Recheck).where(Recheck.meeting_id == meeting_id).order_by(Recheck.number.desc())
    return db.scalar(query.limit(1))


def check_none_runs(db: Session, meeting_id: int) -> None:
    """Raise Refused while a re-check runs."""
    latest = latest_recheck(db, meeting_id)
    check_may_ask(runs=latest is not None and not latest.ended)


def unconfirmed(db: Session, recheck: Recheck) -> list[int]:
    """Return the seats with a vote that count as present and have not confirmed, in order of protocol."""
    confirmed = select(Attendance.seat_id).where(Attendance.rechecked == recheck.number)
    done = set(db.scalars(confirmed.where(Attendance.meeting_id == recheck.meeting_id)))
    return [seat for seat in present_voters(db, recheck.meeting_id) if seat not in done]


def forget_recheck(db: Session, meeting_id: int) -> None:
    """End the re-check, because the meeting pauses or is over."""
    db.execute(update(Recheck).where(Recheck.meeting_id == meeting_id).values(ended=True))


@once
def recheck_lines(db: Session, meeting_id: int, only: tuple[int, ...] | None = None) -> Sequence[Any]:
    """Return `id, label, particulars, present, rechecked` of those who have a ballot, all or some, in order."""
    columns = Seat.id, Seat.label, Seat.particulars, Attendance.present, Attendance.rechecked
    query = select(*columns).outerjoin(Attendance, Attendance.seat_id == Seat.id).order_by(Seat.position)
    query = query.where(Seat.meeting_id == meeting_id, *IN_OFFICE)
    return db.execute(query if only is None else query.where(Seat.id.in_(only))).all()
