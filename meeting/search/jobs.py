"""The worker's part of search: bring the index up to the books. What breaks off goes on at the next look."""

import logging
import time
from collections.abc import Mapping

from meeting.access.actors import SYSTEM
from meeting.documents.texts import kept_texts
from meeting.kernel.refusals import Refused
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
"""Of one job: a longer one would be taken for dead, and other work waits behind it."""


def give_up(workshop: Workshop, reason: str) -> None:
    """Nobody waits for it: it is due again at the next look."""
    log.error("the index was not brought up to date: %s", reason)


@job("search.index", gives_up=give_up)
def bring_up(workshop: Workshop) -> None:
    """Meetings whose book went on, files that are new, files that are no paper's any more."""
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
    """Whether every new file was read in time. Without a jail none is, and that is no reason to try for ever."""
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
    """The words of a paper as they were read when its PDF was made."""
    return [cleaned(page) for page in kept_texts(workshop.blobs, words)]


def skip_page(workshop: Workshop, reason: str, content: str = "", page: int = 0) -> None:
    """The page at which it failed again and again is not looked at any more; the secretary is told of a first page."""
    log.error("a scanned page is not read: %s", reason)
    index = index_of(workshop.database, workshop.settings.data)
    if (content, page) in _unread(workshop, index):
        index.add_pages(content, page, [""], unseen=True)


@job("search.read_scans", gives_up=skip_page)
def read_scans(workshop: Workshop, content: str = "", page: int = 0) -> None:
    """One scanned page, if it still waits, then the order of the next one, behind whatever was ordered meanwhile.

    Each order names its page, so that what is tried again, and given up, is that page and no other. Without a jail
    none is read, nor counted as read: it is due again in a minute.
    """
    index = index_of(workshop.database, workshop.settings.data)
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
    workshop.database.gate.submit(lambda db: enqueue(db, "search.read_scans", now, content=content, page=page))


def _read(workshop: Workshop, index: Index, content: str, page: int) -> None:
    """Read a page; when it bears a mark, it seems, the secretary decides, and no word of it is kept."""
    with workshop.database.read() as db:
        papers = reading.uncleared(db, content)
    found = read_scan(workshop.blobs.path(content), page, judged=bool(papers))
    if not found.secret:
        index.add_pages(content, page, [found.words], unseen=found.unseen)
    for command in papers if found.secret else ():
        workshop.commands.submit(command, actor=SYSTEM)


def _unread(workshop: Workshop, index: Index) -> list[tuple[str, int]]:
    """Contents that wait to be read, in their order, and of each the page that comes next."""
    with workshop.database.read() as db:
        there = reading.waiting(db, index.unread())
    return [(content, known.ocr + 1) for content, known in sorted(index.known(there).items())]
