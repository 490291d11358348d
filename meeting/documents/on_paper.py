"""Papers that are handed out on paper: the list names them, and nothing of them is kept here.

Law on Protection of State Secrets, 29/2018/QH14, Article 5 (117/2025/QH15 since 1 March 2026): secrets are not kept on,
nor sent by, a network like this.
"""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import delete, func, select

from meeting.access.policy import Capability
from meeting.agenda.rules import check_amendable
from meeting.agenda.tables import find_item, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.documents import rules
from meeting.documents.allowing import check_known, hold
from meeting.documents.events import OnPaperAdded, SecretSuspected, SecretWithdrawn, SuspicionCleared
from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.documents.rules import ON_PAPER_TITLE, DocumentState
from meeting.documents.tables import Document, FormerVersion, find_document
from meeting.journal.events import Event
from meeting.work import jobs


@command("documents.add_on_paper", allow=Capability.PREPARE)
class AddOnPaper(MeetingCommand, frozen=True, kw_only=True):
    """Name a paper that is handed out in the room, under an item or for the whole meeting."""

    item_id: int | None
    title: str
    readers: Readers = FOR_MEMBERS


@handles(AddOnPaper, makes="document_id")
def add_on_paper(command: AddOnPaper, context: Context) -> list[Event]:
    """The list says that it is handed out; there is nothing to open."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    if command.item_id is not None:
        find_item(context.db, meeting.id, command.item_id)
    rules.check_title(command.title)
    rules.check_named_openly(command.title)
    check_known(context.db, command.readers)
    last = context.db.scalar(select(func.max(Document.position)).where(Document.meeting_id == meeting.id)) or 0
    said: dict[str, Any] = {
        "item_id": command.item_id,
        "title": command.title,
        "position": last + 1,
        "readers": command.readers,
    }
    document = Document(meeting_id=meeting.id, **said, **_nothing())
    context.db.add(document)
    context.db.flush()
    return [OnPaperAdded(document_id=document.id, **said)]


@command("documents.withdraw_secret", allow=Capability.WORK)
class WithdrawSecret(MeetingCommand, frozen=True, kw_only=True):
    """The worker has seen a mark of state secrecy in what was made (`pdf_sha256`) of the content `of` (its SHA-256)."""

    document_id: int
    of: str
    pdf_sha256: str = ""


@command("documents.suspect_secret", allow=Capability.WORK)
class SuspectSecret(MeetingCommand, frozen=True, kw_only=True):
    """A machine has read a mark of state secrecy in the scanned content `of` (its SHA-256)."""

    document_id: int
    of: str


@handles(SuspectSecret)
def suspect_secret(command: SuspectSecret, context: Context) -> list[Event]:
    """A machine may be wrong: nothing is wiped, and nobody but the secretaries reads it, whatever state it is in."""
    document = find_document(context.db, command.meeting_id, command.document_id)
    if command.of != document.sha256 or not hold(document):
        return []
    return [SecretSuspected(document_id=document.id)]


@command("documents.clear_suspicion", allow=Capability.PREPARE)
class ClearSuspicion(MeetingCommand, frozen=True, kw_only=True):
    """Say that the paper is not secret."""

    document_id: int


@handles(ClearSuspicion)
def clear_suspicion(command: ClearSuspicion, context: Context) -> list[Event]:
    """It is read as before, and this content is not suspected again."""
    document = find_document(context.db, command.meeting_id, command.document_id)
    if not document.readers.held:
        return []
    document.readers, document.cleared = replace(document.readers, held=False), True
    return [SuspicionCleared(document_id=document.id)]


@command("documents.confirm_secret", allow=Capability.PREPARE)
class ConfirmSecret(MeetingCommand, frozen=True, kw_only=True):
    """Say that the paper, in which a machine has read a mark, is secret."""

    document_id: int


def suspected(command: ConfirmSecret, context: Context) -> WithdrawSecret | None:
    """What is to be withdrawn then; None when nothing is suspected any more."""
    document = find_document(context.db, command.meeting_id, command.document_id)
    if not document.readers.held:
        return None
    made = document.pdf_sha256 or ""
    return WithdrawSecret(meeting_id=document.meeting_id, document_id=document.id, of=document.sha256, pdf_sha256=made)


def withdraw(command: WithdrawSecret, context: Context) -> list[Event]:
    """At once, whatever state the meeting is in; its title may be secret too, and is forgotten.

    The bytes are wiped by an order that is written with it, so that no end of the worker in between keeps them.
    """
    document = find_document(context.db, command.meeting_id, command.document_id)
    if command.of != document.sha256:
        return []
    for field, value in _nothing().items():
        setattr(document, field, value)
    document.title, document.problem = ON_PAPER_TITLE, rules.WITHDRAWN
    document.pdf_sha256 = document.pages = document.text_sha256 = document.signed = None
    document.readers = replace(document.readers, held=False)
    context.db.execute(delete(FormerVersion).where(FormerVersion.sha256 == command.of))  # nobody is offered it either
    jobs.enqueue(context.db, "documents.wipe", context.now, sha256=command.of, pdf_sha256=command.pdf_sha256)
    return [SecretWithdrawn(document_id=document.id, title=document.title)]


def _nothing() -> dict[str, Any]:
    return {"filename": "", "media_type": "", "sha256": "", "size": 0, "state": DocumentState.ON_PAPER}
