"""Who may do what, and through which view they look: one table of roles each. What is not in it is refused."""

from enum import StrEnum

from meeting.access.actors import Actor
from meeting.kernel.refusals import LOCKED, NOT_ALLOWED, NOT_SIGNED_IN, Refused
from meeting.kernel.roles import Role


class View(StrEnum):
    """Who is looking. A panel is the same for everybody in one view."""

    MEMBER = "member"
    CHAIR = "chair"
    CLERK = "clerk"
    GUEST = "guest"
    SCREEN = "screen"


class Capability(StrEnum):
    """What a command may ask for."""

    VOTE = "vote"
    CHECK_IN = "check_in"
    KEEP_ROLL = "keep_roll"
    KEEP_DOOR = "keep_door"
    """Check in whoever shows a card, or is found by name: an officer, or a machine at the door, which may no more."""
    PLAN = "plan"
    PREPARE = "prepare"
    APPROVE = "approve"
    APPROVE_CHANGES = "approve_changes"
    """Answer what was changed of a meeting that everybody invited knows."""
    RUN = "run"
    """Change the course of a meeting: of several secretaries one does at a time (`conduct/wheel.py`)."""
    RULE = "rule"
    WRITE_MINUTES = "write_minutes"
    SIGN_MINUTES = "sign_minutes"
    MANAGE_PEOPLE = "manage_people"
    TEND_PEOPLE = "tend_people"
    """Add, correct, retire and give cards: a unit administrator to people of their unit alone (`people/scope.py`)."""
    KEEP_HOUSE = "keep_house"
    CONTRIBUTE = "contribute"
    """Hand in papers for an item that was allotted to a unit of theirs (`contributions/commands.py` asks whose)."""
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
"""What the right to plan meetings adds, whatever seat somebody has."""
UNIT_ADMIN = {_C.TEND_PEOPLE}
"""What looking after a unit adds."""


VIEW_OF = {
    Role.CHAIR: View.CHAIR,
    Role.CLERK: View.CLERK,
    Role.MEMBER: View.MEMBER,
    Role.GUEST: View.GUEST,
    Role.SCREEN: View.SCREEN,
}


def view_of(actor: Actor | None) -> View:
    """The view an actor looks through; Refused for somebody who has no place in the meeting."""
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    if actor.locked:
        raise Refused(LOCKED)
    if actor.role not in VIEW_OF:
        raise Refused(NOT_ALLOWED)
    return VIEW_OF[actor.role]


def allowed(actor: Actor, capability: Capability) -> bool:
    """Whether the actor's role, or one of the rights of the office that they have, holds the capability.

    A machine at the door has that of its own meeting's door, and none that everybody has.
    """
    if actor.kiosk is not None:
        return actor.role == Role.KIOSK and capability in TABLE[Role.KIOSK]
    if capability in TABLE[actor.role] or (actor.admin and capability in ADMIN):
        return True
    tends = actor.unit_admin is not None and capability in UNIT_ADMIN
    return tends or (actor.planner and capability in PLANNER)


def keeps_what_they_plan(actor: Actor) -> bool:
    """Whether they become the secretary of a meeting that they plan: who may prepare every meeting need not."""
    return actor.person_id is not None and not allowed(actor, Capability.PREPARE)


def require(actor: Actor | None, capability: Capability) -> Actor:
    """The actor, if it may; otherwise Refused."""
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    if actor.locked:
        raise Refused(LOCKED)
    if not allowed(actor, capability):
        raise Refused(NOT_ALLOWED)
    return actor
