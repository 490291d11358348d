"""A published plan as invited people know it, kept beside the plan that its makers change until they publish again.

Heading, items, planned sittings, papers and prepared questions wait for the publication. Seats have no copy: an
invitation and a place are rights, and the door must know them at once. The first change copies the rows; publishing,
or beginning the meeting, deletes the copy. A plan that is called off keeps its copy. `Meeting.told` is the heading of
the copy; each table that is a part of it has a second one with the same columns (`told_table`).
"""

from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, Table, delete, insert, inspect, select, union_all
from sqlalchemy.orm import Session, aliased

from meeting.access.actors import Actor
from meeting.agenda.rules import AS_TOLD, MeetingState
from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.roles import Role
from meeting.store.base import Base
from meeting.store.sight import sees_as_told

R = TypeVar("R", bound=Base)

BESIDE = {"concrete": True}
"""`__mapper_args__` of such a copy: a query of the rows does not find those of the copy."""


class _Kept(NamedTuple):
    """The table for the copies of rows, and the announced fields."""

    told: type[Base]
    says: tuple[str, ...]


_TOLD: dict[type[Base], _Kept] = {}
_TEXTS, _TIMES = ("title", "body", "place"), ("starts_at", "ends_at")


def told_table(kind: type[Base]) -> Table:
    """Return a second table with the same columns, without constraints between rows."""
    columns = kind.__table__.columns
    copies = (
        Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable, autoincrement=False) for c in columns
    )
    return Table(f"told_{kind.__tablename__}", Base.metadata, *copies)


def keeps(kind: type[R], told: type[R], *says: str) -> None:
    """Register a table whose rows belong to the plan, and the table for their copies. `says`: the announced fields."""
    _TOLD[kind] = _Kept(told, says)


def as_seen(db: Session, kind: type[R]) -> Any:
    """Return the rows of a table for a query over several meetings, as this session may see them."""
    meeting = Base.metadata.tables["meeting"]
    chosen = select(meeting.c.id).where(meeting.c.told.is_not(None), meeting.c.state.in_(AS_TOLD))
    kept = [number for number in db.scalars(chosen) if sees_as_told(db, number)]
    if not kept:
        return kind
    here, told = kind.__table__, _TOLD[kind].told.__table__
    columns = [column.name for column in here.columns]
    stands = select(*here.columns).where(here.c.meeting_id.not_in(kept))
    known = select(*(told.c[name] for name in columns)).where(told.c.meeting_id.in_(kept))
    return aliased(kind, union_all(stands, known).subquery())


def headed(db: Session, meeting: Any) -> Any:
    """Return the meeting with the heading that this session may see; a copied row when that is another heading."""
    if meeting.told is None or meeting.state not in AS_TOLD or not sees_as_told(db, meeting.id):
        return meeting
    said = {column.key: getattr(meeting, column.key) for column in inspect(type(meeting)).column_attrs}
    times = {field: read_stamp(meeting.told[field]) for field in _TIMES}
    return type(meeting)(**said | {field: meeting.told[field] for field in _TEXTS} | times)


def starts_as_told(meeting: Any) -> datetime:
    """Return when a meeting begins according to the published plan, whatever the session sees."""
    starts: datetime = read_stamp(meeting.told["starts_at"]) if meeting.told is not None else meeting.starts_at
    return starts


def hold_back(db: Session, actor: Actor, meeting: Any) -> None:
    """Copy the published plan before its first change. Does nothing for drafts, for the system, or a second time."""
    if meeting.state != MeetingState.PLANNED or meeting.told is not None or actor.role == Role.SYSTEM:
        return
    for kind, kept in _TOLD.items():
        names = [column.name for column in kind.__table__.columns]
        rows = select(*kind.__table__.columns).where(kind.__table__.c.meeting_id == meeting.id)
        db.execute(insert(kept.told).from_select(names, rows))
    meeting.told = _heading(meeting)


def let_go(db: Session, meeting: Any) -> None:
    """Delete the copy: everybody sees the present plan."""
    if meeting.told is not None:
        for kept in _TOLD.values():
            db.execute(delete(kept.told).where(kept.told.__table__.c.meeting_id == meeting.id))
        meeting.told = None


def untold_rows(db: Session, meeting: Any, kind: type[Base]) -> set[int]:
    """Return the ids of the rows of a table that are not, or not in this form, in the published plan."""
    if meeting.told is None:
        return set()
    kept = _TOLD[kind]
    known, stands = (_said(db, each, meeting.id, kept.says) for each in (kept.told, kind))
    return {number for number, said in stands.items() if known.get(number) != said}


def _said(db: Session, kind: Any, meeting_id: int, fields: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    columns = (getattr(kind, field) for field in fields)
    rows = db.execute(select(kind.id, *columns).where(kind.meeting_id == meeting_id))
    return {row[0]: tuple(row[1:]) for row in rows}


def _heading(meeting: Any) -> dict[str, str]:
    texts = {field: getattr(meeting, field) for field in _TEXTS}
    return texts | {field: stamp(getattr(meeting, field)) for field in _TIMES}
