"""Inspection: the statements of the signatures inside a paper, each judged separately and without the internet.

“Holds” means that pyHanko accepts the signature (the bytes are intact, the key fits, and nothing was added except what
a later signature may add) and that its container contains nothing else. Whether an authority of the office certified
the signer at the time of signing is a separate question: an old or foreign certificate does not make the bytes wrong.
"""

import hashlib
import io
import logging
import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from meeting.signing import certificates
from meeting.signing.container import is_alone, is_exact


class CertifiedBy(StrEnum):
    """The result for the signer's certificate."""

    KNOWN = "known"
    """An authority of this office, valid when the person signed."""
    UNKNOWN = "unknown"
    """Another authority."""
    FORGED = "forged"
    """The certificate names an authority of this office that did not sign it."""
    ENDED = "ended"
    NOT_BEGUN = "not_begun"
    """An authority of this office, but the certificate was not valid when the person signed."""
    UNFIT = "unfit"
    """An authority of this office, but not for signing papers, or the signature does not state its time."""


_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})  # one of them is enough
_ANCHOR = "Ký biên bản; nhật ký cuộc họp đến bản ghi số {}, mã băm {}"
_REGISTER = "; sổ chứng thư đến dòng số {}, mã băm {}"
_FIGURES = r"([1-9]\d{0,8})", "([0-9a-f]{64})"
_ANCHORED = re.compile(_ANCHOR.format(*_FIGURES) + "(?:" + _REGISTER.format(*_FIGURES) + ")?")

for _library in ("pyhanko", "pyhanko_certvalidator"):  # what they log as trouble becomes a finding
    logging.getLogger(_library).setLevel(logging.CRITICAL)


class Unreadable(Exception):  # noqa: N818 - told as a finding
    """The file is damaged, or no PDF."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One signature. `issuer` None: no trusted authority was given.

    `fits`: the key fits the bytes, and the container holds nothing else; `stands`: afterwards only the changes that a
    later signature may make were added. Both can be true of signatures made elsewhere; `holds` is true only for our
    own. `whole_file`: it covers every byte of the file. `next_in_line`: nothing else changed since the signature
    before. `authority`: key identifier (hex) of the authority that made the certificate, or, if that is not trusted, of
    the one that the certificate names. `head`: number and hash of the journal's last entry at signing; `register`: of
    the last line of the office's register of certificates (None: not stated). `before`, `after`: SHA-256 of the file
    without it (as approved) and with it.
    """

    field: str
    signer: str
    title: str
    unit: str
    fingerprint: str
    begins: datetime
    ends: datetime
    signed_at: datetime | None
    holds: bool
    fits: bool
    stands: bool
    issuer: CertifiedBy | None
    issued_by: str
    authority: str
    whole_file: bool
    next_in_line: bool
    head: tuple[int, str] | None
    register: tuple[int, str] | None
    before: str
    after: str

    def is_after(self, number: int, at: datetime) -> bool:
        """Return whether it was surely made after that line of the register, which was written at that time.

        The lines decide when the signature states one. Otherwise the clock does: a difference of less than a second
        does not count, because the time in a signature has whole seconds.
        """
        if self.register is not None:
            return number <= self.register[0]
        return self.signed_at is not None and at <= self.signed_at


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """All signatures in the order they were made, and the file as it was before the first."""

    signatures: tuple[Seen, ...]
    revisions: int
    unsigned: bytes


def inspect(pdf: bytes, trusted: bytes | None) -> Inspection:
    """Return what every signature states. Raises Unreadable when the file cannot be read to its end.

    `trusted`: certificates (PEM) of the office's authorities; ValueError when they cannot be read.
    """
    authorities = None if trusted is None else certificates.read(trusted)
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        embedded = sorted(reader.embedded_regular_signatures, key=lambda signature: signature.signed_revision)
        unsigned = _first_revision(pdf, reader)
        seen: list[Seen] = []
        before = hashlib.sha256(unsigned).hexdigest()
        for index, each in enumerate(embedded, start=1):
            found = _look(pdf, index, each, authorities, before)
            seen.append(found)
            before = found.after
        return Inspection(signatures=tuple(seen), revisions=reader.xrefs.total_revisions, unsigned=unsigned)
    except MemoryError:  # this machine is too small: that says nothing against the paper
        raise
    except Exception as error:  # a damaged file may fail anywhere inside the reader
        raise Unreadable(str(error)) from error


