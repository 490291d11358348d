"""Rows of attendance: one per seat that came or is known not to come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, bindparam, delete, func, inspect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Seat
from meeting.attendance.rules import CameBy
from meeting.kernel.clock import stamp
from meeting.kernel.roles import Role
from meeting.store.base import Base, OneOf
from meeting.store.once import once
from meeting.store.plain import Plain
from meeting.store.rows import add_later, table_of


class Attendance(Base):
    """`present` now; when the person first came, last went and how they came; why they do not come.

    `late`: the sitting had begun when they first came, whatever the clock said.
    `excused`: an absence was noted; it is told of nobody who is present, and kept in case their check-in is undone.
    `counted`: a vote has counted the present stay, so that it cannot be undone; `counted_by` is one that has and
    is not announced yet, and may still be called off. `point_id`: the remote point at which they are, None in the room;
    `substitute`: who comes in the place of somebody absent, without their vote. `door`: the machine at the door that
    checked them in; `read_at`: when it says it did, if the line came later. `rechecked`: the number of
    the last re-check in which they confirmed that they are here.
    """

    __tablename__ = "attendance"
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    present: Mapped[bool]
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    late: Mapped[bool] = mapped_column(default=False)
    how: Mapped[CameBy | None] = mapped_column(OneOf(CameBy), default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    counted: Mapped[bool] = mapped_column(default=False)
    counted_by: Mapped[int | None] = mapped_column(default=None)
    excused: Mapped[bool | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), default=None)
    substitute: Mapped[str] = mapped_column(default="")
    substitute_here: Mapped[bool] = mapped_column(default=False)
    substitute_came_at: Mapped[datetime | None] = mapped_column(default=None)
    substitute_left_at: Mapped[datetime | None] = mapped_column(default=None)
    door: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    rechecked: Mapped[int] = mapped_column(default=0)


class Coming(NamedTuple):
    """What is known of how somebody came, besides by whom; each as the row says it. `point`: the name of the point."""

    point: str = ""
    point_id: int | None = None
    door: str = ""
    read_at: datetime | None = None

    @property
    def read_stamp(self) -> str:
        """As it stands in the journal."""
        return "" if self.read_at is None else stamp(self.read_at)

    def columns(self) -> dict[str, Any]:
        """As they stand in the row."""
        return {"point_id": self.point_id, "door": self.door, "read_at": self.read_at}


SEEN = Coming()
"""Somebody has seen them in the room."""


@once
def attendance_of(db: Session, meeting_id: int) -> dict[int, Attendance]:
    """Attendance by seat."""
    rows = db.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.seat_id: row for row in rows}


@once
def roll_lines(db: Session, meeting_id: int, only: tuple[int, ...] | None = None) -> Sequence[Any]:
    """Every seat with what its row of attendance holds, if there is one, or these seats alone; in order of protocol.

    Columns and not rows of the mapper: five hundred lines are wanted in a few milliseconds.
    """
    query = _LINES.where(Seat.meeting_id == meeting_id)
    return db.execute(query if only is None else query.where(Seat.id.in_(only))).all()


_LINES = (
    select(
        Seat.id,
        Seat.label,
        Seat.role,
        Seat.votes,
        Seat.position,
        Seat.particulars,
        Seat.card_at,
        Seat.mandate,
        Seat.counted,
        Attendance.present,
        Attendance.arrived_at,
        Attendance.late,
        Attendance.left_at,
        Attendance.how,
        Attendance.excused,
        Attendance.reason,
        Attendance.point_id,
        Attendance.substitute,
        Attendance.substitute_here,
        Attendance.substitute_came_at,
        Attendance.substitute_left_at,
        Attendance.door,
        Attendance.read_at,
    )
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .order_by(Seat.position)
)


@once
def count_awaited(db: Session, meeting_id: int) -> int:
    """How many with a vote are not here, and no absence was noted of them."""
    return int(db.scalar(_awaited(select(func.count()), meeting_id)))


@once
def awaited(db: Session, meeting_id: int) -> Sequence[Any]:
    """`id, label, role, votes, particulars` of these, in order of protocol."""
    query = select(Seat.id, Seat.label, Seat.role, Seat.votes, Seat.particulars).order_by(Seat.position)
    return db.execute(_awaited(query, meeting_id)).all()


def _awaited(query: Any, meeting_id: int) -> Any:
    known = (Attendance.seat_id == Seat.id) & (Attendance.present | Attendance.excused.is_not(None))
    joined = query.select_from(Seat).outerjoin(Attendance, known)
    return joined.where(Seat.meeting_id == meeting_id, *IN_OFFICE, Attendance.seat_id.is_(None))


IN_OFFICE = (Seat.votes, Seat.mandate == Mandate.HELD)
"""Of a query over seats: who has a ballot, `Seat.in_office`."""


def find_attendance(db: Session, seat_id: int) -> Attendance | None:
    """What is known of one seat; None when nothing is."""
    return db.get(Attendance, seat_id)


class Arrival(NamedTuple):
    """A seat as its person is greeted, and what is known of their coming."""

    honorific: str
    full_name: str
    label: str
    present: bool
    arrived_at: datetime | None
    left_at: datetime | None


def arrival_of(db: Session, seat_id: int) -> Arrival:
    """Of one seat that there is."""
    row = _ARRIVAL.one(db, seat=seat_id)
    return Arrival(row.honorific, row.full_name, row.label, bool(row.present), row.arrived_at, row.left_at)


_COLUMNS = inspect(Seat).columns
_ARRIVAL = Plain(
    select(
        _COLUMNS.honorific,
        _COLUMNS.full_name,
        Seat.label,
        Attendance.present,
        Attendance.arrived_at,
        Attendance.left_at,
    )
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .where(Seat.id == bindparam("seat"))
)


_PRESENT = Plain(select(Attendance.present).where(Attendance.seat_id == bindparam("seat")))


def presence_of(db: Session, seat_id: int) -> bool | None:
    """Whether the seat's person is in the room; None when nothing is known of them."""
    row = _PRESENT.one(db, seat=seat_id)
    return None if row is None else bool(row.present)


