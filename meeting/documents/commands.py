"""Commands about papers. The content is stored among the blobs first; a command names it by its SHA-256."""

from meeting.access.policy import Capability
from meeting.agenda.rules import check_amendable
from meeting.agenda.tables import find_item, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.documents import rules
from meeting.documents.allowing import check_known, hold
from meeting.documents.content.kinds import READ_ON_ARRIVAL
from meeting.documents.events import DocumentAdded, RenditionFailed, RenditionMade, held_back
from meeting.documents.order import place_told
from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.documents.rules import DocumentState
from meeting.documents.signatures import Signatures
from meeting.documents.tables import Document, ToldDocument, find_with, keep_told
from meeting.journal.events import Event
from meeting.work import jobs

READ_SCANS = "search.read_scans"
"""The job that reads scanned pages, first pages first."""


@command("documents.add_document", allow=Capability.PREPARE)
class AddDocument(MeetingCommand, frozen=True, kw_only=True):
    """Add a paper to an item, or to the whole meeting. The content must be checked and stored before.

    `kind`: its kind, and it is placed last; null: the kind is guessed from its name, and it is placed among those of
    its kind.
    """

    of_plan = True
    inside = True

    item_id: int | None
    title: str
    filename: str
    media_type: str
    sha256: str
    size: int
    readers: Readers = FOR_MEMBERS
    kind: str | None = None


@handles(AddDocument, makes="document_id")
def add_document(command: AddDocument, context: Context) -> list[Event]:
    """Add it, and request its PDF for tablets from the worker."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    if command.item_id is not None:
        find_item(context.db, meeting.id, command.item_id)
    rules.check_title(command.title)
    rules.check_filename(command.filename)
    check_known(context.db, command.readers)
    kind, position = place_told(context.db, command)
    document = Document(
        meeting_id=meeting.id,
        item_id=command.item_id,
        position=position,
        kind=kind,
        title=command.title,
        filename=command.filename,
        media_type=command.media_type,
        sha256=command.sha256,
        size=command.size,
        state=DocumentState.CONVERTING,
        readers=command.readers,
    )
    context.db.add(document)
    context.db.flush()
    jobs.enqueue(context.db, "documents.render", context.now, meeting_id=meeting.id, document_id=document.id)
    return [
        DocumentAdded(
            document_id=document.id,
            item_id=command.item_id,
            position=document.position,
            title=command.title,
            filename=command.filename,
            media_type=command.media_type,
            sha256=command.sha256,
            size=command.size,
            readers=command.readers,
            paper_kind=kind,
        )
    ]


@command("documents.record_rendition", allow=Capability.WORK)
class RecordRendition(MeetingCommand, frozen=True, kw_only=True):
    """Record the PDF that the worker has made of the content `of` (its SHA-256; empty: the present content).

    `signed`: the state of the signatures in a PDF. `text_sha256`: the blob of its words by page (see texts); None when
    they could not be read. `unseen`: its first page is a picture, and no program here can read it; `awaited`: OCR will.
    """

    document_id: int
    pdf_sha256: str
    pages: int
    of: str = ""
    text_sha256: str | None = None
    signed: Signatures | None = None
    unseen: bool = False
    awaited: bool = False


@handles(RecordRendition)
def record_rendition(command: RecordRendition, context: Context) -> list[Event]:
    """Make the paper readable on tablets.

    A version that was replaced or removed meanwhile is changed only if it is still published. A scan that no program
    can check for a mark of secrecy is held until a secretary has looked at it; any other scan until OCR has.
    """
    document = find_with(context.db, command.meeting_id, command.document_id, command.of)
    if command.of not in ("", document.sha256):
        return []
    document.state, document.pdf_sha256, document.pages = DocumentState.READY, command.pdf_sha256, command.pages
    document.text_sha256, document.signed = command.text_sha256, command.signed
    told: list[Event] = [RenditionMade(document_id=document.id, pdf_sha256=command.pdf_sha256, pages=command.pages)]
    problem = rules.NOT_LOOKED_AT if command.unseen else rules.BEING_READ if command.awaited else ""
    if problem and hold(document, problem):
        told.append(held_back(document.id, in_plan=not isinstance(document, ToldDocument)))
        if command.awaited and not jobs.is_open(context.db, READ_SCANS):
            jobs.enqueue(context.db, READ_SCANS, context.now)
    keep_told(context.db, document)
    return told


@command("documents.record_no_rendition", allow=Capability.WORK)
class RecordNoRendition(MeetingCommand, frozen=True, kw_only=True):
    """Record that the worker could not make a PDF of the content `of` (its SHA-256; empty: the present content)."""

    document_id: int
    reason: str
    of: str = ""


@handles(RecordNoRendition)
def record_no_rendition(command: RecordNoRendition, context: Context) -> list[Event]:
    """Offer the original as a download and show the secretary why.

    If the file's words were not read on arrival either, nobody knows whether it has a mark of secrecy: it is held.
    """
    document = find_with(context.db, command.meeting_id, command.document_id, command.of)
    if command.of not in ("", document.sha256) or document.state == DocumentState.ON_PAPER:
        return []
    document.state, document.problem = DocumentState.DOWNLOAD, command.reason
    told: list[Event] = [RenditionFailed(document_id=document.id, reason=command.reason)]
    if document.media_type not in READ_ON_ARRIVAL and hold(document):
        told.append(held_back(document.id, in_plan=not isinstance(document, ToldDocument)))
    keep_told(context.db, document)
    return told
