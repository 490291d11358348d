"""Signing: bytes in, signed bytes out. PAdES baseline B, one incremental revision per person.

Approval signatures only, in the fields drawn beforehand: a certifying one would be broken
by the next person's tool. The chair's signature locks all fields. What comes out has been
checked: every signature holds and the new one covers the whole file.

pyHanko runs an event loop of its own: call this in a plain process, one signature at a time.
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
from meeting.minutes.inspection import Unreadable, inspect
from meeting.minutes.keys import Signer, open_signer
from meeting.minutes.seals import draw_seal

_EDGELESS = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN)
_RESERVED = 16384
"""Hex digits kept for the signature container; ours takes about 4000."""


class CannotSign(Exception):  # noqa: N818 - told to the person who signs
    """The file cannot take this signature, or would not hold with it: it stays as it was."""


class _Seal(PdfContent):
    """The drawn seal, a one-page PDF, as the look of a signature field of the same size."""

    def __init__(self, seal: bytes) -> None:
        super().__init__()
        self._seal = seal

    def render(self) -> bytes:
        """Take the page into the file that is signed. Left without a box: it is put in the field's corner."""
        page = PdfFileReader(io.BytesIO(self._seal))
        self.resources.xobject["/Seal"] = self._ensure_writer.import_page_as_xobject(page)
        return b"/Seal Do"


class _AsDrawn(IncrementalPdfFileWriter):
    """Adds a revision and leaves the file's title and dates alone: they are those of the minutes."""

    def _update_meta(self) -> None:
        """Nothing."""


def sign(pdf: bytes, field: str, p12: bytes, passphrase: str, signed_at: datetime) -> bytes:
    """The file with one more signature, in `field` (`ThuKy` or `ChuToa`).

    The visible seal is drawn from the certificate, so it cannot name anybody else.
    Raises WrongPassphrase for a key that does not open, CannotSign for everything else.
    """
    signer = open_signer(p12, passphrase)
    try:
        signed = asyncio.run(_sign(pdf, field, signer, signed_at))
        signatures = inspect(signed, None).signatures
    except (PdfError, Unreadable, ValueError) as error:
        raise CannotSign(str(error)) from error
    if not all(each.holds and each.next_in_line for each in signatures) or not signatures[-1].whole_file:
        raise CannotSign("the file would not hold with this signature")
    return signed


async def _sign(pdf: bytes, field: str, signer: Signer, signed_at: datetime) -> bytes:
    """pyHanko's stages by hand, because only so the moment of signing is ours to give."""
    seal = draw_seal(signer.full_name, signer.title, signer.unit, signed_at)
    tool = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
        signer=SimpleSigner(
            signing_cert=Certificate.load(signer.certificate),
            signing_key=PrivateKeyInfo.load(signer.private_key),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        ),
        stamp_style=StaticStampStyle(background=_Seal(seal), background_layout=_EDGELESS, border_width=0),
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
