"""Table of pauses, which separate the sittings of a meeting."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.pause_rules import PauseKind
from meeting.store.base import Base, OneOf
from meeting.store.once import once


class Pause(Base):
    """One pause of a meeting; `number` 1 is the first.

    `until`: when the meeting is to continue, None when not announced. `item_id`: the item at which it paused; `left`:
    the seats whose people left at the pause. `resumed_at` None: still paused. `seq`: the number of the last line in the
    meeting's journal when the pause began.
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
    """Return the latest pause of a meeting, or None."""
    query = select(Pause).where(Pause.meeting_id == meeting_id).order_by(Pause.number.desc())
    return db.scalar(query.limit(1))


@once
def last_ending(db: Session, meeting_id: int) -> Pause | None:
    """Return the latest pause that ended a sitting; None in the first sitting."""
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return db.scalar(select(Pause).where(*ended).order_by(Pause.number.desc()).limit(1))


def sitting_began(db: Session, meeting_id: int) -> int:
    """Return the number in the book after which this sitting's roll begins; 0 in the first sitting."""
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return db.scalar(select(func.max(Pause.seq)).where(*ended)) or 0
