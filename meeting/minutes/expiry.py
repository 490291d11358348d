"""Expiry: whose certificate ends before long, for the screens of those who sign.

The keys lie in the data folder, which panels know nothing of: the application says once where.
"""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.minutes.rules import ORDER
from meeting.minutes.tables import signer_of
from meeting.signing.keyring import Keyring
from meeting.signing.renewal import needs

_rings: dict[str, Keyring] = {}


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A signer to be certified anew. `ends` None: the key has no certificate yet; `ended`: it is too late to sign."""

    role: str
    name: str
    ends: datetime | None
    ended: bool


def keep_ring(keyring: Keyring) -> None:
    """The keys of this installation."""
    _rings["own"] = keyring


def ending(db: Session, meeting_id: int, now: datetime) -> list[Ending]:
    """Which of the two who sign a meeting's minutes need a new certificate. Whoever has no key is not named."""
    keyring, found = _rings.get("own"), []
    for role, seat in [(role, signer_of(db, meeting_id, role)) for role in ORDER] if keyring is not None else ():
        login = db.get(Login, seat.person_id) if seat is not None else None
        holder = keyring.holder(login.account) if keyring is not None and login is not None else None
        if seat is not None and holder is not None and needs(holder, now):
            ended = holder.ends is None or holder.ends < now
            found.append(Ending(role=role, name=seat.full_name, ends=holder.ends, ended=ended))
    return found
