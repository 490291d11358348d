"""The local directory: Argon2id hashes in the office's own database; and what any directory must do."""

from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import HashingError, InvalidHashError, VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw
from sqlalchemy import select

from meeting.access.tables import Login
from meeting.kernel.text import clean
from meeting.store.database import Database
from meeting.store.engine import Offload

# 19 MiB, two passes: the second recommendation of OWASP, about 75 ms on a mini-PC
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$d6OhBuOsFqb8zFFz1lZBuA$8IOoaIHjqbeKRVjI7W1a9kP2Xh9wNVJu1kRDVgGB7PY"
"""“nobody has this one”, hashed by it ahead: a start need not. Tried for an account that has no PIN, so that the answer
takes as long. Matching it opens nothing."""

KEY_MEMORY_KIB, KEY_PASSES = 64 * 1024, 4
"""What a guess at a signing key's PIN costs: 64 MiB, and about 0.4 s on a mini-PC."""
_key_hasher = PasswordHasher(time_cost=KEY_PASSES, memory_cost=KEY_MEMORY_KIB, parallelism=1)


class Directory(Protocol):
    """Checks an account and its secret."""

    def authenticate(self, account: str, secret: str) -> int | None:
        """The person's id when the secret is right, else None; takes as long for an unknown account.

        Slow: nobody asks from inside a transaction.
        """
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


def hash_secret(secret: str, *, opens_key: bool = False) -> str:
    """The Argon2id hash of a PIN or password. Slow on purpose: not in the event loop.

    A PIN that `opens_key` is hashed as dearly as the signing key is sealed: its hash is no cheaper way to guess it.
    """
    return (_key_hasher if opens_key else _hasher).hash(secret)


def stretch(secret: str, salt: bytes, *, memory_kib: int, passes: int) -> bytes:
    """A 256-bit key out of a PIN or passphrase (Argon2id). ValueError for parameters that cannot be."""
    try:
        return hash_secret_raw(secret.encode(), salt, passes, memory_kib, 1, 32, Type.ID)
    except HashingError as error:
        raise ValueError(str(error)) from None


def matches(stored: str, secret: str) -> bool:
    """Whether the secret is the one hashed. Slow on purpose: not in the event loop."""
    try:
        return _hasher.verify(stored, secret)
    except (VerifyMismatchError, InvalidHashError):
        return False
