"""Tables of access: how people sign in, who is signed in where, and what several servers share about it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ARRAY, JSON, Float
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base, OneOf

GIVEN_BACK = timedelta(days=7)
"""How long a card still counts as an administrator's (or conductor's) after the right was taken away.

Otherwise an administrator could take the right away, make the card alone, give the right back, and so hold the card
of another administrator.
"""
FRESH = timedelta(days=7)
"""The time for which the maker of a card may also be using it.

Its owner, who was signed out, notices within that time.
"""


class Login(Base):
    """How a person may sign in. Cards, PINs and passwords are stored only as hashes. `planner`: they may plan meetings;
    `unit_admin`: the unit that they administer, together with those below it.

    `directory_id`: their id in the outside directory, set at the first sign-in with its password or by the import from
    it. Rights that its rules gave last as long as the rules do: `given_admin`, `given_planner`, and a group of people
    (`given_group`). `gone_there`: they have left because the directory no longer has them, or has disabled them.
    `absent_there`: the directory did not have them when it was last asked, and that was believed.

    `right_taken_at`: when they last ceased to be an administrator, of the office or of a unit.

    `conducted_at`: when they last ceased to conduct a meeting that was not over.

    `card_made_at`: when the present card was made. `card_by`: who alone made it, None if two people did or the server's
    terminal; if that maker's own card was made by another one, the other one. `card_asked`: the maker had asked for a
    second person first.
    """

    __tablename__ = "login"
    person_id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(unique=True)
    card_hash: Mapped[str | None] = mapped_column(unique=True, default=None)
    pin_hash: Mapped[str | None] = mapped_column(default=None)
    admin: Mapped[bool] = mapped_column(default=False)
    planner: Mapped[bool] = mapped_column(default=False)
    unit_admin: Mapped[int | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    directory_id: Mapped[str | None] = mapped_column(unique=True, default=None)
    given_admin: Mapped[bool] = mapped_column(default=False)
    given_planner: Mapped[bool] = mapped_column(default=False)
    given_group: Mapped[int | None] = mapped_column(default=None)
    gone_there: Mapped[bool] = mapped_column(default=False)
    absent_there: Mapped[bool] = mapped_column(default=False)
    right_taken_at: Mapped[datetime | None] = mapped_column(default=None)
    conducted_at: Mapped[datetime | None] = mapped_column(default=None)
    card_made_at: Mapped[datetime | None] = mapped_column(default=None)
    card_by: Mapped[int | None] = mapped_column(default=None)
    card_asked: Mapped[bool] = mapped_column(default=False)

    def administers(self, now: datetime) -> bool:
        """Return whether the card opens pages of administration, or did so in the last days."""
        lately = self.right_taken_at is not None and now < self.right_taken_at + GIVEN_BACK
        return self.admin or self.unit_admin is not None or lately

    def conducted(self, now: datetime) -> bool:
        """Return whether they ceased to conduct a meeting in the last days: they may be given it back."""
        return self.conducted_at is not None and now < self.conducted_at + GIVEN_BACK

    def held_by(self, now: datetime) -> int:
        """Return the person who may be using the card: its owner, or who made it alone in the last days."""
        fresh = self.card_made_at is not None and now < self.card_made_at + FRESH
        return self.card_by if fresh and self.card_by is not None else self.person_id


class SignIn(Base):
    """One device signed in: as a person, as a meeting's hall screen, or as the machine `kiosk` at the door of the
    meeting `kiosk_of`. Looked up at every command.

    `device`: its own description; `address`: its network address when it signed in. A shared tablet has `locks_at`:
    from then on it does nothing until a PIN or card is shown. `proved_at`: when that last happened; empty once a ballot
    was cast with it.
    """

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    screen_of: Mapped[int | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    locks_at: Mapped[datetime | None] = mapped_column(default=None)
    proved_at: Mapped[datetime | None] = mapped_column(default=None)
    kiosk: Mapped[int | None] = mapped_column(default=None, index=True)
    kiosk_of: Mapped[int | None] = mapped_column(default=None)


class Way(StrEnum):
    """How somebody signs in."""

    CARD = "card"
    CODE = "code"
    """An account with its PIN, or with the password of the directory."""
    SCREEN = "screen"
    """The address of a hall screen."""
    KIOSK = "kiosk"
    """The code of a kiosk."""


class Ended(StrEnum):
    """The outcome of a sign-in attempt, or a sign-out."""

    IN = "in"
    OUT = "out"
    REFUSED = "refused"


class Attempt(Base):
    """A line of the log of sign-ins. Similar refusals share one line: `count` of them, the last at `last_at`."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    last_at: Mapped[datetime]
    ended: Mapped[Ended] = mapped_column(OneOf(Ended))
    way: Mapped[Way] = mapped_column(OneOf(Way))
    person_id: Mapped[int | None] = mapped_column(default=None)
    account: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)


class Node(Base):
    """One of several servers: the seats whose devices are connected to it, by meeting, and when it last reported."""

    __tablename__ = "node"
    name: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    seen_at: Mapped[float] = mapped_column(Float)


class Tries(Base):
    """Tries counted by several servers together: their times under one key.

    Seconds since 1970 by the database's clock; after `until` the row no longer counts. Used only on PostgreSQL: a
    single server counts in memory.
    """

    __tablename__ = "tries"
    key: Mapped[str] = mapped_column(primary_key=True)
    moments: Mapped[list[float]] = mapped_column(JSON().with_variant(ARRAY(Float), "postgresql"))
    until: Mapped[float] = mapped_column(Float)


class SecondFactor(Base):
    """An administrator's second factor: the encrypted TOTP key, and the step of the last code used.

    `spares`: hashes of the recovery codes that are left.
    """

    __tablename__ = "second_factor"
    person_id: Mapped[int] = mapped_column(primary_key=True)
    locked: Mapped[str]
    last_step: Mapped[int]
    spares: Mapped[list[str]] = mapped_column(JSON)
    enrolled_at: Mapped[datetime]


class SecondFactorRule(Base):
    """One row: whether every administrator must have a second factor."""

    __tablename__ = "second_factor_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    required: Mapped[bool]
