"""Scanned papers: read page by page where the system can. The paper itself is never changed.

Tesseract reads a picture of the page, in the jail and with the lowest priority.
"""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from meeting.search.index import Content
from meeting.search.text import cleaned
from meeting.work.jail import Bounds, JailFailed, ask_jailed

PAGE_BOUNDS = Bounds(seconds=45, memory=3 << 30, nice=19)


class ScanState(StrEnum):
    """The state of a scanned paper: being read, read, or read without finding words."""

    READING = "reading"
    READ = "read"
    SILENT = "silent"


class Scan(NamedTuple):
    """The state of a scanned paper, and how many pages were read. `unseen`: the first page was not fully examined."""

    state: ScanState
    looked: int
    pages: int
    unseen: bool = False


class AskedScan(msgspec.Struct, frozen=True):
    """The absolute path of a PDF and one of its pages (from 1). `judged`: look for a mark of secrecy."""

    path: str
    page: int
    judged: bool


class Scanned(msgspec.Struct, frozen=True):
    """The words of the page. `secret`: it seems to have a mark of state secrecy; then the rest is left out.

    `unseen`: there was not enough time to look for a mark everywhere.
    """

    words: str = ""
    secret: bool = False
    unseen: bool = False


def read_scan(path: Path, page: int, *, judged: bool) -> Scanned:
    """Return the words of a scanned page; empty when unreadable. Only the first page is searched for a mark.

    Raises JailFailed when that search failed, and Refused without a jail.
    """
    place = path.resolve()
    asked = AskedScan(path=str(place), page=page, judged=judged and page == 1)
    try:
        found = ask_jailed("meeting.search.scan_apart", asked, Scanned, PAGE_BOUNDS, reads=[place])
    except JailFailed:
        if asked.judged:
            raise
        return Scanned()
    return Scanned(cleaned(found.words), found.secret, found.unseen)


def scan_of(known: Content | None, *, can_read: bool) -> Scan | None:
    """Return a paper's state according to the index; None for a paper that has its own text."""
    if known is None or not known.is_scan:
        return None
    if known.ocr < known.pages and can_read:
        return Scan(ScanState.READING, known.ocr, known.pages, known.unseen)
    return Scan(ScanState.READ if known.written > 0 else ScanState.SILENT, known.ocr, known.pages, known.unseen)
