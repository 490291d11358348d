"""The state of an incoming paper's signatures (valid, changed after signing, invalid, none) and their signers. Pure."""

from enum import StrEnum

import msgspec


class SignedState(StrEnum):
    """The result for the signatures in a PDF."""

    UNSIGNED = "unsigned"
    VALID = "valid"
    """Each signature fits the whole file. The certifier is known only for the office's own authorities."""
    CHANGED = "changed"
    """Each signature fits its bytes, but something was added to the file afterwards."""
    INVALID = "invalid"
    """The bytes under a signature are not those that were signed, or its certificate was not good for signing then."""
    UNREADABLE = "unreadable"
    """There may be signatures, but the file does not allow reading them."""


class Signatory(msgspec.Struct, frozen=True):
    """A signer as named in the certificate. `known`: the certificate comes from an authority of this office."""

    name: str
    unit: str
    signed_at: str
    issued_by: str
    known: bool


class Signatures(msgspec.Struct, frozen=True):
    """The signatures of one PDF, in the order of signing."""

    state: SignedState = SignedState.UNSIGNED
    by: tuple[Signatory, ...] = ()
