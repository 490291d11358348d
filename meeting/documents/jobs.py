"""The worker's part of papers: make what the tablet shows, and count its pages."""

from pathlib import Path

from meeting.access.actors import SYSTEM
from meeting.documents.commands import RecordNoRendition, RecordRendition
from meeting.documents.conversion import CannotConvert, convert, count_pages
from meeting.documents.rules import PDF
from meeting.documents.tables import Document
from meeting.work.jobs import job
from meeting.work.workshop import Workshop


def give_up(workshop: Workshop, reason: str, *, meeting_id: int, document_id: int) -> None:
    """Offer the original."""
    command = RecordNoRendition(meeting_id=meeting_id, document_id=document_id, reason=reason)
    workshop.commands.submit(command, actor=SYSTEM)


@job("documents.render", gives_up=give_up)
def render(workshop: Workshop, *, meeting_id: int, document_id: int) -> None:
    """A PDF is shown as it is; an office file is converted."""
    with workshop.database.read() as db:
        document = db.get(Document, document_id)
    if document is None:  # taken out while it waited
        return
    try:
        sha256 = _pdf_of(workshop, document)
        pages = count_pages(workshop.blobs.path(sha256))
    except CannotConvert as reason:
        give_up(workshop, str(reason), meeting_id=meeting_id, document_id=document_id)
        return
    command = RecordRendition(meeting_id=meeting_id, document_id=document_id, pdf_sha256=sha256, pages=pages)
    workshop.commands.submit(command, actor=SYSTEM)


def _pdf_of(workshop: Workshop, document: Document) -> str:
    if document.media_type == PDF:
        return document.sha256
    return workshop.blobs.put(convert(workshop.blobs.path(document.sha256), Path(document.filename).suffix.lower()))
