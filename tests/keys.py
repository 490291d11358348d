"""Signing keys are sealed, and the PINs that open them hashed, slowly on purpose, so that guessing is expensive. A test
run does both hundreds of times and nobody guesses there, so it uses the cheapest parameters. For the same reason an
authority's key is as long as a signer's: a longer one takes four times as long to find.

The real cost of a guess is checked where a test asks for `dear_keys`, and in every program that is started. A task
that runs apart (`tests/aparts.py`) costs what its test does.
"""

from types import ModuleType
from typing import Any

from argon2 import PasswordHasher
from cryptography.x509 import Certificate
from pytest import MonkeyPatch

from meeting.access.directory import local
from meeting.kernel import hashing
from meeting.signing import certificates, sealed

WORDS = "ba chong den gai hot khe"
"""They open the authority's key in offices that tests found."""
_LEAST_KIB, _LEAST_PASSES = 64, 1
_LEAST = PasswordHasher(_LEAST_PASSES, _LEAST_KIB, parallelism=1)


def hashed_for_little(secret: str) -> str:
    """The cheapest hash of a PIN or password. Comparing it is cheap too: a hash carries its own cost."""
    return _LEAST.hash(secret)


_LITTLE: dict[tuple[ModuleType, str], Any] = {
    (local, "_NOBODY"): hashed_for_little("nobody's"),
    (hashing, "_hasher"): _LEAST,
    (hashing, "_key_hasher"): _LEAST,
    (sealed, "KEY_MEMORY_KIB"): _LEAST_KIB,
    (sealed, "KEY_PASSES"): _LEAST_PASSES,
    (certificates, "_AUTHORITY_BITS"): 2048,
}
_COSTS = {(module, name): (getattr(module, name), least) for (module, name), least in _LITTLE.items()}
"""Each place of a cost: its value as shipped, and in a test run."""


def unentered(certificate: Certificate) -> None:
    """Does nothing: for keys that are certified where the office keeps no register yet."""


def cost_little() -> None:
    """Make keys and PINs cost almost nothing in this process."""
    for (module, name), (_, least) in _COSTS.items():
        setattr(module, name, least)


def is_little() -> bool:
    """Whether they cost almost nothing now."""
    return hashing._hasher is _LEAST


def cost_as_shipped(patch: MonkeyPatch) -> None:
    """Make them cost what they cost an office, until `patch` is undone."""
    for (module, name), (shipped, _) in _COSTS.items():
        patch.setattr(module, name, shipped)