def anchor(head: tuple[int, str], register: tuple[int, str] | None = None) -> str:
    """Return the heads of journal and register as a signature states them; viewers show them as the reason for
    signing."""
    return _ANCHOR.format(*head) + (_REGISTER.format(*register) if register is not None and register[0] else "")


def _look(
    pdf: bytes, index: int, embedded: EmbeddedPdfSignature, authorities: Sequence[x509.Certificate] | None, before: str
) -> Seen:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    signed_at = embedded.self_reported_timestamp
    status = _validate(embedded, embedded.signer_cert, begins)  # its dates are asked about in `issuer`
    subject = embedded.signer_cert.subject.native
    _, _, resumes, length = embedded.byte_range
    head, register = _anchored(embedded)
    made_by = next((each for each in authorities or () if _issued(certificate, each)), None)
    return Seen(
        field=str(embedded.field_name),
        signer=subject.get("common_name", ""),
        title=subject.get("title", ""),
        unit=subject.get("organization_name", ""),
        fingerprint=certificates.fingerprint(certificate),
        begins=begins,
        ends=ends,
        signed_at=signed_at,
        holds=status.bottom_line and is_exact(pdf, embedded),
        fits=status.intact and status.valid and is_alone(pdf, embedded),
        stands=status.bottom_line,
        issuer=None if authorities is None else _issuer(embedded, certificate, signed_at, authorities),
        issued_by=certificate.issuer.rfc4514_string(),
        authority=certificates.authority_print(made_by) if made_by else certificates.issuer_print(certificate),
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        next_in_line=embedded.signed_revision == index,
        head=head,
        register=register,
        before=before,
        after=hashlib.sha256(pdf[: resumes + length]).hexdigest(),
    )


def _issuer(
    embedded: EmbeddedPdfSignature,
    certificate: x509.Certificate,
    signed_at: datetime | None,
    authorities: Sequence[x509.Certificate],
) -> CertifiedBy:
    named = [authority for authority in authorities if authority.subject == certificate.issuer]
    if not named:
        return CertifiedBy.UNKNOWN
    authority = next((each for each in named if _issued(certificate, each)), None)
    if authority is None:
        return CertifiedBy.FORGED
    if signed_at is None:
        return CertifiedBy.UNFIT
    if signed_at > certificate.not_valid_after_utc:
        return CertifiedBy.ENDED
    if signed_at < certificate.not_valid_before_utc:
        return CertifiedBy.NOT_BEGUN
    root = asn1.Certificate.load(authority.public_bytes(serialization.Encoding.DER))
    return CertifiedBy.KNOWN if _validate(embedded, root, signed_at).trusted else CertifiedBy.UNFIT


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def _anchored(embedded: EmbeddedPdfSignature) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    said = _ANCHORED.fullmatch(str(embedded.sig_object.get("/Reason", "")))
    if said is None:
        return None, None
    return (int(said[1]), said[2]), (int(said[3]), said[4]) if said[3] else None


def _validate(embedded: EmbeddedPdfSignature, root: asn1.Certificate, moment: datetime) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail", moment=moment)
    return validate_pdf_signature(embedded, context, key_usage_settings=_USAGE)


def _first_revision(pdf: bytes, reader: PdfFileReader) -> bytes:
    """Return the bytes of the file before the first signature."""
    start = reader.xrefs.get_startxref_for_revision(0)
    end = pdf.index(b"%%EOF", start) + len(b"%%EOF")
    return pdf[: end + 1] if pdf[end : end + 1] == b"\n" else pdf[:end]
