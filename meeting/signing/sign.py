"""Signing: bytes in, signed bytes out. PAdES baseline B, one incremental revision per person.

Approval signatures only, in the fields drawn beforehand: the next person's tool would break a certifying one. The
chair's signature locks all fields. Each signature also states the journal's head at signing, so that the second
signature protects what was recorded between the two; and the head of the office's register of certificates.
The result has been checked: every signature holds and the new one covers the whole file.

pyHanko runs its own event loop: call this in a plain process, one signature at a time.
"""

import asyncio
import io
from datetime import datetime

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from meeting.kernel.clock import local
from meeting.kernel.words import Phrase, phrase
from meeting.paper.stamp import draw_stamp
from meeting.signing.inspection import CertifiedBy, Unreadable, anchor, inspect
from meeting.signing.keys import Signer

_EDGELESS = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN)
_RESERVED = 16384
"""Hex digits kept for the signature container; ours takes about 4000."""


class CannotSign(Exception):  # noqa: N818 - told to the person who signs
    """The file cannot be signed, or the signature would not hold; the file stays unchanged. `why` says the reason."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


class _Stamp(PdfContent):
    """The drawn seal, a one-page PDF, as the look of a signature field of the same size."""

    def __init__(self, seal: bytes) -> None:
        super().__init__()
        self._seal = seal

    def render(self) -> bytes:
        """Copy the page into the file to sign, and return the drawing commands. It is drawn in the field's corner."""
        page = PdfFileReader(io.BytesIO(self._seal))
        self.resources.xobject["/Stamp"] = self._ensure_writer.import_page_as_xobject(page)
        return b"/Stamp Do"


class _AsDrawn(IncrementalPdfFileWriter):
    """Adds a revision and keeps the file's title and dates, which are those of the minutes."""

    def _update_meta(self) -> None:
        """Do nothing."""


def sign(  # noqa: PLR0917 - what, where, who, when, and as of which record
    pdf: bytes,
    field: str,
    signer: Signer,
    signed_at: datetime,
    head: tuple[int, str],
    trusted: bytes | None = None,
    *,
    register: tuple[int, str] | None = None,
) -> bytes:
    """Return the file with one more signature, in `field`.

    The visible stamp is drawn from the certificate, so it cannot name anybody else. `head`: number and hash of the
    journal's last entry now; `register`: the same of the office's register of certificates, so that no clock is needed
    to order a signature and a revocation. `trusted`: the authorities (PEM); one of them must have certified the signer.

    Raises CannotSign, also for a certificate that is not valid at this time.
    """
    if not signer.begins <= signed_at <= signer.ends:
        raise CannotSign(phrase("chứng thư số chưa đến ngày hoặc đã hết hạn"))
    try:
        signed = asyncio.run(_sign(pdf, field, signer, signed_at, anchor(head, register)))
        signatures = inspect(signed, trusted).signatures
    except (PdfError, Unreadable, ValueError) as error:
        raise CannotSign(phrase("tệp hỏng, hoặc không nhận thêm chữ ký vào ô này")) from error
    if not all(each.holds and each.next_in_line for each in signatures) or not signatures[-1].whole_file:
        raise CannotSign(phrase("với chữ ký này tệp sẽ không còn nguyên vẹn"))
    if trusted is not None and signatures[-1].issuer != CertifiedBy.KNOWN:
        raise CannotSign(phrase("chứng thư số không do nơi cấp chứng thư của cơ quan này cấp"))
    return signed


async def _sign(pdf: bytes, field: str, signer: Signer, signed_at: datetime, reason: str) -> bytes:
    """Run pyHanko's stages one by one: only this way can we set the time of signing."""
    stamp = draw_stamp(signer.full_name, signer.title, signer.unit, signed_at)
    tool = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason),
        signer=SimpleSigner(
            signing_cert=Certificate.load(signer.certificate),
            signing_key=PrivateKeyInfo.load(signer.private_key),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        ),
        stamp_style=StaticStampStyle(background=_Stamp(stamp), background_layout=_EDGELESS, border_width=0),
    )
    writer = _AsDrawn(io.BytesIO(pdf))
    session = tool.init_signing_session(writer, existing_fields_only=True)
    session.system_time = local(signed_at)
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=_RESERVED)
    target = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=target)
    finished = await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
    )
    await finished.post_signature_processing(target)
    return target.getvalue()
