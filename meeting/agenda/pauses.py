"""Rows of pauses: what a meeting rests for, and the sittings between them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.pause_rules import PauseKind
from meeting.store.base import Base, OneOf
from meeting.store.once import once


class Pause(Base):
    """One pause of a meeting, `number` 1 is the first. `until`: when it is to go on, None when that was not said.

    `item_id`: where the meeting was; `left`: the seats whose people left with it. `resumed_at` None: it lasts. `seq`:
    where the meeting's book stood when it began.
    """

    __tablename__ = "pause"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PauseKind] = mapped_column(OneOf(PauseKind))
    began_at: Mapped[datetime]
    until: Mapped[datetime | None]
    item_id: Mapped[int | None]
    resumed_at: Mapped[datetime | None]
    seq: Mapped[int]
    left: Mapped[list[int]] = mapped_column(JSON)


@once
def last_pause(db: Session, meeting_id: int) -> Pause | None:
    """The newest pause of a meeting; None while it has not rested."""
    query = select(Pause).where(Pause.meeting_id == meeting_id).order_by(Pause.number.desc())
    return db.scalar(query.limit(1))


@once
def last_ending(db: Session, meeting_id: int) -> Pause | None:
    """The newest pause that ended a sitting; None in the first."""
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return db.scalar(select(Pause).where(*ended).order_by(Pause.number.desc()).limit(1))


@once
def sitting_number(db: Session, meeting_id: int) -> int:
    """Which sitting it is, 1 is the first; while a pause lasts that ended one, the coming one."""
    query = select(func.count()).select_from(Pause)
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return 1 + (db.scalar(query.where(*ended)) or 0)


def sitting_began(db: Session, meeting_id: int) -> int:
    """The number of the line of the book after which the roll of this sitting begins; 0 in the first."""
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return db.scalar(select(func.max(Pause.seq)).where(*ended)) or 0
