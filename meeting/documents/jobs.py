"""The worker's jobs for papers: make the PDF for tablets, and read its pages."""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import select

from meeting.access.actors import SYSTEM
from meeting.documents.commands import RecordNoRendition, RecordRendition
from meeting.documents.conversion import CannotConvert, convert, read_pages, read_signatures
from meeting.documents.ocr import can_read_scans
from meeting.documents.on_paper import WithdrawSecret
from meeting.documents.rules import PDF, DocumentState
from meeting.documents.signatures import Signatures
from meeting.documents.tables import PAPERS, Document
from meeting.documents.texts import keep_texts
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.register.keeping import revocations_of
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)


def give_up(workshop: Workshop, reason: str, *, meeting_id: int, document_id: int) -> None:
    """Tell the meeting that there is no PDF, so that the original is offered as a download."""
    for document in _converting(workshop, document_id):
        which = {"meeting_id": meeting_id, "document_id": document_id}
        _tell(workshop, RecordNoRendition(reason=reason, of=document.sha256, **which))


@job("documents.render", gives_up=give_up)
def render(workshop: Workshop, *, meeting_id: int, document_id: int) -> None:
    """Show a PDF as it is, or convert an office file.

    A version that was replaced or removed meanwhile is made too if it is still published.
    """
    for document in _converting(workshop, document_id):
        _render(workshop, document)


def _converting(workshop: Workshop, document_id: int) -> list[Document]:
    """Return the versions of a paper to convert: in the plan and as published, each content once."""
    with workshop.database.read() as db:
        found = [row for kind in PAPERS if (row := db.get(kind, document_id)) is not None]
    return list({row.sha256: row for row in found if row.state == DocumentState.CONVERTING}.values())


def _render(workshop: Workshop, document: Document) -> None:
    which: dict[str, Any] = {"meeting_id": document.meeting_id, "document_id": document.id, "of": document.sha256}
    try:
        sha256 = _pdf_of(workshop, document)
        pages = read_pages(workshop.blobs.path(sha256))
        if pages.secret:
            _withdraw(workshop, document, sha256)
            return
    except CannotConvert as reason:
        _tell(workshop, RecordNoRendition(reason=str(reason), **which))
        return
    words = keep_texts(workshop.blobs, pages.texts)
    which["signed"] = _signatures(workshop, document)
    awaited = pages.picture and pages.is_scan and can_read_scans()
    which |= {"awaited": awaited, "unseen": pages.picture and not awaited}
    _tell(workshop, RecordRendition(pdf_sha256=sha256, pages=pages.count, text_sha256=words, **which))


def _signatures(workshop: Workshop, document: Document) -> Signatures | None:
    """Return the signatures of an incoming PDF; a converted file has no signatures."""
    if document.media_type != PDF:
        return None
    trusted = workshop.keyring.trusted()
    with workshop.database.read() as db:
        revoked = revocations_of(db)
    return read_signatures(workshop.blobs.path(document.sha256), trusted, revoked)


def _withdraw(workshop: Workshop, document: Document, pdf_sha256: str) -> None:
    """Withdraw a paper whose PDF contains the mark: it is handed out on paper, and no byte of it stays here."""
    which = {"meeting_id": document.meeting_id, "document_id": document.id}
    _tell(workshop, WithdrawSecret(of=document.sha256, pdf_sha256=pdf_sha256, **which))


def give_up_wiping(workshop: Workshop, reason: str, *, sha256: str, pdf_sha256: str) -> None:
    """Write to the log which files the operator must remove."""
    log.error("a secret content could not be wiped, remove it by hand: %s %s: %s", sha256, pdf_sha256, reason)


@job("documents.wipe", gives_up=give_up_wiping)
def wipe(workshop: Workshop, *, sha256: str, pdf_sha256: str) -> None:
    """Delete a secret content completely, in every meeting in which it was handed in."""
    with workshop.database.read() as db:
        chosen = [select(kind.meeting_id, kind.id).where(kind.sha256 == sha256) for kind in PAPERS]
        others = {(row[0], row[1]) for query in chosen for row in db.execute(query)}
    for meeting_id, document_id in sorted(others):
        which = {"meeting_id": meeting_id, "document_id": document_id}
        _tell(workshop, WithdrawSecret(of=sha256, pdf_sha256=pdf_sha256, **which))
    for each in filter(None, (sha256, pdf_sha256)):
        workshop.blobs.wipe(each)


def _tell(workshop: Workshop, command: RecordRendition | RecordNoRendition | WithdrawSecret) -> None:
    """Submit a result. A paper that was removed meanwhile does not need it."""
    try:
        workshop.commands.submit(command, actor=SYSTEM)
    except Refused as refused:
        if refused.code != NOT_FOUND:
            raise


def _pdf_of(workshop: Workshop, document: Document) -> str:
    if document.media_type == PDF:
        return document.sha256
    return workshop.blobs.put(convert(workshop.blobs.path(document.sha256), Path(document.filename).suffix.lower()))
