"""Time stamps (RFC 3161): another office's clock confirms that some bytes existed at a moment.

pyHanko runs its own event loop: call this in a plain process.
"""

import asyncio
import hashlib
from datetime import datetime

import msgspec
from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from meeting.signing import certificates

SECONDS = 10


class CannotStamp(Exception):  # noqa: N818 - told to the operator
    """The service did not answer, or not with a time stamp. Says why, for the log."""


class Stamped(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a token: the moment, and the authority that states it.

    `known`: a given authority certified it for time stamps.
    """

    at: datetime
    authority: str
    known: bool


def ask_stamp(url: str, content: bytes) -> bytes:
    """Return a time stamp token (DER) for some bytes. Raises CannotStamp."""
    from pyhanko.sign.timestamps.requests_client import (  # noqa: PLC0415 - a tenth of the start of every program
        RequestsHTTPTimeStamper,
    )

    service = RequestsHTTPTimeStamper(url, timeout=SECONDS)  # type: ignore[no-untyped-call]
    try:
        return bytes(asyncio.run(service.async_timestamp(hashlib.sha256(content).digest(), "sha256")).dump())
    except Exception as error:  # a stranger's answer may fail anywhere inside the reader
        raise CannotStamp(str(error)[:500]) from error


def read_token(token: bytes, content: bytes, trusted: bytes) -> Stamped | None:
    """Return the content of a token for these bytes; None when it does not hold, or belongs to other bytes.

    `trusted`: authorities of time stamps (PEM); empty: none is known.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        moment = signed["encap_content_info"]["content"].parsed["gen_time"].native
        roots = [asn1.Certificate.load(each.public_bytes(Encoding.DER)) for each in _read(trusted)]
        context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment)
        told = asyncio.run(validate_tst_signed_data(signed, context, lambda name: hashlib.new(name, content).digest()))
        status = TimestampSignatureStatus(**told)
    except Exception:  # as above
        return None
    if not (status.valid and status.intact):
        return None
    names = status.signing_cert.subject.native
    authority = str(names.get("common_name") or names.get("organization_name") or "")[:200]
    return Stamped(at=moment, authority=authority, known=bool(status.trusted))


def _read(trusted: bytes) -> tuple[x509.Certificate, ...]:
    return certificates.read(trusted) if trusted else ()
