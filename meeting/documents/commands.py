"""Requests about papers. The content is put among the blobs first; a command names it by its SHA-256."""

from sqlalchemy import func, select

from meeting.access.policy import Capability
from meeting.agenda.rules import check_amendable
from meeting.agenda.tables import find_item, find_meeting
from meeting.commands.registry import MeetingCommand, Sitting, command, handles
from meeting.documents import rules
from meeting.documents.events import DocumentAdded, RenditionFailed, RenditionMade
from meeting.documents.tables import Document, find_document
from meeting.journal.events import Event
from meeting.work import jobs


@command("documents.add_document", allow=Capability.PREPARE)
class AddDocument(MeetingCommand, frozen=True, kw_only=True):
    """Add a paper to an item, or to the whole meeting. Whoever asks has looked at the content and kept it."""

    inside = True

    item_id: int | None
    title: str
    filename: str
    media_type: str
    sha256: str
    size: int


@handles(AddDocument, makes="document_id")
def add_document(order: AddDocument, sitting: Sitting) -> list[Event]:
    """The worker is told to make what tablets show."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    if order.item_id is not None:
        find_item(sitting.db, meeting.id, order.item_id)
    rules.check_title(order.title)
    rules.check_filename(order.filename)
    last = sitting.db.scalar(select(func.max(Document.position)).where(Document.meeting_id == meeting.id)) or 0
    document = Document(
        meeting_id=meeting.id,
        item_id=order.item_id,
        position=last + 1,
        title=order.title,
        filename=order.filename,
        media_type=order.media_type,
        sha256=order.sha256,
        size=order.size,
        state="converting",
    )
    sitting.db.add(document)
    sitting.db.flush()
    jobs.enqueue(sitting.db, "documents.render", sitting.now, meeting_id=meeting.id, document_id=document.id)
    return [
        DocumentAdded(
            document_id=document.id,
            item_id=order.item_id,
            position=document.position,
            title=order.title,
            filename=order.filename,
            media_type=order.media_type,
            sha256=order.sha256,
            size=order.size,
        )
    ]


@command("documents.record_rendition", allow=Capability.WORK)
class RecordRendition(MeetingCommand, frozen=True, kw_only=True):
    """The worker has made a PDF."""

    document_id: int
    pdf_sha256: str
    pages: int


@handles(RecordRendition)
def record_rendition(order: RecordRendition, sitting: Sitting) -> list[Event]:
    """The paper can be read on the tablet."""
    document = find_document(sitting.db, order.meeting_id, order.document_id)
    document.state, document.pdf_sha256, document.pages = "ready", order.pdf_sha256, order.pages
    return [RenditionMade(document_id=document.id, pdf_sha256=order.pdf_sha256, pages=order.pages)]


@command("documents.record_no_rendition", allow=Capability.WORK)
class RecordNoRendition(MeetingCommand, frozen=True, kw_only=True):
    """The worker could not make a PDF."""

    document_id: int
    reason: str


@handles(RecordNoRendition)
def record_no_rendition(order: RecordNoRendition, sitting: Sitting) -> list[Event]:
    """The original is offered as a download, and the secretary sees why."""
    document = find_document(sitting.db, order.meeting_id, order.document_id)
    document.state, document.problem = "download", order.reason
    return [RenditionFailed(document_id=document.id, reason=order.reason)]
