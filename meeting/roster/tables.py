"""The rows of rosters: one for each list, and one for each of its lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import Login
from meeting.agenda.tables import conducting_people
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people.particulars import Particulars
from meeting.people.tables import Person, particulars_columns
from meeting.roster.rules import Doubt, Given, Known, LineKind, LineState, RosterSource, RosterState
from meeting.store.base import Base, OneOf


class Roster(Base):
    """A list from a file or from the directory. `by_itself`: it is taken in automatically, without a review.

    `problem`: why it could not be read, or why the work on it stopped.
    """

    __tablename__ = "roster"
    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[RosterState] = mapped_column(OneOf(RosterState), default=RosterState.READING)
    problem: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[datetime]
    source: Mapped[RosterSource] = mapped_column(OneOf(RosterSource), default=RosterSource.FILE)
    by_itself: Mapped[bool] = mapped_column(default=False)


class RosterLine(Base):
    """A line, what it would do, and what became of it.

    `before`: the particulars it replaces. `given` and `given_before`: what the directory gives now and gave before (see
    Given).
    """

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
    given: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    given_before: Mapped[dict[str, Any] | None] = mapped_column(JSON)


def find_roster(db: Session, roster_id: int) -> Roster:
    """Return a roster. Raises Refused for an unknown id."""
    roster = db.get(Roster, roster_id)
    if roster is None:
        raise Refused(NOT_FOUND)
    return roster


def known_people(db: Session) -> list[Known]:
    """Return everybody on the office's list, including retired people."""
    query, officers = select(Person, Login).outerjoin(Login, Login.person_id == Person.id), conducting_people(db)
    known = (known_person(person, login) for person, login in db.execute(query))
    return [each._replace(officer=each.person_id in officers) for each in known]


def known_person(person: Person, login: Login | None) -> Known:
    """Return a person and their login in the form that the rules need."""
    retired = person.retired_at is not None
    if login is None:
        return Known(person.id, person.version, "", person.particulars, retired)
    return Known(
        person.id,
        person.version,
        login.account,
        person.particulars,
        retired,
        login.admin,
        given_to(login),
        login.gone_there,
        login.planner,
    )


def given_to(login: Login) -> Given | None:
    """Return what the directory gave a person; None for a person who is not connected to it."""
    if login.directory_id is None:
        return None
    return Given(
        directory_id=login.directory_id,
        admin=login.given_admin,
        planner=login.given_planner,
        group_id=login.given_group,
    )


def next_lines(
    db: Session, roster_id: int, state: LineState, kinds: tuple[LineKind, ...], most: int
) -> list[RosterLine]:
    """Return the first lines of these kinds in this state, at most `most`, in the order of the file."""
    query = select(RosterLine).where(RosterLine.roster_id == roster_id, RosterLine.state == state)
    return list(db.scalars(query.where(RosterLine.kind.in_(kinds)).order_by(RosterLine.line).limit(most)))


def counted(db: Session, roster_id: int) -> dict[tuple[LineKind, LineState], int]:
    """Return the number of lines of each kind in each state."""
    query = select(RosterLine.kind, RosterLine.state, func.count()).where(RosterLine.roster_id == roster_id)
    return {
        (kind, state): count for kind, state, count in db.execute(query.group_by(RosterLine.kind, RosterLine.state))
    }


def absent_lines(roster_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for lines of people missing in the directory who were kept because too many are missing."""
    return RosterLine.roster_id == roster_id, RosterLine.kind == LineKind.CONFLICT, RosterLine.doubt == Doubt.SHRUNK


def count_absent(db: Session, roster_id: int) -> int:
    """Return the number of these lines."""
    return db.scalar(select(func.count()).select_from(RosterLine).where(*absent_lines(roster_id))) or 0
