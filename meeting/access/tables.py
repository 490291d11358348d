"""Rows of access: how a person signs in, who is signed in where, and what several servers know of it together."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ARRAY, JSON, Float
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base, OneOf

GIVEN_BACK = timedelta(days=7)
"""For how long after a right was taken away a card counts as that of an administrator, or of somebody who conducts.

Otherwise an administrator could take the right, make the card alone, give the right back and hold a second card of one.
"""
FRESH = timedelta(days=7)
"""The time for which the maker of a card may also be using it.

Its owner, who was signed out, notices within that time.
"""


class Login(Base):
    """A person's ways in. Cards, PINs and passwords are kept as hashes only. `planner`: they may plan meetings;
    `unit_admin`: the unit whose people, with those below it, they look after.

    `directory_id`: who they are in the directory outside, since they signed in with its password for the first time or
    were taken in from it. What its rules gave them is theirs as long as the rules say so: `given_admin`,
    `given_planner`, and a group of people (`given_group`). `gone_there`: they have left because the directory has them
    no more, or has disabled them.
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
    """One device signed in, as a person, as the hall screen of a meeting, or as the machine `kiosk` at the door of the
    meeting `kiosk_of`. Looked up at every command.

    `device`: what it says it is, in words; `address`: where it stood in the network when it signed in. A tablet that
    several people use has `locks_at`: from then on it does nothing until PIN or card were shown on it again, as they
    were last at `proved_at` (nothing once a ballot was cast with that).
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
    """The code of a machine at the door."""


class Ended(StrEnum):
    """What came of an attempt to sign in, and going out."""

    IN = "in"
    OUT = "out"
    REFUSED = "refused"


class Attempt(Base):
    """A line of the log of sign-ins. Refusals that are alike are one: `count` of them, the last at `last_at`."""

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
    """One server of several: the seats whose devices are connected to it, by meeting, and when it said so.

    `seen_at`: seconds since 1970 by the database's clock.
    """

    __tablename__ = "node"
    name: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    seen_at: Mapped[float] = mapped_column(Float)


class Tries(Base):
    """What several servers count together: the moments at which something was tried under a key.

    Seconds since 1970 by the database's clock; after `until` nothing of it counts. Only on PostgreSQL: a server alone
    counts in its memory.
    """

    __tablename__ = "tries"
    key: Mapped[str] = mapped_column(primary_key=True)
    moments: Mapped[list[float]] = mapped_column(JSON().with_variant(ARRAY(Float), "postgresql"))
    until: Mapped[float] = mapped_column(Float)


class SecondFactor(Base):
    """An administrator's second factor: what their telephone counts codes from, locked, and the last of them used.

    `spares`: hashes of recovery codes that are left.
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
