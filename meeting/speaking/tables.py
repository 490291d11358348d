"""Rows of speaking, one for each turn to speak under an item."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.speaking.rules import SpeechState
from meeting.store.base import Base, OneOf
from meeting.store.once import once
from meeting.store.plain import Plain

TOOK_PLACE = (SpeechState.SPEAKING, SpeechState.DONE)


class Speech(Base):
    """A turn to speak. Waiting turns of an item are in the order of their ids.

    `minutes` is the time given at first, 0 without a limit; `added` is the number of minutes added; `until` is when all
    this time is over. `instead_of` is the speech that the call of this one ended.
    """

    __tablename__ = "speech"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    state: Mapped[SpeechState] = mapped_column(OneOf(SpeechState), default=SpeechState.WAITING)
    minutes: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    instead_of: Mapped[int | None] = mapped_column(default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


def find_speech(db: Session, meeting_id: int | None, speech_id: int) -> Speech:
    """Return a speech of the meeting. Raises Refused when the meeting has no speech with this id."""
    speech = db.get(Speech, speech_id)
    if speech is None or speech.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return speech


@once
def speech_now(db: Session, meeting_id: int) -> Speech | None:
    """Return the present speech, or None."""
    return db.scalar(select(Speech).where(Speech.meeting_id == meeting_id, Speech.state == SpeechState.SPEAKING))


@once
def waiting_speeches(db: Session, meeting_id: int, item_id: int | None) -> list[Speech]:
    """Return the speeches that wait under an item, in the order of the list."""
    waiting = Speech.meeting_id == meeting_id, Speech.item_id == item_id, Speech.state == SpeechState.WAITING
    return list(db.scalars(select(Speech).where(*waiting).order_by(Speech.id)))


@once
def last_minutes(db: Session, meeting_id: int) -> int | None:
    """Return the minutes given to the latest speech of the meeting, or None."""
    row = _LAST_MINUTES.one(db, meeting=meeting_id)
    return None if row is None else int(row.minutes)


_LAST_MINUTES = Plain(
    select(Speech.minutes)
    .where(Speech.meeting_id == bindparam("meeting"), Speech.began_at.is_not(None))
    .order_by(Speech.began_at.desc(), Speech.id.desc())
    .limit(1),
    flushes=True,
)


def last_began(db: Session, item_id: int) -> datetime | None:
    """Return when the latest speech under an item began, or None."""
    began = select(Speech.began_at).where(Speech.item_id == item_id, Speech.began_at.is_not(None))
    return db.scalar(began.order_by(Speech.began_at.desc(), Speech.id.desc()).limit(1))


def took_place_among(db: Session, seat_id: int, speeches: Collection[int]) -> bool:
    """Return whether the seat had the floor in one of these speeches."""
    held = select(Speech.id).where(Speech.seat_id == seat_id, Speech.state.in_(TOOK_PLACE), Speech.id.in_(speeches))
    return db.scalar(held.limit(1)) is not None


def has_spoken(db: Session, seat_id: int) -> bool:
    """Return whether the seat's person has had the floor, now or before."""
    held = select(Speech.id).where(Speech.seat_id == seat_id, Speech.state.in_(TOOK_PLACE))
    return db.scalar(held.limit(1)) is not None
