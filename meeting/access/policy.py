"""The rights of each role and the view of each role, one table each. A right that is not listed is refused."""

from enum import StrEnum

from meeting.access.actors import Actor
from meeting.kernel.refusals import LOCKED, NOT_ALLOWED, NOT_SIGNED_IN, Refused
from meeting.kernel.roles import Role


class View(StrEnum):
    """The kind of viewer. All viewers with the same view see the same panel."""

    MEMBER = "member"
    CHAIR = "chair"
    CLERK = "clerk"
    GUEST = "guest"
    SCREEN = "screen"


class Capability(StrEnum):
    """A right that a command can require."""

    VOTE = "vote"
    CHECK_IN = "check_in"
    KEEP_ROLL = "keep_roll"
    KEEP_DOOR = "keep_door"
    """Check in people by card or by name. Officers have it; it is the only right of a kiosk."""
    PLAN = "plan"
    PREPARE = "prepare"
    APPROVE = "approve"
    APPROVE_CHANGES = "approve_changes"
    """Approve or return changes to a meeting that has already been announced."""
    RUN = "run"
    """Change the course of a meeting. Only one of several secretaries has the wheel (`conduct/wheel.py`)."""
    RULE = "rule"
    WRITE_MINUTES = "write_minutes"
    SIGN_MINUTES = "sign_minutes"
    MANAGE_PEOPLE = "manage_people"
    TEND_PEOPLE = "tend_people"
    """Add, correct and retire people and issue cards. A unit administrator: for people of the unit
    (`people/scope.py`)."""
    KEEP_HOUSE = "keep_house"
    CONTRIBUTE = "contribute"
    """Hand in papers for an item allotted to one of their units (`contributions/commands.py` checks which)."""
    OWN_SETTINGS = "own_settings"
    WORK = "work"


_C = Capability
_PERSON = {_C.OWN_SETTINGS, _C.CONTRIBUTE}
_SEATED = _PERSON | {_C.CHECK_IN}
_RUNNING = {_C.RUN, _C.KEEP_ROLL, _C.KEEP_DOOR, _C.SIGN_MINUTES}

TABLE: dict[Role, set[Capability]] = {
    Role.CHAIR: _SEATED | _RUNNING | {_C.VOTE, _C.RULE, _C.APPROVE_CHANGES},
    Role.CLERK: _SEATED | _RUNNING | {_C.VOTE, _C.PREPARE, _C.WRITE_MINUTES},
    Role.MEMBER: _SEATED | {_C.VOTE},
    Role.GUEST: _SEATED,
    Role.NOBODY: _PERSON,
    Role.MAKER: _PERSON | {_C.PREPARE},
    Role.APPROVER: _PERSON | {_C.APPROVE},
    Role.SCREEN: set(),
    Role.KIOSK: {_C.KEEP_DOOR},
    # the installation itself: its command line and its worker, never reachable over the network
    Role.SYSTEM: {_C.PLAN, _C.PREPARE, _C.MANAGE_PEOPLE, _C.TEND_PEOPLE, _C.WORK},
}
ADMIN = {_C.MANAGE_PEOPLE, _C.TEND_PEOPLE, _C.PLAN, _C.PREPARE, _C.KEEP_HOUSE}
PLANNER = {_C.PLAN}
"""The capabilities that the right to plan meetings adds to any role."""
UNIT_ADMIN = {_C.TEND_PEOPLE}
"""The capabilities that administering a unit adds to any role."""


VIEW_OF = {
    Role.CHAIR: View.CHAIR,
    Role.CLERK: View.CLERK,
    Role.MEMBER: View.MEMBER,
    Role.GUEST: View.GUEST,
    Role.SCREEN: View.SCREEN,
}


def view_of(actor: Actor | None) -> View:
    """Return the view of an actor. Raises Refused for somebody without a place in the meeting."""
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    if actor.locked:
        raise Refused(LOCKED)
    if actor.role not in VIEW_OF:
        raise Refused(NOT_ALLOWED)
    return VIEW_OF[actor.role]


def allowed(actor: Actor, capability: Capability) -> bool:
    """Return whether the actor's role, or one of their rights in the office, includes the capability.

    A kiosk has only the capabilities of its role, and only in its own meeting.
    """
    if actor.kiosk is not None:
        return actor.role == Role.KIOSK and capability in TABLE[Role.KIOSK]
    if capability in TABLE[actor.role] or (actor.admin and capability in ADMIN):
        return True
    tends = actor.unit_admin is not None and capability in UNIT_ADMIN
    return tends or (actor.planner and capability in PLANNER)


def keeps_what_they_plan(actor: Actor) -> bool:
    """Return whether the actor becomes secretary of a meeting that they plan.

    People who may prepare every meeting do not need to.
    """
    return actor.person_id is not None and not allowed(actor, Capability.PREPARE)


def require(actor: Actor | None, capability: Capability) -> Actor:
    """Return the actor. Raises Refused when signed out, locked, or without the capability."""
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    if actor.locked:
        raise Refused(LOCKED)
    if not allowed(actor, capability):
        raise Refused(NOT_ALLOWED)
    return actor
