"""Commands about a paper before the meeting: rename, move to another item, replace, remove."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import delete
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.rules import MeetingState, check_amendable, check_planned, check_shown, moved, shown
from meeting.agenda.tables import find_item, find_meeting, is_internal
from meeting.commands.hooks import Hook
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.documents import rules
from meeting.documents.allowing import check_known, is_being_read
from meeting.documents.events import (
    DocumentChanged,
    DocumentMoved,
    DocumentRemoved,
    DocumentReplaced,
    KindChosen,
    ReadersChosen,
    ToldWithheld,
)
from meeting.documents.order import make_room, papers_beside, place_for
from meeting.documents.readers import UNDECIDED_PAPER, Readers, check_decided
from meeting.documents.rules import DocumentState
from meeting.documents.tables import (
    Document,
    FormerVersion,
    TakenOut,
    ToldDocument,
    documents_under,
    find_document,
    hide_told,
    keep_told,
)
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.work import jobs

before_replacing: Hook[[Session, int, int | None], None] = Hook("a paper is replaced, unless somebody refuses")


@command("documents.change_document", allow=Capability.PREPARE)
class ChangeDocument(MeetingCommand, frozen=True, kw_only=True):
    """Rename a paper, or move it to another item (null: the whole meeting).

    `seen`: the stamp of what the asker saw of it (see `said_of`).
    """

    of_plan = True

    document_id: int
    title: str
    item_id: int | None
    seen: str


@handles(ChangeDocument)
def change_document(command: ChangeDocument, context: Context) -> list[Event]:
    """Change title or item. The content stays.

    Raises Refused when somebody else changed it since the user saw it.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_planned(meeting.state)
    document = find_document(context.db, meeting.id, command.document_id)
    rules.check_title(command.title)
    item = find_item(context.db, meeting.id, command.item_id) if command.item_id is not None else None
    if (document.title, document.item_id) == (command.title, command.item_id):
        return []
    check_shown(said_of(document), command.seen, document.title)
    another = document.item_id != command.item_id
    document.title, document.item_id = command.title, command.item_id
    if item is not None and item.internal:
        hide_told(context.db, document)
    changed = DocumentChanged(document_id=document.id, title=document.title, item_id=document.item_id)
    return [changed, *(_among_its_kind(context.db, document) if another else [])]


def said_of(document: Document) -> str:
    """Return a stamp of the fields that a form shows of a paper."""
    return shown(document.title, document.item_id)


def content_of(document: Document) -> str:
    """Return the beginning of the SHA-256 of a paper's file, by which a page identifies its content."""
    return document.sha256[: rules.CONTENT_DIGITS]


@command("documents.choose_kind", allow=Capability.PREPARE)
class ChooseKind(MeetingCommand, frozen=True, kw_only=True):
    """Set a paper's kind, usually one from the office's catalogue; empty: no kind."""

    of_plan = True

    document_id: int
    kind: str


@handles(ChooseKind)
def choose_kind(command: ChooseKind, context: Context) -> list[Event]:
    """Set the kind and move the paper to the others of that kind under its item.

    Raises Refused once the minutes are signed.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    document = find_document(context.db, meeting.id, command.document_id)
    rules.check_kind(command.kind)
    if document.kind == command.kind:
        return []
    document.kind = command.kind
    return [KindChosen(document_id=document.id, paper_kind=document.kind), *_among_its_kind(context.db, document)]


@command("documents.move_document", allow=Capability.PREPARE)
class MoveDocument(MeetingCommand, frozen=True, kw_only=True):
    """Move a paper to another place among those of its item, or of the whole meeting; 1 is first."""

    of_plan = True

    document_id: int
    position: int


@handles(MoveDocument)
def move_document(command: MoveDocument, context: Context) -> list[Event]:
    """Move a paper among those of its item, of any kind. Two people may move different papers at the same time.

    Raises Refused once the minutes are signed.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    document = find_document(context.db, meeting.id, command.document_id)
    stands = papers_beside(context.db, meeting.id, document.item_id)
    stood = [each.id for each in stands]
    order = moved(stood, document.id, command.position)
    if order == stood:
        return []
    places = {each.id: each.position for each in stands}
    before = order.index(document.id) - 1
    return [_put(context.db, document, places[order[before]] + 1 if before >= 0 else stands[0].position)]


def _among_its_kind(db: Session, document: Document) -> list[Event]:
    """Move a paper to the others of its kind under its item, unless it is there already."""
    db.flush()
    others = [each for each in papers_beside(db, document.meeting_id, document.item_id) if each.id != document.id]
    place = place_for(db, document.meeting_id, document.item_id, document.kind, besides=document.id)
    between = sum(each.position < place for each in others) == sum(each.position < document.position for each in others)
    return [] if between else [_put(db, document, place)]


def _put(db: Session, document: Document, position: int) -> DocumentMoved:
    make_room(db, document.meeting_id, position)
    document.position = position
    db.flush()
    return DocumentMoved(document_id=document.id, position=position)


