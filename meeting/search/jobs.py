"""The worker's jobs for search: update the index from the journals. Interrupted work continues at the next run."""

import logging
import math
import time
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from meeting.access.actors import SYSTEM
from meeting.commands.registry import MeetingCommand
from meeting.commands.submit import Submit
from meeting.documents.commands import READ_SCANS
from meeting.documents.on_paper import RecordFirstPage
from meeting.documents.texts import kept_texts
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.search import reading
from meeting.search.index import Index
from meeting.search.indexes import index_of
from meeting.search.scans import read_scan
from meeting.search.text import cleaned, texts_of
from meeting.store.sight import see_as_told
from meeting.work.jobs import enqueue, job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 45.0
"""The most seconds of one job: a longer one would count as dead, and other work waits for it."""


def give_up(workshop: Workshop, reason: str) -> None:
    """Log the failure. Nobody waits for it, and it is due again at the next look."""
    log.error("the index was not brought up to date: %s", reason)


@job("search.index", gives_up=give_up)
def bring_up(workshop: Workshop) -> None:
    """Update changed meetings, add new files, and remove files that no longer belong to any paper."""
    index = index_of(workshop.database, workshop.settings.data)
    until = time.monotonic() + PATIENCE_SECONDS
    with workshop.database.read() as db:
        upto, heads, contents = reading.state_of_books(db), reading.heads(db), reading.contents(db)
    _meetings(workshop, index, heads)
    known = index.contents()
    index.forget(known - contents.keys())
    new = {content: words for content, words in sorted(contents.items()) if content not in known}
    if _contents(workshop, index, new, until):
        index.reached(upto)


def _meetings(workshop: Workshop, index: Index, heads: dict[int, str]) -> None:
    known = index.heads()
    for meeting in known.keys() - heads.keys():
        index.write_meeting(meeting, "", [])
    for meeting, head in heads.items():
        if known.get(meeting) != head:
            with workshop.database.read() as db:
                see_as_told(db)
                lines = reading.lines_of(db, meeting)
            index.write_meeting(meeting, head, lines)


def _contents(workshop: Workshop, index: Index, new: Mapping[str, str | None], until: float) -> bool:
    """Return whether every new file was read in time.

    Without a jail no file is read. This also returns True then, so that the job is not repeated forever.
    """
    for content, words in new.items():
        if time.monotonic() > until:
            return False
        try:
            pages = _kept(workshop, words) if words else texts_of(workshop.blobs.path(content))
        except Refused as refused:
            log.warning("papers are not read for the search: %s", refused)
            return True
        index.write_content(content, pages or [], readable=pages is not None)
    return True


def _kept(workshop: Workshop, words: str) -> list[str]:
    """Return the words of a paper that were stored when its PDF was made."""
    return [cleaned(page) for page in kept_texts(workshop.blobs, words)]


def skip_page(workshop: Workshop, reason: str, content: str = "", page: int = 0) -> None:
    """Skip a page that failed repeatedly. If it is a first page, the paper is hidden until the secretary has looked."""
    log.error("a scanned page is not read: %s", reason)
    index = index_of(workshop.database, workshop.settings.data)
    if (content, page) in _unread(workshop, index):
        if page == 1:
            _hide(workshop, content, unseen=True)
        index.add_pages(content, page, [""], unseen=True)


@job(READ_SCANS, gives_up=skip_page)
def read_scans(workshop: Workshop, content: str = "", page: int = 0) -> None:
    """Read one scanned page, if it still waits, then request the next one, behind work requested meanwhile.

    Each job names its page, so that only this page is retried or given up. Without a jail no page is read or counted
    as read; the job is due again in a minute.
    """
    index = index_of(workshop.database, workshop.settings.data)
    _bring_awaited(workshop, index)
    if (content, page) in _unread(workshop, index):
        try:
            _read(workshop, index, content, page)
        except Refused as refused:
            log.warning("scanned papers are not read: %s", refused)
            return
    for following, number in _unread(workshop, index)[:1]:
        _order(workshop, following, number)


def _order(workshop: Workshop, content: str, page: int) -> None:
    now = workshop.clock()
    workshop.database.gate.submit(lambda db: enqueue(db, READ_SCANS, now, content=content, page=page))


def _read(workshop: Workshop, index: Index, content: str, page: int) -> None:
    """Read a page. If it seems to have a mark of secrecy, or could not be checked, the secretary decides. The words of
    a page with a mark are not stored.

    Papers are hidden or shown before the page counts as read: if the worker stops in between, the page is read again.
    A first page in which no mark was looked for shows no paper that came meanwhile.
    """
    with workshop.database.read() as db:
        judged = page == 1 and bool(reading.uncleared(db, content))
    found = read_scan(workshop.blobs.path(content), page, judged=judged)
    if found.secret or found.unseen:
        _hide(workshop, content, unseen=found.unseen)
    elif judged:
        _show(workshop, content)
    if not found.secret:
        index.add_pages(content, page, [found.words], unseen=found.unseen, judged=judged)


def _hide(workshop: Workshop, content: str, *, unseen: bool) -> None:
    """Hide all papers with this content in one transaction: a content of which one paper is held is not read again."""
    with workshop.database.read() as db:
        papers = reading.uncleared(db, content)
    _tell(workshop, [replace(each, unseen=unseen) for each in papers])


def _show(workshop: Workshop, content: str) -> None:
    """Show the papers with this content that are hidden only until their first page is read."""
    with workshop.database.read() as db:
        papers = reading.uncleared(db, content)
    _tell(
        workshop,
        [RecordFirstPage(meeting_id=each.meeting_id, document_id=each.document_id, of=each.of) for each in papers],
    )


def _tell(workshop: Workshop, commands: Sequence[MeetingCommand]) -> None:
    """Submit commands in one transaction. Papers that were removed meanwhile are left out."""

    def tell(submit: Submit) -> None:
        for command in commands:
            try:
                submit(command)
            except Refused as refused:
                if refused.code != NOT_FOUND:
                    raise

    workshop.commands.together(tell, actor=SYSTEM)


def _bring_awaited(workshop: Workshop, index: Index) -> None:
    """Write the scans that are hidden until their first page is read to the index, also while their meeting runs.

    What was read before, for another paper with the same content, is decided at once. A secretary who has cleared a
    content has decided for their own meeting only: if no mark was looked for after that, another secretary must look.
    """
    with workshop.database.read() as db:
        awaited, undecided = reading.awaited(db), reading.undecided(db)
    for content in awaited.keys() & undecided.keys():  # a content of which one paper is held is not read again
        _hide(workshop, content, unseen=undecided[content])
    known = index.known(awaited.keys() - undecided.keys())
    new = awaited.keys() - undecided.keys() - known.keys()
    _contents(workshop, index, {each: awaited[each] for each in sorted(new)}, math.inf)
    for content, seen in known.items():
        if seen.unseen or not seen.is_scan or (seen.ocr and not seen.judged):
            _hide(workshop, content, unseen=True)
        elif seen.ocr:
            _show(workshop, content)


def _unread(workshop: Workshop, index: Index) -> list[tuple[str, int]]:
    """Return (content, next page to read) for the contents that wait for OCR: first pages, which may have a mark of
    secrecy, before all others."""
    with workshop.database.read() as db:
        there = reading.waiting(db, index.unread())
    pages = ((content, known.ocr + 1) for content, known in index.known(there).items())
    return sorted(pages, key=lambda each: (each[1] > 1, each[0]))
