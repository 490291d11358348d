"""Judge the signatures of a PDF.

Runs only in the jail, and only for a paper that may have one (see signed_apart.py).
"""

from collections.abc import Mapping, Sequence

from meeting.documents.signatures import Signatory, Signatures, SignedState
from meeting.kernel.clock import stamp
from meeting.register.rules import LineMoment
from meeting.signing.inspection import CertifiedBy, Seen, Unreadable, inspect

_LONGEST = 200
"""The most letters of a name in a certificate that are kept."""


def judge(content: bytes, trusted: bytes, revoked: Mapping[str, LineMoment]) -> Signatures:
    """Return the state of the signatures of a PDF.

    `trusted`: the office's authorities (PEM), or empty; `revoked`: what revoked certificates, by fingerprint.
    """
    try:
        found = inspect(content, trusted or None)
    except Unreadable:
        signed = b"/ByteRange" in content
        return Signatures(SignedState.UNREADABLE if signed else SignedState.UNSIGNED)
    return _judged(found.signatures, revoked)


def _judged(seen: Sequence[Seen], revoked: Mapping[str, LineMoment]) -> Signatures:
    """Return the worst result among the signatures and the changes after the last one."""
    if not seen:
        return Signatures()
    by = tuple(map(_signatory, seen))
    if not all(each.fits and _could_sign(each, revoked.get(each.fingerprint)) for each in seen):
        return Signatures(SignedState.INVALID, by)
    unchanged = all(each.stands for each in seen) and seen[-1].whole_file
    return Signatures(SignedState.VALID if unchanged else SignedState.CHANGED, by)


def _could_sign(seen: Seen, revoked: LineMoment | None) -> bool:
    """Return whether the certificate was good for signing then.

    One that names an authority of the office must really be of that authority. For others only the dates are known.
    """
    if revoked is not None and (seen.is_after(revoked.number, revoked.at) or _dated_after(seen, revoked)):
        return False
    if seen.issuer not in (None, CertifiedBy.UNKNOWN):
        return seen.issuer == CertifiedBy.KNOWN
    return seen.signed_at is None or seen.begins <= seen.signed_at <= seen.ends


def _dated_after(seen: Seen, revoked: LineMoment) -> bool:
    """Return whether the signature's own time is after the revocation; nobody has checked the line that it names."""
    return seen.signed_at is not None and revoked.at <= seen.signed_at


def _signatory(seen: Seen) -> Signatory:
    issued = next((part[3:] for part in seen.issued_by.split(",") if part.startswith("CN=")), seen.issued_by)
    at = stamp(seen.signed_at) if seen.signed_at else ""
    return Signatory(
        seen.signer[:_LONGEST], seen.unit[:_LONGEST], at, issued[:_LONGEST], seen.issuer == CertifiedBy.KNOWN
    )
