"""Signing keys are sealed, and PINs that open them hashed, slowly on purpose: who guesses pays. A run of the tests does
either hundreds of times, and nobody guesses there: it is done as cheaply as can be.

What a guess really costs is tried where a test asks for `dear_keys`, and by every program that is started.
"""

from argon2 import PasswordHasher
from cryptography.x509 import Certificate
from pytest import MonkeyPatch

from meeting.kernel import hashing
from meeting.signing import sealed

_SHIPPED = hashing._key_hasher, sealed.KEY_MEMORY_KIB, sealed.KEY_PASSES
_LEAST_KIB, _LEAST_PASSES = 64, 1


def hashed_for_little(secret: str) -> str:
    """The hash of a PIN or password that is compared as cheaply as can be: what is compared says what it costs."""
    return PasswordHasher(_LEAST_PASSES, _LEAST_KIB, parallelism=1).hash(secret)


def unentered(certificate: Certificate) -> None:
    """For keys that are certified where the office keeps no register yet."""


def cost_little() -> None:
    """Keys cost next to nothing in this process."""
    _cost(MonkeyPatch(), PasswordHasher(_LEAST_PASSES, _LEAST_KIB, parallelism=1), _LEAST_KIB, _LEAST_PASSES)


def cost_as_shipped(patch: MonkeyPatch) -> None:
    """Keys cost what they cost an office, until `patch` is undone."""
    _cost(patch, *_SHIPPED)


def _cost(patch: MonkeyPatch, hasher: PasswordHasher, memory_kib: int, passes: int) -> None:
    patch.setattr(hashing, "_key_hasher", hasher)
    patch.setattr(sealed, "KEY_MEMORY_KIB", memory_kib)
    patch.setattr(sealed, "KEY_PASSES", passes)
