"""Commands about units: the tree, its people, and its administrators. The printed text stays a text."""

from datetime import datetime
from typing import Annotated

from msgspec.structs import replace
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.people import rules, unit_rules
from meeting.people.events import (
    PeoplePlaced,
    UnitAdminChanged,
    UnitDissolved,
    UnitMade,
    UnitMoved,
    UnitRenamed,
)
from meeting.people.tables import Person, find_person
from meeting.people.unit_tables import UNIT_TEXT, Unit, find_unit, parents_of

UnitName = Annotated[str, Cap("Tên đơn vị", 200)]


@command("people.make_unit", allow=Capability.MANAGE_PEOPLE)
class MakeUnit(Command, frozen=True, kw_only=True):
    """Make a unit, at the top or under another."""

    title: UnitName
    parent_id: int | None = None


@handles(MakeUnit, makes="unit_id")
def make_unit(command: MakeUnit, context: Context) -> list[Event]:
    """Make a unit. People without a unit whose text equals its name are placed in it at once."""
    db = context.db
    if command.parent_id is not None:
        find_unit(db, command.parent_id)
    unit_rules.check_unit_title(command.title, _sisters(db, command.parent_id))
    unit_rules.check_parent(parents_of(db), None, command.parent_id, command.title)
    unit = Unit(parent_id=command.parent_id)
    unit.name(command.title)
    db.add(unit)
    db.flush()
    return [UnitMade(unit_id=unit.id, title=unit.title, parent_id=unit.parent_id), *_gather(db, unit)]


def _gather(db: Session, unit: Unit) -> list[Event]:
    """Place them only if the name is unique: with two villages called “Thôn 1” the text is ambiguous."""
    if (db.scalar(select(func.count()).select_from(Unit).where(Unit.spelt == unit.spelt)) or 0) > 1:
        return []
    loose = db.execute(select(Person.id, UNIT_TEXT).where(Person.unit_id.is_(None))).all()
    theirs = tuple(sorted(row[0] for row in loose if unit_rules.spelt(row[1]) == unit.spelt))
    if not theirs:
        return []
    db.execute(update(Person).where(Person.id.in_(theirs)).values(unit_id=unit.id))
    return [PeoplePlaced(unit_id=unit.id, count=len(theirs))]


@command("people.rename_unit", allow=Capability.MANAGE_PEOPLE)
class RenameUnit(Command, frozen=True, kw_only=True):
    """Rename a unit."""

    unit_id: int
    title: UnitName


@handles(RenameUnit)
def rename_unit(command: RenameUnit, context: Context) -> list[Event]:
    """Rename it. A person's text that was the unit's name follows; seats of existing meetings keep theirs."""
    db, unit = context.db, find_unit(context.db, command.unit_id)
    if unit.title == command.title:
        return []
    unit_rules.check_unit_title(command.title, _sisters(db, unit.parent_id, besides=unit.id))
    former = unit.title
    query = select(Person, Login.account).outerjoin(Login, Login.person_id == Person.id)
    for person, account in db.execute(query.where(Person.unit_id == unit.id)).all():
        if unit_rules.spelt(person.particulars.unit) == unit.spelt:
            person.write(replace(person.particulars, unit=command.title), account or "")
            person.version += 1
    unit.name(command.title)
    return [UnitRenamed(unit_id=unit.id, title=unit.title, former=former)]


@command("people.move_unit", allow=Capability.MANAGE_PEOPLE)
class MoveUnit(Command, frozen=True, kw_only=True):
    """Move a unit, with all units below it, under another one or to the top."""

    unit_id: int
    parent_id: int | None = None


@handles(MoveUnit)
def move_unit(command: MoveUnit, context: Context) -> list[Event]:
    """Move it. Raises Refused for a move under itself."""
    db, unit = context.db, find_unit(context.db, command.unit_id)
    if unit.parent_id == command.parent_id:
        return []
    if command.parent_id is not None:
        find_unit(db, command.parent_id)
    unit_rules.check_parent(parents_of(db), unit.id, command.parent_id, unit.title)
    unit_rules.check_unit_title(unit.title, _sisters(db, command.parent_id))
    unit.parent_id = command.parent_id
    return [UnitMoved(unit_id=unit.id, title=unit.title, parent_id=unit.parent_id)]


@command("people.dissolve_unit", allow=Capability.MANAGE_PEOPLE)
class DissolveUnit(Command, frozen=True, kw_only=True):
    """Remove an empty unit."""

    unit_id: int


def dissolve(db: Session, unit_id: int, now: datetime) -> list[Event]:
    """Remove the unit. Retired people move to the unit above; its administrators lose that right."""
    unit = find_unit(db, unit_id)
    here = Person.unit_id == unit.id
    people = db.scalar(select(func.count()).select_from(Person).where(here, Person.retired_at.is_(None))) or 0
    units = db.scalar(select(func.count()).select_from(Unit).where(Unit.parent_id == unit.id)) or 0
    unit_rules.check_empty(unit.title, people=people, units=units)
    db.execute(update(Person).where(here).values(unit_id=unit.parent_id))
    db.execute(update(Login).where(Login.unit_admin == unit.id).values(unit_admin=None, right_taken_at=now))
    db.delete(unit)
    return [UnitDissolved(unit_id=unit.id, title=unit.title)]


@command("people.set_unit_admin", allow=Capability.MANAGE_PEOPLE)
class SetUnitAdmin(Command, frozen=True, kw_only=True):
    """Make somebody the administrator of one unit and those below it; without a unit, take the right away."""

    person_id: int
    unit_id: int | None = None


@handles(SetUnitAdmin)
def set_unit_admin(command: SetUnitAdmin, context: Context) -> list[Event]:
    """Set the unit that a person administers. It counts from their next request."""
    db, person = context.db, find_person(context.db, command.person_id)
    name = person.particulars.named()
    rules.check_not_retired(name, retired=person.retired_at is not None)
    login = db.get(Login, person.id)
    if login is None:
        raise Refused(rules.NO_ACCOUNT, name=name)
    title = find_unit(db, command.unit_id).title if command.unit_id is not None else ""
    if login.unit_admin == command.unit_id:
        return []
    login.unit_admin = command.unit_id
    if command.unit_id is None:
        login.right_taken_at = context.now
    return [UnitAdminChanged(person_id=person.id, unit_id=command.unit_id, title=title)]


def _sisters(db: Session, parent: int | None, besides: int = 0) -> list[str]:
    return list(db.scalars(select(Unit.title).where(Unit.parent_id == parent, Unit.id != besides)))
