"""The task that reads signatures, run in the jail: `python -m meeting.documents.signed_apart` (see conversion.py)."""

from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from meeting.documents.conversion import AskedSignatures
from meeting.documents.signatures import Signatures
from meeting.kernel.task import answer_request


def read(asked: AskedSignatures) -> Signatures:
    """Return the state of every signature of a PDF, judged in the same way as those of minutes.

    Most papers have no signature and no form for one, which is checked first.
    """
    content = Path(asked.path).read_bytes()
    if b"/ByteRange" not in content and _has_no_form(content):
        return Signatures()
    from meeting.documents.judged_apart import judge  # noqa: PLC0415 - loading pyHanko takes half a second

    return judge(content, asked.trusted.encode(), asked.revoked)


def _has_no_form(content: bytes) -> bool:
    """Return whether the document has no form: a signature is the value of a form field."""
    try:
        return bool(pypdfium2.PdfDocument(content).get_formtype() == raw.FORMTYPE_NONE)
    except pypdfium2.PdfiumError:
        return False


if __name__ == "__main__":
    answer_request(AskedSignatures, read)
