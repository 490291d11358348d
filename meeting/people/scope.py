"""The reach of a person's right over people: the whole office, or one unit and those below it."""

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
"""Returns whether a person conducts a meeting, until its minutes are locked.

Their card would open its controls and sign for them.
"""


def reach_of(db: Session, actor: Actor) -> set[int] | None:
    """Return the units whose people the actor may administer; None for the whole office, empty for none."""
    if allowed(actor, Capability.MANAGE_PEOPLE):
        return None
    return reach_of_unit(db, actor.unit_admin)


def reach_of_unit(db: Session, unit: int | None) -> set[int]:
    """Return a unit and all units below it; empty for None."""
    return unit_rules.below(parents_of(db), unit) if unit is not None else set()


def check_reached(db: Session, actor: Actor, person: Person) -> None:
    """Raise Refused unless the person is within reach and has no greater right than the actor."""
    reach = reach_of(db, actor)
    unit_rules.check_within(reach, person.unit_id)
    if reach is not None:
        unit_rules.check_not_above(person.particulars.named(), is_above=_is_above(db, person.id, reach))


def check_door_reached(db: Session, actor: Actor, person: Person) -> None:
    """Check the same, and that their sign-in may be changed. Raises Refused otherwise.

    Cards of people who conduct meetings are for the office's administrators.
    """
    check_reached(db, actor, person)
    if reach_of(db, actor) is not None:
        unit_rules.check_not_above(person.particulars.named(), is_above=any(conducts.ask(db, person.id)))


def _is_above(db: Session, person_id: int, reach: set[int]) -> bool:
    query = select(Login.admin, Login.planner, Login.unit_admin).where(Login.person_id == person_id)
    login = db.execute(query).one_or_none()
    if login is None:
        return False
    return login.admin or login.planner or (login.unit_admin is not None and login.unit_admin not in reach)
