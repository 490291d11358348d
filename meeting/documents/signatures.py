"""What the signatures of an incoming paper say: valid, changed after signing, invalid, or none; by whom. Pure."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from meeting.kernel.clock import stamp
from meeting.signing.inspection import CertifiedBy, Seen


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


_LONGEST = 200
"""Letters of a name in a certificate that are kept."""


def judged(seen: Sequence[Seen]) -> Signatures:
    """The worst that is true of any signature, and of what stands behind the last one."""
    if not seen:
        return Signatures()
    by = tuple(map(_signatory, seen))
    if not all(each.fits for each in seen):
        return Signatures(SignedState.INVALID, by)
    unchanged = all(each.stands for each in seen) and seen[-1].whole_file
    return Signatures(SignedState.VALID if unchanged else SignedState.CHANGED, by)


def _signatory(seen: Seen) -> Signatory:
    issued = next((part[3:] for part in seen.issued_by.split(",") if part.startswith("CN=")), seen.issued_by)
    at = stamp(seen.signed_at) if seen.signed_at else ""
    return Signatory(
        seen.signer[:_LONGEST], seen.unit[:_LONGEST], at, issued[:_LONGEST], seen.issuer == CertifiedBy.KNOWN
    )
