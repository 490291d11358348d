"""The rows of kiosks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import SignIn
from meeting.agenda.tables import Meeting, Seat, conducts
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import Base


class Kiosk(Base):
    """A kiosk of one meeting. `name` says where it is placed; with `by_name` people may find themselves in a list.

    It waits for its code (`code_hash`, until `code_until`), which works once. `paired_at` and `device` say since when
    it is a kiosk and on what machine; `ended_at` says when it was stopped. `point_id` is its point outside the room,
    None in the room.
    """

    __tablename__ = "kiosk"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str]
    by_name: Mapped[bool]
    opened_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(unique=True)
    code_until: Mapped[datetime]
    paired_at: Mapped[datetime | None] = mapped_column(default=None)
    device: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), default=None)


def find_kiosk(db: Session, meeting_id: int, kiosk_id: int) -> Kiosk:
    """Return a kiosk of a meeting. Raises Refused when the meeting has no kiosk with this id."""
    row = db.get(Kiosk, kiosk_id)
    if row is None or row.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return row


def kiosk_of_code(db: Session, code_hash: str, now: datetime) -> Kiosk | None:
    """Return the kiosk that waits for a code. Returns None for a wrong, used or expired code."""
    waits = Kiosk.code_hash == code_hash, Kiosk.paired_at.is_(None), Kiosk.ended_at.is_(None), Kiosk.code_until > now
    return db.scalar(select(Kiosk).where(*waits))


def kiosks_of(db: Session, meeting_id: int) -> Sequence[Kiosk]:
    """Return the kiosks of a meeting, oldest first."""
    return db.scalars(select(Kiosk).where(Kiosk.meeting_id == meeting_id).order_by(Kiosk.id)).all()


class RunningKiosk(NamedTuple):
    """A paired kiosk, the title of its meeting, and the network address where it was paired."""

    kiosk: Kiosk
    meeting: str
    address: str


def running_for(db: Session, person_id: int, now: datetime) -> list[RunningKiosk]:
    """Return the kiosks signed in at meetings that a person conducts, newest first."""
    query = (
        select(Kiosk, Meeting.title, SignIn.address)
        .join(SignIn, SignIn.kiosk == Kiosk.id)
        .join(Meeting, Meeting.id == Kiosk.meeting_id)
        .join(Seat, Seat.meeting_id == Meeting.id)
        .where(Seat.person_id == person_id, conducts(), Kiosk.ended_at.is_(None))
        .where(SignIn.ended_at.is_(None), SignIn.expires_at > now)
    )
    return [RunningKiosk(*row) for row in db.execute(query.order_by(Kiosk.id.desc()))]


def open_kiosks(db: Session, meeting_id: int) -> Sequence[Kiosk]:
    """Return the kiosks of a meeting that are not stopped, oldest first."""
    standing = Kiosk.meeting_id == meeting_id, Kiosk.ended_at.is_(None)
    return db.scalars(select(Kiosk).where(*standing).order_by(Kiosk.id)).all()
