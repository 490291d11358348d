"""The local directory (Argon2id hashes in the office's own database), and the protocol of every directory."""

from typing import Protocol

from sqlalchemy import select

from meeting.access.tables import Login
from meeting.kernel.hashing import matches
from meeting.kernel.text import clean
from meeting.store.database import Database
from meeting.store.engine import Offload

_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$d6OhBuOsFqb8zFFz1lZBuA$8IOoaIHjqbeKRVjI7W1a9kP2Xh9wNVJu1kRDVgGB7PY"
"""The hash of a secret that nobody has, computed in advance to save time at the start.

It is checked for an account without a PIN, so that the answer takes equally long. A match gives no access.
"""


class Directory(Protocol):
    """Checks an account and its secret."""

    def authenticate(self, account: str, secret: str) -> int | None:
        """Return the person's id when the secret is right, else None. Takes as long for an unknown account.

        Slow: never call it inside a transaction.
        """
        ...

    def takes_passwords(self) -> bool:
        """Return whether people may also sign in with their directory password, which is not only digits."""
        ...


class LocalDirectory:
    """Accounts of this installation: a code and a PIN or password. `offload` keeps hashing off the event loop."""

    def __init__(self, database: Database, offload: Offload) -> None:
        self._database = database
        self._offload = offload

    def authenticate(self, account: str, secret: str) -> int | None:
        """See Directory."""
        with self._database.read() as db:
            login = db.scalar(select(Login).where(Login.account == clean(account).lower(), Login.active))
        person, stored = (login.person_id, login.pin_hash) if login is not None else (None, None)
        right = self._offload(matches, stored or _NOBODY, clean(secret))
        return person if stored and right else None

    def takes_passwords(self) -> bool:
        """See Directory. False: the PIN of a card has only digits."""
        return False
