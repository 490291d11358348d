"""What the signatures of an incoming paper say: valid, changed after signing, invalid, or none; by whom. Pure."""

from enum import StrEnum

import msgspec


class SignedState(StrEnum):
    """What is found of the signatures in a PDF."""

    UNSIGNED = "unsigned"
    VALID = "valid"
    CHANGED = "changed"
    """Each signature fits its bytes, and something else was put into the file afterwards."""
    INVALID = "invalid"
    """The bytes under a signature are not those that were signed."""
    UNREADABLE = "unreadable"
    """There may be signatures; the file does not let them be read."""


class Signatory(msgspec.Struct, frozen=True):
    """One who signed, as the certificate names them. `known`: an authority of this office certified them."""

    name: str
    unit: str
    signed_at: str
    issued_by: str
    known: bool


class Signatures(msgspec.Struct, frozen=True):
    """What was found in one PDF, in the order in which it was signed."""

    state: SignedState = SignedState.UNSIGNED
    by: tuple[Signatory, ...] = ()
