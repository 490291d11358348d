"""The local directory: Argon2id hashes in the office's own database; and what any directory must do."""

from typing import Protocol

from sqlalchemy import select

from meeting.access.tables import Login
from meeting.kernel.hashing import matches
from meeting.kernel.text import clean
from meeting.store.database import Database
from meeting.store.engine import Offload

_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$d6OhBuOsFqb8zFFz1lZBuA$8IOoaIHjqbeKRVjI7W1a9kP2Xh9wNVJu1kRDVgGB7PY"
"""“nobody has this one”, hashed by it ahead: a start need not. Tried for an account that has no PIN, so that the answer
takes as long. Matching it opens nothing."""


class Directory(Protocol):
    """Checks an account and its secret."""

    def authenticate(self, account: str, secret: str) -> int | None:
        """The person's id when the secret is right, else None; takes as long for an unknown account.

        Slow: nobody asks from inside a transaction.
        """
        ...

    def takes_passwords(self) -> bool:
        """Whether people also come in with the password they have elsewhere, as letters and signs."""
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
        """See Directory: a card's PIN is of digits."""
        return False
