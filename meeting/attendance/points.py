"""Tables of a meeting's points, who is expected at each, and how many are there."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.tables import Seat
from meeting.attendance.point_rules import NO_POINT
from meeting.attendance.tables import IN_OFFICE, Attendance
from meeting.kernel.refusals import Refused
from meeting.store.base import NUMBERED_ONCE, Base
from meeting.store.once import once


class RemotePoint(Base):
    """A place outside the room from which people take part in a meeting.

    `used`: somebody was there, or a machine reads cards there.
    """

    __tablename__ = "point"
    __table_args__ = (UniqueConstraint("meeting_id", "name"), NUMBERED_ONCE)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str]
    used: Mapped[bool]


class Expected(Base):
    """The point at which the person of a seat is expected. A seat without a row is expected in the room."""

    __tablename__ = "point_expected"
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)


@once
def points_of(db: Session, meeting_id: int) -> Sequence[RemotePoint]:
    """Return the meeting's points in the order in which they were added."""
    return db.scalars(select(RemotePoint).where(RemotePoint.meeting_id == meeting_id).order_by(RemotePoint.id)).all()


def find_point(db: Session, meeting_id: int, point_id: int) -> RemotePoint:
    """Return the meeting's point. Raises Refused for a point of another meeting."""
    point = db.get(RemotePoint, point_id)
    if point is None or point.meeting_id != meeting_id:
        raise Refused(NO_POINT)
    return point


def named_point(db: Session, point_id: int | None) -> str:
    """Return the point's name; empty for the room."""
    return "" if point_id is None else db.get_one(RemotePoint, point_id).name


@once
def expected_of(db: Session, meeting_id: int) -> dict[int, int]:
    """Return `{seat: point}` of those who are expected elsewhere than in the room."""
    query = select(Expected.seat_id, Expected.point_id).join(RemotePoint, RemotePoint.id == Expected.point_id)
    return {row.seat_id: row.point_id for row in db.execute(query.where(RemotePoint.meeting_id == meeting_id))}


def expect(db: Session, seat_ids: Collection[int], point_id: int | None) -> None:
    """Expect these people at the point; None: in the room."""
    db.execute(delete(Expected).where(Expected.seat_id.in_(seat_ids)))
    if point_id is not None:
        db.add_all(Expected(seat_id=each, point_id=point_id) for each in seat_ids)
    db.flush()


@once
def heads_at(db: Session, meeting_id: int, only: tuple[int, ...] | None = None) -> Sequence[Any]:
    """Return `id, name, used, voters, guests, expected` of each point, or of some.

    `voters`, `guests`: who is there, with a ballot and without; `expected`: how many with a ballot are expected there.
    """
    there = (
        select(
            Attendance.point_id.label("point"),
            func.count().filter(*IN_OFFICE).label("voters"),
            func.count().filter(~Seat.votes).label("guests"),
        )
        .join(Seat, Seat.id == Attendance.seat_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.present, Attendance.point_id.is_not(None))
        .group_by(Attendance.point_id)
        .subquery()
    )
    known = (
        select(Expected.point_id.label("point"), func.count().label("expected"))
        .join(Seat, Seat.id == Expected.seat_id)
        .where(Seat.meeting_id == meeting_id, *IN_OFFICE)
        .group_by(Expected.point_id)
        .subquery()
    )
    query = (
        select(
            RemotePoint.id,
            RemotePoint.name,
            RemotePoint.used,
            func.coalesce(there.c.voters, 0).label("voters"),
            func.coalesce(there.c.guests, 0).label("guests"),
            func.coalesce(known.c.expected, 0).label("expected"),
        )
        .outerjoin(there, there.c.point == RemotePoint.id)
        .outerjoin(known, known.c.point == RemotePoint.id)
        .where(RemotePoint.meeting_id == meeting_id)
        .order_by(RemotePoint.id)
    )
    return db.execute(query if only is None else query.where(RemotePoint.id.in_(only))).all()
