"""Actors: who hands in a command, as found afresh each time from the session token.

The seat, and with it the role, belongs to a meeting; the feature that keeps seats
registers how to find one, so that this layer knows nothing of meetings.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.kernel.tokens import token_hash


class Role(StrEnum):
    """What somebody is in one meeting."""

    CHAIR = "chair"
    CLERK = "clerk"
    MEMBER = "member"
    GUEST = "guest"
    NOBODY = "nobody"
    SCREEN = "screen"
    SYSTEM = "system"


@dataclasses.dataclass(frozen=True)
class SeatFacts:
    """What the rules need to know of a seat."""

    seat_id: int
    role: Role
    votes: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who may ask for something. `name` is what the journal writes down."""

    name: str
    role: Role
    person_id: int | None = None
    seat: SeatFacts | None = None
    admin: bool = False
    language: str = "vi"
    screen_of: int | None = None


SYSTEM = Actor(name="system", role=Role.SYSTEM)

SeatFinder = Callable[[Session, int, int], SeatFacts | None]
_find_seat: SeatFinder = lambda db, meeting_id, person_id: None  # noqa: E731 - until seats are registered


def register_seat_finder(finder: SeatFinder) -> None:
    """Tell how to find a person's seat: `finder(db, meeting_id, person_id)`."""
    global _find_seat  # noqa: PLW0603 - one finder for the whole program, set once at composition
    _find_seat = finder


def find(db: Session, token: str | None, meeting_id: int | None, now: datetime) -> Actor | None:
    """The actor behind a session token in a meeting; None when not signed in, ended, expired or locked out."""
    signed = db.get(SignIn, token_hash(token)) if token else None
    if signed is None or signed.ended_at is not None or signed.expires_at <= now:
        return None
    if signed.person_id is None:
        role = Role.SCREEN if meeting_id in (None, signed.screen_of) else Role.NOBODY
        return Actor(name=f"screen:{signed.screen_of}", role=role, screen_of=signed.screen_of)
    login = db.get(Login, signed.person_id)
    if login is None or not login.active:
        return None
    seat = _find_seat(db, meeting_id, login.person_id) if meeting_id is not None else None
    return Actor(
        name=login.account,
        role=seat.role if seat else Role.NOBODY,
        person_id=login.person_id,
        seat=seat,
        admin=login.admin,
        language=login.language,
    )
