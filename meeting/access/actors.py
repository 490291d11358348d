"""Actors: who hands in a command, as found afresh each time from the session token.

The seat, and with it the role, belongs to a meeting; the feature that keeps seats
registers how to find one, so that this layer knows nothing of meetings.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.kernel.roles import Role
from meeting.kernel.tokens import token_hash
from meeting.store.plain import Plain


@dataclasses.dataclass(frozen=True)
class SeatFacts:
    """What the rules need to know of a seat."""

    seat_id: int
    role: Role
    votes: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who may ask for something. `name` is the account they sign in with, or what else asks."""

    name: str
    role: Role
    person_id: int | None = None
    seat: SeatFacts | None = None
    admin: bool = False
    planner: bool = False
    unit_admin: int | None = None
    """The unit whose people, with those below it, they look after."""
    language: str = "vi"
    screen_of: int | None = None
    kiosk: int | None = None
    """The machine at the door that asks."""
    device: str = ""
    """The hash of the sign-in that asks: one for every page and tab of a browser; empty inside the installation."""
    shared: bool = False
    """Whether several people use this tablet: it locks by itself, and asks for the PIN before a ballot."""
    locked: bool = False
    proved_at: datetime | None = None
    """When PIN or card were shown on a shared tablet last; None once a ballot was cast with that."""

    @property
    def in_journal(self) -> str:
        """What the journal writes down. It goes out with the minutes: it names the person, not the account."""
        return self.name if self.person_id is None else f"person-{self.person_id}"


SYSTEM = Actor(name="system", role=Role.SYSTEM)

_SIGNED = Plain(
    select(
        SignIn.person_id,
        SignIn.screen_of,
        SignIn.kiosk,
        SignIn.kiosk_of,
        SignIn.locks_at,
        SignIn.proved_at,
        Login.account,
        Login.admin,
        Login.planner,
        Login.unit_admin,
        Login.language,
        Login.active,
    )
    .outerjoin(Login, Login.person_id == SignIn.person_id)
    .where(SignIn.token_hash == bindparam("token"), SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now"))
)

SeatFinder = Callable[[Session, int, int], SeatFacts | None]
_find_seat: SeatFinder = lambda db, meeting_id, person_id: None  # noqa: E731 - until seats are registered


def register_seat_finder(finder: SeatFinder) -> None:
    """Tell how to find a person's seat: `finder(db, meeting_id, person_id)`."""
    global _find_seat  # noqa: PLW0603 - one finder for the whole program, set once at composition
    _find_seat = finder


def find(db: Session, token: str | None, meeting_id: int | None, now: datetime) -> Actor | None:
    """The actor behind a session token in a meeting; None when not signed in, ended, expired or locked out."""
    if not token:
        return None
    device = token_hash(token)
    signed = _SIGNED.one(db, token=device, now=now)
    if signed is None:
        return None
    if signed.kiosk is not None:
        role = Role.KIOSK if meeting_id in (None, signed.kiosk_of) else Role.NOBODY
        return Actor(name=f"kiosk:{signed.kiosk}", role=role, kiosk=signed.kiosk, device=device)
    if signed.person_id is None:
        role = Role.SCREEN if meeting_id in (None, signed.screen_of) else Role.NOBODY
        return Actor(name=f"screen:{signed.screen_of}", role=role, screen_of=signed.screen_of)
    if not signed.active:
        return None
    seat = _find_seat(db, meeting_id, signed.person_id) if meeting_id is not None else None
    return Actor(
        name=signed.account,
        role=seat.role if seat else Role.NOBODY,
        person_id=signed.person_id,
        seat=seat,
        admin=signed.admin,
        planner=signed.planner,
        unit_admin=signed.unit_admin,
        language=signed.language,
        device=device,
        shared=signed.locks_at is not None,
        locked=signed.locks_at is not None and signed.locks_at <= now,
        proved_at=signed.proved_at,
    )
