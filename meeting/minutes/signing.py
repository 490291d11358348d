"""Signing: bytes in, signed bytes out. PAdES baseline B, one incremental revision per person.

Approval signatures only, in the fields drawn beforehand: a certifying one would be broken
by the next person's tool. The chair's signature locks all fields. What comes out has been
checked: every signature holds and the new one covers the whole file.

pyHanko runs an event loop of its own: call this in a plain process, one signature at a time.
"""

import asyncio
import io
from datetime import datetime

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import Margins, SimpleBoxLayoutRule, AxisAlignment
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from meeting.kernel.clock import local
from meeting.minutes.keys import open_signer