@command("documents.choose_readers", allow=Capability.PREPARE)
class ChooseReaders(MeetingCommand, frozen=True, kw_only=True):
    """Choose who may read a paper, and when."""

    document_id: int
    readers: Readers


@handles(ChooseReaders)
def choose_readers(command: ChooseReaders, context: Context) -> list[Event]:
    """Choose the readers, also for people who have the paper open. Raises Refused once the minutes are signed."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    document = find_document(context.db, meeting.id, command.document_id)
    check_decided(document.readers)
    check_known(context.db, command.readers)
    if document.readers == command.readers:
        return []
    document.readers = command.readers
    keep_told(context.db, document)
    return [ReadersChosen(document_id=document.id, readers=command.readers)]


@command("documents.replace_document", allow=Capability.PREPARE)
class ReplaceDocument(MeetingCommand, frozen=True, kw_only=True):
    """Replace the file of a paper. The new content must be checked and stored before.

    `seen`: the first CONTENT_DIGITS digits of the SHA-256 of the file that the asker replaces.
    """

    of_plan = True
    inside = True

    document_id: int
    seen: str
    filename: str
    media_type: str
    sha256: str
    size: int


@handles(ReplaceDocument)
def replace_document(command: ReplaceDocument, context: Context) -> list[Event]:
    """Replace it by a new version.

    People who have the former version open are informed; only the makers can still read it. A draft keeps no versions,
    because only its makers have seen it. The worker makes the PDF for tablets. A scan that is hidden only until its
    first page is read may be replaced: the new file is checked by itself. Raises Refused while the secretary has to
    decide about it.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    document = find_document(context.db, meeting.id, command.document_id)
    before_replacing.ask(context.db, meeting.id, document.item_id)
    rules.check_filename(command.filename)
    if not is_being_read(document):
        check_decided(document.readers)
    said = {field: getattr(command, field) for field in ("filename", "media_type", "sha256", "size")}
    if command.sha256 == document.sha256:
        raise Refused(rules.SAME_FILE)
    check_shown(content_of(document), command.seen, document.title)
    if meeting.state != MeetingState.DRAFT:
        context.db.add(_former(document, context.now))
        document.version += 1
    for field, value in said.items():
        setattr(document, field, value)
    document.state, document.pdf_sha256, document.pages, document.problem = DocumentState.CONVERTING, None, None, ""
    document.text_sha256, document.signed, document.cleared = None, None, False
    document.readers = replace(document.readers, held=False)
    jobs.enqueue(context.db, "documents.render", context.now, meeting_id=meeting.id, document_id=document.id)
    return [DocumentReplaced(document_id=document.id, version=document.version, **said)]


@command("documents.remove_document", allow=Capability.PREPARE)
class RemoveDocument(MeetingCommand, frozen=True, kw_only=True):
    """Remove a paper; `at_once`: invited people who know it can no longer read it from now on."""

    of_plan = True

    document_id: int
    at_once: bool = False


@handles(RemoveDocument)
def remove_document(command: RemoveDocument, context: Context) -> list[Event]:
    """Remove a paper before the meeting. The journal keeps the hash of its content.

    Raises Refused while the secretary has to decide whether it is secret: its name, which is kept, may be secret too.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_planned(meeting.state)
    document = find_document(context.db, meeting.id, command.document_id)
    gone = _take_out(context.db, document, context.now)
    told = context.db.get(ToldDocument, command.document_id) if command.at_once else None
    if told is None:
        return [gone]
    context.db.delete(told)
    return [gone, ToldWithheld(document_id=command.document_id)]


def take_out_papers(db: Session, meeting_id: int, item_id: int, now: datetime) -> list[Event]:
    """Remove every paper of an item before the meeting. Raises Refused while the secretary has to decide about one."""
    return [_take_out(db, document, now) for document in documents_under(db, meeting_id, (item_id,))]


def _former(document: Document, now: datetime) -> FormerVersion:
    kept = ("version", "filename", "media_type", "sha256", "size", "pdf_sha256", "pages", "text_sha256")
    told = {field: getattr(document, field) for field in kept}
    return FormerVersion(document_id=document.id, replaced_at=now, **told)


def _take_out(db: Session, document: Document, now: datetime) -> Event:
    known = db.get(ToldDocument, document.id) or document
    for each in (document, known):
        if each.readers.held and not is_being_read(each):
            raise Refused(UNDECIDED_PAPER, title=each.title)
    kept = {field: getattr(known, field) for field in ("meeting_id", "title", "sha256", "version", "pages", "readers")}
    internal = is_internal(db, document.item_id, known.item_id)
    db.add(TakenOut(document_id=document.id, taken_at=now, internal=internal, **kept))
    db.execute(delete(FormerVersion).where(FormerVersion.document_id == document.id))
    db.delete(document)
    db.flush()
    return DocumentRemoved(document_id=document.id)
