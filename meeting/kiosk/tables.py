"""Rows of the machines at the door."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import SignIn
from meeting.agenda.tables import Meeting, Seat, conducts
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import Base


class Kiosk(Base):
    """A machine at the door of one meeting: `name` says where it stands, `by_name` whether people may find themselves.

    It waits with a code (`code_hash`, until `code_until`) that works once; `paired_at`: since when it stands there, and
    `device` what it is, in words; `ended_at`: it does nothing any more. `point_id`: the point at whose door it stands,
    None at the room's.
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
    """One machine of a meeting; Refused for another's."""
    row = db.get(Kiosk, kiosk_id)
    if row is None or row.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return row


def kiosk_of_code(db: Session, code_hash: str, now: datetime) -> Kiosk | None:
    """The machine that a code makes; None for a wrong, used or old one."""
    waits = Kiosk.code_hash == code_hash, Kiosk.paired_at.is_(None), Kiosk.ended_at.is_(None), Kiosk.code_until > now
    return db.scalar(select(Kiosk).where(*waits))


def kiosks_of(db: Session, meeting_id: int) -> Sequence[Kiosk]:
    """Those of a meeting, in the order in which they were opened."""
    return db.scalars(select(Kiosk).where(Kiosk.meeting_id == meeting_id).order_by(Kiosk.id)).all()


class StandingKiosk(NamedTuple):
    """A paired kiosk, the title of its meeting, and the network address where it was paired."""

    kiosk: Kiosk
    meeting: str
    address: str


def standing_for(db: Session, person_id: int, now: datetime) -> list[StandingKiosk]:
    """Return the kiosks signed in at meetings that a person conducts, newest first."""
    query = (
        select(Kiosk, Meeting.title, SignIn.address)
        .join(SignIn, SignIn.kiosk == Kiosk.id)
        .join(Meeting, Meeting.id == Kiosk.meeting_id)
        .join(Seat, Seat.meeting_id == Meeting.id)
        .where(Seat.person_id == person_id, conducts(), Kiosk.ended_at.is_(None))
        .where(SignIn.ended_at.is_(None), SignIn.expires_at > now)
    )
    return [StandingKiosk(*row) for row in db.execute(query.order_by(Kiosk.id.desc()))]


def count_open(db: Session, meeting_id: int) -> int:
    """How many were not ended."""
    standing = Kiosk.meeting_id == meeting_id, Kiosk.ended_at.is_(None)
    return db.scalar(select(func.count()).select_from(Kiosk).where(*standing)) or 0
