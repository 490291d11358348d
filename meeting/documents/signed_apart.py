"""The reading of signatures, run in the jail: `python -m meeting.documents.signed_apart` (see conversion.py)."""

from collections.abc import Sequence
from pathlib import Path

from meeting.documents.conversion import AskedSignatures
from meeting.documents.signatures import Signatory, Signatures, SignedState
from meeting.kernel.clock import stamp
from meeting.signing.inspection import CertifiedBy, Seen, Unreadable, inspect
from meeting.work.jail import answer_jailed

_LONGEST = 200
"""Letters of a name in a certificate that are kept."""


def read(asked: AskedSignatures) -> Signatures:
    """Judge every signature of a PDF as those of minutes are judged."""
    content = Path(asked.path).read_bytes()
    try:
        found = inspect(content, asked.trusted.encode() or None)
    except Unreadable:
        signed = b"/ByteRange" in content
        return Signatures(SignedState.UNREADABLE if signed else SignedState.UNSIGNED)
    return judged(found.signatures)


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


if __name__ == "__main__":
    answer_jailed(AskedSignatures, read)
