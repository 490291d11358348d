"""Secrets hashed: PINs, passwords, and the keys that they open, by Argon2id. A stolen file is no cheap way to guess."""

from argon2 import PasswordHasher
from argon2.exceptions import HashingError, InvalidHashError, VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw

# 19 MiB, two passes: the second recommendation of OWASP, about 75 ms on a mini-PC
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

KEY_MEMORY_KIB, KEY_PASSES = 64 * 1024, 4
"""What a guess at a signing key's PIN costs: 64 MiB, and about 0.4 s on a mini-PC."""
_key_hasher = PasswordHasher(time_cost=KEY_PASSES, memory_cost=KEY_MEMORY_KIB, parallelism=1)


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
