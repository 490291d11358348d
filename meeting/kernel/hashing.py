"""Argon2id hashes of PINs, passwords, and the keys they open, so that guessing from a stolen file is expensive."""

from argon2 import PasswordHasher
from argon2.exceptions import HashingError, InvalidHashError, VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw

# 19 MiB, two passes: the second recommendation of OWASP, about 75 ms on a mini-PC
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

KEY_MEMORY_KIB, KEY_PASSES = 64 * 1024, 4
"""The cost of one guess at a signing key's PIN: 64 MiB, and about 0.4 s on a mini-PC."""
_key_hasher = PasswordHasher(time_cost=KEY_PASSES, memory_cost=KEY_MEMORY_KIB, parallelism=1)


def hash_secret(secret: str, *, opens_key: bool = False) -> str:
    """Return the Argon2id hash of a PIN or password. Slow on purpose: do not call it in the event loop.

    With `opens_key` the hash costs as much as the seal of the signing key, so guessing the PIN from it is not cheaper.
    """
    return (_key_hasher if opens_key else _hasher).hash(secret)


def stretch(secret: str, salt: bytes, *, memory_kib: int, passes: int) -> bytes:
    """Return a 256-bit key made from a PIN or passphrase (Argon2id). Raises ValueError for impossible parameters."""
    try:
        return hash_secret_raw(secret.encode(), salt, passes, memory_kib, 1, 32, Type.ID)
    except HashingError as error:
        raise ValueError(str(error)) from None


def matches(stored: str, secret: str) -> bool:
    """Return whether the secret has this hash. Slow on purpose: do not call it in the event loop."""
    try:
        return _hasher.verify(stored, secret)
    except (VerifyMismatchError, InvalidHashError):
        return False
