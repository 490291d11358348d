"""Table of attendance: one row per seat whose person came or is known not to come."""

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
    """Whether a person is `present` now; when they first came and last left, and how they came; why they do not come.

    `late`: the sitting had begun when they first came, by the journal's order and not by the clock.
    `excused`: an absence was noted. It is not shown while they are present, and kept in case the check-in is undone.
    `counted`: a vote has counted this stay, so it cannot be undone; `counted_by`: a vote that has counted it and is not
    announced yet, and may still be cancelled. `point_id`: the remote point where they are; None for the room.
    `substitute`: who comes in the place of an absent person, without their vote; `substitute_here`: whether they are
    here; `substitute_came_at`, `substitute_left_at`: when they last came in this sitting, and last left. `door`: the
    kiosk that checked them in; `read_at`: the machine's time, if the line came later. `rechecked`: the
    number of the last re-check in which they confirmed their presence.
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
    """The columns of a row that say how somebody came. `point`: the name of the point."""

    point: str = ""
    point_id: int | None = None
    door: str = ""
    read_at: datetime | None = None

    @property
    def read_stamp(self) -> str:
        """Return `read_at` as the journal writes it."""
        return "" if self.read_at is None else stamp(self.read_at)

    def columns(self) -> dict[str, Any]:
        """Return the values of the row's columns."""
        return {"point_id": self.point_id, "door": self.door, "read_at": self.read_at}


SEEN = Coming()
"""How a person came whom somebody has seen in the room."""


@once
def attendance_of(db: Session, meeting_id: int) -> dict[int, Attendance]:
    """Return the attendance rows by seat."""
    rows = db.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.seat_id: row for row in rows}


@once
def roll_lines(db: Session, meeting_id: int, only: tuple[int, ...] | None = None) -> Sequence[Any]:
    """Return every seat, or some, with its attendance row if there is one; in order of protocol.

    Selects columns instead of mapped rows, to list five hundred lines in a few milliseconds.
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
    """Return how many voters are not present and have no noted absence."""
    return int(db.scalar(_awaited(select(func.count()), meeting_id)))


@once
def awaited(db: Session, meeting_id: int) -> Sequence[Any]:
    """Return `id, label, role, votes, particulars` of these voters, in order of protocol."""
    query = select(Seat.id, Seat.label, Seat.role, Seat.votes, Seat.particulars).order_by(Seat.position)
    return db.execute(_awaited(query, meeting_id)).all()


def _awaited(query: Any, meeting_id: int) -> Any:
    known = (Attendance.seat_id == Seat.id) & (Attendance.present | Attendance.excused.is_not(None))
    joined = query.select_from(Seat).outerjoin(Attendance, known)
    return joined.where(Seat.meeting_id == meeting_id, *IN_OFFICE, Attendance.seat_id.is_(None))


IN_OFFICE = (Seat.votes, Seat.mandate == Mandate.HELD)
"""Conditions for a query over seats: those that have a ballot (`Seat.in_office`)."""


def find_attendance(db: Session, seat_id: int) -> Attendance | None:
    """Return the attendance of one seat, or None."""
    return db.get(Attendance, seat_id)


class Arrival(NamedTuple):
    """A seat as its person is greeted, and their arrival."""

    honorific: str
    full_name: str
    label: str
    present: bool
    arrived_at: datetime | None
    left_at: datetime | None


def arrival_of(db: Session, seat_id: int) -> Arrival:
    """Return the arrival of an existing seat."""
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
    """Return whether the seat's person is in the room; None when the seat has no row."""
    row = _PRESENT.one(db, seat=seat_id)
    return None if row is None else bool(row.present)


def add_arrival(
    db: Session, seat_id: int, meeting_id: int | None, at: datetime, *, late: bool, how: CameBy, coming: Coming
) -> None:
    """Add the row of an arrival at a seat without a row."""
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
    """Return whether the seat's person is in the room."""
    row = find_attendance(db, seat_id)
    return row is not None and row.present


def take_out_attendance(db: Session, seat_id: int) -> None:
    """Delete the row of a seat that is removed from a plan."""
    if (row := find_attendance(db, seat_id)) is not None:
        db.delete(row)
        db.flush()


def clear_roll(db: Session, meeting_id: int) -> list[int]:
    """Empty the roll for the next sitting, and return the seats whose people were in the room, in order of protocol.

    Deletes the rows of everybody who came. Noted absences of people who did not come remain; their substitutes leave
    with all.
    """
    here = select(Seat.id).join(Attendance, Attendance.seat_id == Seat.id).order_by(Seat.position)
    left = list(db.scalars(here.where(Attendance.meeting_id == meeting_id, Attendance.present)))
    db.execute(delete(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.arrived_at.is_not(None)))
    substitutes = update(Attendance).where(Attendance.meeting_id == meeting_id)
    db.execute(substitutes.values(substitute_here=False, substitute_came_at=None, substitute_left_at=None))
    return left


class HeadCount(NamedTuple):
    """Counts of seats: `voters` make the total, `there` are in office and in the room or at a remote point,
    `guests` are guests in the room.

    `far`: those of `there` at remote points; the edition decides whether they are present (`quorum.py`).
    `out`: seats with a vote that are not in office; `uncounted`: seats with a vote that are not part of the total.
    """

    voters: int
    there: int
    far: int
    guests: int
    out: int
    uncounted: int


@once
def head_count(db: Session, meeting_id: int) -> HeadCount:
    """Return how many seats there are and how many people are present."""
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
    """Mark these stays as counted by a vote. They cannot be undone unless the vote is cancelled."""
    here = Attendance.seat_id.in_(seat_ids), Attendance.present
    db.execute(update(Attendance).where(*here).values(counted_by=motion_id))


def settle_stays(db: Session, motion_id: int, *, counted: bool) -> None:
    """Settle the counted stays: they stay counted when the vote is announced, and are freed when it was cancelled."""
    stays = update(Attendance).where(Attendance.counted_by == motion_id)
    db.execute(stays.values(counted=Attendance.counted | counted, counted_by=None))


@once
def present_voters(db: Session, meeting_id: int) -> list[int]:
    """Return the seats in office with a vote whose people are in the room or at a point, in order of protocol."""
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
