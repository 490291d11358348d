"""The selection of meetings in a list or the calendar: one's own, those of one's unit, or all visible ones."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.tables import Seat
from meeting.contributions.tables import Allotment, units_of
from meeting.people.tables import Person


class Whose(StrEnum):
    """`mine`: with the viewer's own seat.

    `unit`: a person of the viewer's unit has a seat, or the unit prepares an item.
    """

    MINE = "mine"
    UNIT = "unit"
    ALL = "every"


class Chosen(NamedTuple):
    """The choice, its rows, and `choices`: the number of rows of each choice, empty when there is only one."""

    whose: Whose
    rows: list[Any]
    choices: dict[Whose, int]


def asked_for(text: str) -> Whose:
    """Return the choice in an address; all for an unknown one."""
    return Whose(text) if text in set(Whose) else Whose.ALL


def chosen_of(db: Session, actor: Actor, whose: Whose, rows: Sequence[Any]) -> Chosen:
    """Return the chosen rows. `rows` are `(Meeting, role of the viewer's seat)`, all visible to the viewer."""
    units = units_of(db, actor)
    theirs = _of_units(db, units) if units else set()
    kinds = {
        Whose.MINE: [row for row in rows if row.role is not None],
        Whose.UNIT: [row for row in rows if row.Meeting.id in theirs],
        Whose.ALL: list(rows),
    }
    offered = [kind for kind in Whose if kind != Whose.UNIT or units or whose == Whose.UNIT]
    choose = bool(units) or allowed(actor, Capability.PREPARE) or whose != Whose.ALL
    return Chosen(whose, kinds[whose], {kind: len(kinds[kind]) for kind in offered} if choose else {})


def _of_units(db: Session, units: set[int]) -> set[int]:
    seated = select(Seat.meeting_id).join(Person, Person.id == Seat.person_id).where(Person.unit_id.in_(units))
    prepared = select(Allotment.meeting_id).where(Allotment.unit_id.in_(units))
    return set(db.scalars(union(seated, prepared)))
