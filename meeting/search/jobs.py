"""The worker's part of search: bring the index up to the books. What breaks off goes on at the next look."""

import logging
import time
from collections.abc import Collection, Mapping

from meeting.documents.texts import kept_texts
from meeting.kernel.refusals import Refused
from meeting.search import reading
from meeting.search.index import Index
from meeting.search.indexes import index_of
from meeting.search.text import OCR_PAGES, cleaned, ocr_program, scanned_texts, texts_of
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 45.0
"""Of one job: a longer one would be taken for dead, and other work waits behind it."""


def give_up(workshop: Workshop, reason: str) -> None:
    """Nobody waits for it: it is due again at the next look."""
    log.error("the index was not brought up to date: %s", reason)


@job("search.index", gives_up=give_up)
def bring_up(workshop: Workshop) -> None:
    """Meetings whose book went on, files that are new, files that are no paper's any more; then scanned pages."""
    index = index_of(workshop.database, workshop.settings.data)
    until = time.monotonic() + PATIENCE_SECONDS
    with workshop.database.read() as db:
        upto, heads, contents = reading.state_of_books(db), reading.heads(db), reading.contents(db)
    _meetings(workshop, index, heads)
    known = index.contents()
    index.forget(known - contents.keys())
    new = {content: words for content, words in sorted(contents.items()) if content not in known}
    if _contents(workshop, index, new, until) and _scans(workshop, index, contents, until):
        index.reached(upto)


def _meetings(workshop: Workshop, index: Index, heads: dict[int, str]) -> None:
    known = index.heads()
    for meeting in known.keys() - heads.keys():
        index.write_meeting(meeting, "", [])
    for meeting, head in heads.items():
        if known.get(meeting) != head:
            with workshop.database.read() as db:
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


def _scans(workshop: Workshop, index: Index, contents: Collection[str], until: float) -> bool:
    """Whether no scanned file waits for OCR any more; a few pages of each at a time."""
    if ocr_program() is None:
        return True
    for content, known in sorted(index.known(contents).items()):
        for first in range(known.ocr + 1, known.pages + 1, OCR_PAGES) if known.written == 0 or known.ocr else ():
            if time.monotonic() > until:
                return False
            last = min(first + OCR_PAGES - 1, known.pages)
            read = scanned_texts(workshop.blobs.path(content), first, last) or []
            index.add_pages(content, first, (read + [""] * OCR_PAGES)[: last - first + 1])
    return True
