"""How far somebody's right to look after people reaches: the whole office, or one unit and those below it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.access.tables import Login
from meeting.commands.hooks import Hook
from meeting.people import unit_rules
from meeting.people.tables import Person
from meeting.people.unit_tables import parents_of

conducts: Hook[[Session, int], bool] = Hook("a unit administrator acts on somebody")
"""Asked whether a person conducts a meeting, until its minutes are locked: their card would open its controls and sign
for them."""


def reach_of(db: Session, actor: Actor) -> set[int] | None:
    """The units whose people somebody may look after; None for everybody of the office, empty for nobody."""
    if allowed(actor, Capability.MANAGE_PEOPLE):
        return None
    return reach_of_unit(db, actor.unit_admin)


def reach_of_unit(db: Session, unit: int | None) -> set[int]:
    """A unit and those below it; empty for no unit."""
    return unit_rules.below(parents_of(db), unit) if unit is not None else set()


def check_reached(db: Session, actor: Actor, person: Person) -> None:
    """The person is within reach, and has no right that goes further than the one who asks."""
    reach = reach_of(db, actor)
    unit_rules.check_within(reach, person.unit_id)
    if reach is not None:
        unit_rules.check_not_above(person.particulars.named(), is_above=_is_above(db, person.id, reach))


def check_door_reached(db: Session, actor: Actor, person: Person) -> None:
    """The same, and their way in may be opened and shut: the card of who conducts a meeting is the office's matter."""
    check_reached(db, actor, person)
    if reach_of(db, actor) is not None:
        unit_rules.check_not_above(person.particulars.named(), is_above=any(conducts.ask(db, person.id)))


def _is_above(db: Session, person_id: int, reach: set[int]) -> bool:
    query = select(Login.admin, Login.planner, Login.unit_admin).where(Login.person_id == person_id)
    login = db.execute(query).one_or_none()
    if login is None:
        return False
    return login.admin or login.planner or (login.unit_admin is not None and login.unit_admin not in reach)
