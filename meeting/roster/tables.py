"""Rows of lists: one for each file, one for each line of it."""

from datetime import datetime

from sqlalchemy import JSON, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import Login
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people.particulars import Particulars
from meeting.people.tables import Person, particulars_columns
from meeting.roster.rules import Doubt, Known, LineKind, LineState, RosterState
from meeting.store.base import Base, OneOf


class Roster(Base):
    """A list that somebody handed in. `problem`: why it could not be read, or where the work on it stopped."""

    __tablename__ = "roster"
    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[RosterState] = mapped_column(OneOf(RosterState), default=RosterState.READING)
    problem: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[datetime]


class RosterLine(Base):
    """A line, what it would do, and what became of it. `before`: the particulars it takes the place of."""

    __tablename__ = "roster_line"
    roster_id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LineKind] = mapped_column(OneOf(LineKind))
    state: Mapped[LineState] = mapped_column(OneOf(LineState), default=LineState.WAITS)
    account: Mapped[str]
    particulars: Mapped[Particulars] = particulars_columns()
    person_id: Mapped[int | None]
    version: Mapped[int]
    before: Mapped[list[str] | None] = mapped_column(JSON)
    doubt: Mapped[Doubt] = mapped_column(OneOf(Doubt), default=Doubt.NONE)
    fact: Mapped[str]


def find_roster(db: Session, roster_id: int) -> Roster:
    """The list, or Refused."""
    roster = db.get(Roster, roster_id)
    if roster is None:
        raise Refused(NOT_FOUND)
    return roster


def known_people(db: Session) -> list[Known]:
    """Everybody on the office's list, the retired too."""
    query = select(Person, Login.account).outerjoin(Login, Login.person_id == Person.id)
    return [
        Known(person.id, person.version, account or "", person.particulars, person.retired_at is not None)
        for person, account in db.execute(query)
    ]


def next_lines(
    db: Session, roster_id: int, state: LineState, kinds: tuple[LineKind, ...], most: int
) -> list[RosterLine]:
    """The first lines of these kinds in this state."""
    query = select(RosterLine).where(RosterLine.roster_id == roster_id, RosterLine.state == state)
    return list(db.scalars(query.where(RosterLine.kind.in_(kinds)).order_by(RosterLine.line).limit(most)))


def counted(db: Session, roster_id: int) -> dict[tuple[LineKind, LineState], int]:
    """How many lines of a list there are of each kind in each state."""
    query = select(RosterLine.kind, RosterLine.state, func.count()).where(RosterLine.roster_id == roster_id)
    return {
        (kind, state): count for kind, state, count in db.execute(query.group_by(RosterLine.kind, RosterLine.state))
    }
