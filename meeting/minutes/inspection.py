"""Inspection: what the signatures inside a paper say, each judged by itself and without the internet.

“Holds” is pyHanko's bottom line (the bytes are intact, the key fits, nothing came after but
what a later signature may bring) and a container with nothing else in it. Whether the office's
authority knows the person is asked separately, as of the moment of signing.
"""

import io
from datetime import datetime

import msgspec
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from meeting.minutes.container import is_exact

_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


class Unreadable(Exception):  # noqa: N818 - told as a finding
    """The file is damaged, or no PDF."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One signature. `issued_here` None: nobody said which authority to trust.

    `whole_file`: it covers every byte of the file. `next_in_line`: nothing else changed since the one before.
    """

    field: str
    signer: str
    title: str
    unit: str
    fingerprint: str
    signed_at: datetime | None
    holds: bool
    issued_here: bool | None
    whole_file: bool
    next_in_line: bool


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """All signatures in the order they were made, and the file as it was before the first."""

    signatures: tuple[Seen, ...]
    revisions: int
    unsigned: bytes


def inspect(pdf: bytes, authority_pem: bytes | None) -> Inspection:
    """Look at every signature; Unreadable when the file cannot be read to its end."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        embedded = sorted(reader.embedded_regular_signatures, key=lambda signature: signature.signed_revision)
        seen = tuple(_look(pdf, index, each, authority_pem) for index, each in enumerate(embedded, start=1))
        return Inspection(
            signatures=seen, revisions=reader.xrefs.total_revisions, unsigned=_first_revision(pdf, reader)
        )
    except Exception as error:  # a damaged file may fail anywhere inside the reader
        raise Unreadable(str(error)) from error


def _look(pdf: bytes, index: int, embedded: EmbeddedPdfSignature, authority_pem: bytes | None) -> Seen:
    certificate = embedded.signer_cert
    signed_at = embedded.self_reported_timestamp
    status = _validate(embedded, certificate, signed_at)
    authority = None if authority_pem is None else _certificate(authority_pem)
    subject = certificate.subject.native
    return Seen(
        field=str(embedded.field_name),
        signer=subject.get("common_name", ""),
        title=subject.get("title", ""),
        unit=subject.get("organization_name", ""),
        fingerprint=certificate.sha256.hex(),
        signed_at=signed_at,
        holds=status.bottom_line and is_exact(pdf, embedded),
        issued_here=None if authority is None else _validate(embedded, authority, signed_at).trusted,
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        next_in_line=embedded.signed_revision == index,
    )


def _validate(embedded: EmbeddedPdfSignature, root: x509.Certificate, moment: datetime | None) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail", moment=moment)
    return validate_pdf_signature(embedded, context, key_usage_settings=_USAGE)


def _certificate(authority_pem: bytes) -> x509.Certificate:
    _, _, der = pem.unarmor(authority_pem)
    return x509.Certificate.load(der)


def _first_revision(pdf: bytes, reader: PdfFileReader) -> bytes:
    """The bytes of the file before anybody signed."""
    start = reader.xrefs.get_startxref_for_revision(0)
    end = pdf.index(b"%%EOF", start) + len(b"%%EOF")
    return pdf[: end + 1] if pdf[end : end + 1] == b"\n" else pdf[:end]
