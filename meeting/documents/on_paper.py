"""Papers that are handed out on paper: the list names them, and their content is not stored here.

Law on Protection of State Secrets, 29/2018/QH14, Article 5 (117/2025/QH15 since 1 March 2026): secrets must not be
stored on, or sent by, a network like this.
"""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.rules import check_amendable
from meeting.agenda.tables import find_item, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.documents import rules
from meeting.documents.allowing import check_known, hold, is_being_read
from meeting.documents.events import (
    FirstPageRead,
    OnPaperAdded,
    SecretWithdrawn,
    SuspicionCleared,
    ToldShown,
    ToldWithheld,
    held_back,
)
from meeting.documents.order import place_told
from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.documents.rules import ON_PAPER_TITLE, DocumentState
from meeting.documents.tables import (
    Document,
    FormerVersion,
    TakenOut,
    ToldDocument,
    find_document,
    find_with,
    keep_told,
)
from meeting.journal.events import Event
from meeting.work import jobs


@command("documents.add_on_paper", allow=Capability.PREPARE)
class AddOnPaper(MeetingCommand, frozen=True, kw_only=True):
    """Add a paper that is handed out in the room to an item or the whole meeting. `kind`: as for any paper."""

    of_plan = True

    item_id: int | None
    title: str
    readers: Readers = FOR_MEMBERS
    kind: str | None = None


@handles(AddOnPaper, makes="document_id")
def add_on_paper(command: AddOnPaper, context: Context) -> list[Event]:
    """Add it. It has only a title, and no content."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    if command.item_id is not None:
        find_item(context.db, meeting.id, command.item_id)
    rules.check_title(command.title)
    rules.check_named_openly(command.title)
    check_known(context.db, command.readers)
    kind, position = place_told(context.db, command)
    said: dict[str, Any] = {
        "item_id": command.item_id,
        "title": command.title,
        "position": position,
        "readers": command.readers,
    }
    document = Document(meeting_id=meeting.id, kind=kind, **said, **_nothing())
    context.db.add(document)
    context.db.flush()
    return [OnPaperAdded(document_id=document.id, paper_kind=kind, **said)]


@command("documents.withdraw_secret", allow=Capability.WORK)
class WithdrawSecret(MeetingCommand, frozen=True, kw_only=True):
    """The worker has found a mark of state secrecy in the PDF (`pdf_sha256`) of the content `of` (its SHA-256)."""

    document_id: int
    of: str
    pdf_sha256: str = ""


@command("documents.suspect_secret", allow=Capability.WORK)
class SuspectSecret(MeetingCommand, frozen=True, kw_only=True):
    """OCR has read a mark of state secrecy in the scanned content `of` (its SHA-256).

    `unseen`: it could not examine the whole first page.
    """

    document_id: int
    of: str
    unseen: bool = False


@handles(SuspectSecret)
def suspect_secret(command: SuspectSecret, context: Context) -> list[Event]:
    """Hold the paper. OCR may be wrong, so nothing is wiped; meanwhile only the secretaries can read it.

    If the plan has replaced or removed this content since, it is hidden from the invited people who still know it.
    """
    document = find_with(context.db, command.meeting_id, command.document_id, command.of)
    if command.of != document.sha256 or not hold(document, rules.NOT_LOOKED_AT if command.unseen else ""):
        return []
    keep_told(context.db, document)
    return [held_back(document.id, in_plan=not isinstance(document, ToldDocument))]


@command("documents.record_first_page", allow=Capability.WORK)
class RecordFirstPage(MeetingCommand, frozen=True, kw_only=True):
    """OCR has read the first page of the scanned content `of` (its SHA-256) and found no mark."""

    document_id: int
    of: str


@handles(RecordFirstPage)
def record_first_page(command: RecordFirstPage, context: Context) -> list[Event]:
    """Show a scan that was hidden only until its first page was read. Nobody has decided about it: another reading may
    suspect it."""
    document = find_with(context.db, command.meeting_id, command.document_id, command.of)
    if command.of != document.sha256 or not is_being_read(document):
        return []
    document.readers, document.problem = replace(document.readers, held=False), ""
    keep_told(context.db, document)
    shown = ToldShown if isinstance(document, ToldDocument) else FirstPageRead
    return [shown(document_id=document.id)]


@command("documents.clear_suspicion", allow=Capability.PREPARE)
class ClearSuspicion(MeetingCommand, frozen=True, kw_only=True):
    """Say that the paper is not secret. `of`: the SHA-256 of the content that the asker has looked at; empty: the
    plan's."""

    document_id: int
    of: str = ""


@handles(ClearSuspicion)
def clear_suspicion(command: ClearSuspicion, context: Context) -> list[Event]:
    """Make the paper readable again, also where only the published plan still has this content. The content is not
    suspected again."""
    document = _suspected(context.db, command)
    if document is None:
        return []
    document.readers, document.cleared = replace(document.readers, held=False), True
    if document.state == DocumentState.READY:
        document.problem = ""
    keep_told(context.db, document)
    if isinstance(document, ToldDocument):
        return [ToldShown(document_id=document.id)]
    return [SuspicionCleared(document_id=document.id)]


def _suspected(db: Session, command: "ClearSuspicion | ConfirmSecret") -> Document | None:
    """Return the held paper with this content, or None."""
    which = (db, command.meeting_id, command.document_id)
    document = find_with(*which, command.of) if command.of else find_document(*which)
    return document if document.readers.held and command.of in ("", document.sha256) else None


@command("documents.confirm_secret", allow=Capability.PREPARE)
class ConfirmSecret(MeetingCommand, frozen=True, kw_only=True):
    """Confirm that a held paper is secret. `of`: as in `ClearSuspicion`."""

    document_id: int
    of: str = ""


def suspected(command: ConfirmSecret, context: Context) -> WithdrawSecret | None:
    """Return the withdrawal that follows, or None when the paper is not suspected any more."""
    document = _suspected(context.db, command)
    if document is None:
        return None
    made = document.pdf_sha256 or ""
    return WithdrawSecret(meeting_id=document.meeting_id, document_id=document.id, of=document.sha256, pdf_sha256=made)


def withdraw(command: WithdrawSecret, context: Context) -> list[Event]:
    """Withdraw a secret paper at once, in any state of the meeting. Its title may be secret too and is deleted.

    A job, requested in the same transaction, wipes the bytes: they do not stay when the worker stops in between.
    """
    document = find_with(context.db, command.meeting_id, command.document_id, command.of)
    if command.of != document.sha256:
        return []
    told = context.db.get(ToldDocument, document.id)
    _strip(document)
    if told is not None and told.sha256 == command.of:
        _strip(told)
    context.db.execute(delete(FormerVersion).where(FormerVersion.sha256 == command.of))  # never offered again
    context.db.execute(update(TakenOut).where(TakenOut.sha256 == command.of).values(title=ON_PAPER_TITLE))
    jobs.enqueue(context.db, "documents.wipe", context.now, sha256=command.of, pdf_sha256=command.pdf_sha256)
    if document is told:
        return [ToldWithheld(document_id=document.id)]
    return [SecretWithdrawn(document_id=document.id, title=document.title)]


def _strip(document: Document) -> None:
    for field, value in _nothing().items():
        setattr(document, field, value)
    document.title, document.problem, document.kind = ON_PAPER_TITLE, rules.WITHDRAWN, ""
    document.pdf_sha256 = document.pages = document.text_sha256 = document.signed = None
    document.readers = replace(document.readers, held=False)


def _nothing() -> dict[str, Any]:
    return {"filename": "", "media_type": "", "sha256": "", "size": 0, "state": DocumentState.ON_PAPER}
