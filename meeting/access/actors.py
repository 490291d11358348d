"""Actors: who submits a command, looked up afresh each time from the session token.

A seat, and with it the role, belongs to a meeting. The feature that stores seats registers how to find one, so this
layer does not import it.
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
    """The facts about a seat that the rules need."""

    seat_id: int
    role: Role
    votes: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor:
    """A person or a machine that may submit a command. `name`: their account, or the name of the machine."""

    name: str
    role: Role
    person_id: int | None = None
    seat: SeatFacts | None = None
    admin: bool = False
    planner: bool = False
    unit_admin: int | None = None
    """The unit that they administer, together with the units below it."""
    language: str = "vi"
    screen_of: int | None = None
    kiosk: int | None = None
    """The id of the kiosk that submits the command."""
    device: str = ""
    """The hash of the sign-in's token: one for all pages and tabs of a browser. Empty inside the installation."""
    shared: bool = False
    """Whether several people use this tablet. If so, it locks itself and asks for the PIN before each ballot."""
    locked: bool = False
    proved_at: datetime | None = None
    """When a PIN or card was last shown on a shared tablet; None once a ballot was cast with it."""

    @property
    def in_journal(self) -> str:
        """Return the text for the journal's `actor`: an id for a person, the name for others. The minutes print it."""
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
    """Set the function that finds a person's seat: `finder(db, meeting_id, person_id)`."""
    global _find_seat  # noqa: PLW0603 - one finder for the whole program, set once at composition
    _find_seat = finder


def find(db: Session, token: str | None, meeting_id: int | None, now: datetime) -> Actor | None:
    """Return the actor of a session token in a meeting; None when signed out, expired, locked out or unknown."""
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
