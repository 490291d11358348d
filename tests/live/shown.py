"""A large paper that a hall is shown."""

import os

from meeting.documents.commands import RecordRendition
from meeting.store.blobs import Blobs
from tests.live.hall import Hall

MEGABYTE = 1 << 20
LARGE = b"%PDF-1.7\n" + os.urandom(3 * MEGABYTE)


def shows(hall: Hall, content: bytes) -> str:
    """Make this the meeting's paper; return its address."""
    sha256 = Blobs(hall.server.data / "blobs").put(content)
    hall.elsewhere(RecordRendition(meeting_id=hall.meeting, document_id=hall.document, pdf_sha256=sha256, pages=1))
    return f"/m/{hall.meeting}/papers/{hall.document}/file.pdf"
