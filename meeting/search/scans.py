"""Scanned papers: read by machine where the system can, page by page; the paper itself is never changed.

Tesseract reads a picture of the page, in the jail and behind everything else on the machine.
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
    """How far a scanned paper is: it waits or is being read; it was read; nothing could be read in it."""

    READING = "reading"
    READ = "read"
    SILENT = "silent"


class Scan(NamedTuple):
    """How far a scanned paper is, and so many of its pages were looked at. `unseen`: not all of the first was."""

    state: ScanState
    looked: int
    pages: int
    unseen: bool = False


class AskedScan(msgspec.Struct, frozen=True):
    """The absolute path of a PDF, and a page of it (from 1). `judged`: whether a mark of secrecy is looked for."""

    path: str
    page: int
    judged: bool


class Scanned(msgspec.Struct, frozen=True):
    """What stands on the page. `secret`: a mark of state secrecy, it seems, and nothing else is told of it.

    `unseen`: the time did not last to look for a mark everywhere.
    """

    words: str = ""
    secret: bool = False
    unseen: bool = False


def read_scan(path: Path, page: int, *, judged: bool) -> Scanned:
    """What stands on a scanned page; nothing where it cannot be read. Only the first page can bear a mark.

    JailFailed where a mark was to be looked for and nobody could; Refused without a jail.
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
    """How far a paper is, of what the index knows of it; None of one that has letters of its own."""
    if known is None or not known.is_scan:
        return None
    if known.ocr < known.pages and can_read:
        return Scan(ScanState.READING, known.ocr, known.pages, known.unseen)
    return Scan(ScanState.READ if known.written > 0 else ScanState.SILENT, known.ocr, known.pages, known.unseen)