def add_arrival(
    db: Session, seat_id: int, meeting_id: int | None, at: datetime, *, late: bool, how: CameBy, coming: Coming
) -> None:
    """The row of somebody of whom nothing is known yet, who has come."""
    row: dict[str, Any] = {column.name: None for column in table_of(Attendance).columns}
    row |= {"seat_id": seat_id, "meeting_id": meeting_id, "present": True, "arrived_at": at, "late": late, "how": how}
    row |= {
        "counted": False,
        "reason": "",
        "substitute": "",
        "substitute_here": False,
        "rechecked": 0,
    } | coming.columns()
    add_later(db, Attendance, row)


def is_present(db: Session, seat_id: int) -> bool:
    """Whether the seat's person is in the room."""
    row = find_attendance(db, seat_id)
    return row is not None and row.present


def take_out_attendance(db: Session, seat_id: int) -> None:
    """What was noted of a seat that is taken out of a plan; its person is not in the room."""
    if (row := find_attendance(db, seat_id)) is not None:
        db.delete(row)
        db.flush()


def clear_roll(db: Session, meeting_id: int) -> list[int]:
    """All have left, and the next sitting has a roll of its own: of whoever came nothing is known there.

    An absence that was noted of somebody who did not come stands. The seats whose people were in the room, in order
    of protocol.
    """
    here = select(Seat.id).join(Attendance, Attendance.seat_id == Seat.id).order_by(Seat.position)
    left = list(db.scalars(here.where(Attendance.meeting_id == meeting_id, Attendance.present)))
    db.execute(delete(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.arrived_at.is_not(None)))
    substitutes = update(Attendance).where(Attendance.meeting_id == meeting_id)
    db.execute(substitutes.values(substitute_here=False, substitute_came_at=None, substitute_left_at=None))
    return left


class HeadCount(NamedTuple):
    """Seats that make the total, those in office and present, and guests present (nobody else without a vote).

    `out`: how many with a vote are not in office, `uncounted` of them no part of the total.
    """

    voters: int
    there: int
    far: int
    guests: int
    out: int
    uncounted: int


@once
def head_count(db: Session, meeting_id: int) -> HeadCount:
    """How many there are and how many are here."""
    return HeadCount(*db.execute(_HEADS, {"meeting": meeting_id}).one())


_HEADS = (
    select(
        func.count().filter(Seat.votes, Seat.counted),
        func.count().filter(*IN_OFFICE, Attendance.present),
        func.count().filter(*IN_OFFICE, Attendance.present, Attendance.point_id.is_not(None)),
        func.count().filter(~Seat.votes, Seat.role == Role.GUEST, Attendance.present),
        func.count().filter(Seat.votes, Seat.mandate != Mandate.HELD),
        func.count().filter(Seat.votes, ~Seat.counted),
    )
    .select_from(Seat)
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .where(Seat.meeting_id == bindparam("meeting"))
)


def count_stays(db: Session, seat_ids: Collection[int], motion_id: int) -> None:
    """A vote has counted these people as present: this stay of theirs is not undone, unless the vote is called off."""
    here = Attendance.seat_id.in_(seat_ids), Attendance.present
    db.execute(update(Attendance).where(*here).values(counted_by=motion_id))


def settle_stays(db: Session, motion_id: int, *, counted: bool) -> None:
    """The vote is announced, and what it counted stands; or it is called off, and has counted nobody."""
    stays = update(Attendance).where(Attendance.counted_by == motion_id)
    db.execute(stays.values(counted=Attendance.counted | counted, counted_by=None))


@once
def present_voters(db: Session, meeting_id: int) -> list[int]:
    """Seats in office with a vote whose person is in the room, in order of protocol."""
    query = (
        select(Seat.id)
        .join(Attendance, Attendance.seat_id == Seat.id)
        .where(Seat.meeting_id == meeting_id, *IN_OFFICE, Attendance.present)
        .order_by(Seat.position)
    )
    return list(db.scalars(query))


@once
def far_seats(db: Session, meeting_id: int) -> frozenset[int]:
    """Return the seats whose people are at a remote point."""
    there = Attendance.meeting_id == meeting_id, Attendance.present, Attendance.point_id.is_not(None)
    return frozenset(db.scalars(select(Attendance.seat_id).where(*there)))
