"""The operations that an index of words must have. There are two implementations, one for each kind of database."""

import dataclasses
import json
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from meeting.kernel.refusals import declare
from meeting.search.rules import FoundKind, SearchWords

VERSION = 3
"""The version of the index's content, and of how scans are searched for marks of secrecy. Another one is rebuilt."""
MOST_HITS = 1000
"""The most hits to look through. If there are more, the answer says so."""

OUT_OF_REACH = declare(
    "search.out_of_reach", 503, "Máy chủ chưa đọc được phần tìm kiếm (đĩa đầy hoặc lỗi đĩa). Hãy thử lại sau ít phút."
)


class Findable(NamedTuple):
    """Something in a meeting that can be found. `item` is the id of its item or 0, `ref` its own id."""

    kind: FoundKind
    item: int
    ref: int
    text: str


class Hit(NamedTuple):
    """The place of a hit: a page of a content (its SHA-256), or a line of a meeting."""

    id: int
    kind: FoundKind
    content: str
    page: int
    meeting: int
    item: int
    ref: int


class Content(NamedTuple):
    """The known facts about a file: its pages, the pages with text (-1: unreadable), and the pages that OCR has read.

    `unseen`: OCR could not examine the whole first page for marks of secrecy. `judged`: OCR searched it for such
    marks; it is read without a search where secretaries have cleared every paper with this file.
    """

    pages: int
    written: int
    ocr: int = 0
    unseen: bool = False
    judged: bool = False

    @property
    def is_scan(self) -> bool:
        """Return whether the file itself had no text."""
        return self.pages > 0 and (self.written == 0 or self.ocr > 0)


@dataclasses.dataclass(frozen=True)
class Allowed:
    """The ids that one reader may see; `contents` by SHA-256. `hidden`: items in these meetings that they may not see.

    `officers`: meetings whose list of people they may see.
    """

    meetings: Collection[int] = ()
    officers: Collection[int] = ()
    hidden: Collection[int] = ()
    documents: Collection[int] = ()
    contents: Collection[str] = ()

    def lists(self) -> dict[str, str]:
        """Return each of these lists as JSON, by name."""
        return {name: json.dumps(list(value)) for name, value in vars(self).items()}


class Index(Protocol):
    """The searches of the pages, and the writing by the worker."""

    def find(self, sought: SearchWords, allowed: Allowed) -> list[Hit]:
        """Return the hits, best first: words next to each other before words anywhere. At most MOST_HITS + 1."""

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the text of some of the lines found."""

    def known(self, contents: Collection[str]) -> dict[str, Content]:
        """Return what is known of these contents; contents that were never read are left out."""

    def upto(self) -> str:
        """Return the state of the journals when everything in them was in the index; empty when it never was."""

    def reached(self, upto: str) -> None:
        """Record that everything in the books up to here is in the index."""

    def heads(self) -> dict[int, str]:
        """Return the meetings in the index, each with the state of its journal when it was written."""

    def write_meeting(self, meeting: int, head: str, lines: Sequence[Findable]) -> None:
        """Replace the lines of a meeting. An empty `head` without lines removes the meeting from the index."""

    def contents(self) -> set[str]:
        """Return every content that was read."""

    def unread(self) -> set[str]:
        """Return the scanned contents with pages that OCR has not read."""

    def write_content(self, content: str, pages: Sequence[str], *, readable: bool = True) -> None:
        """Write the texts of a file's pages, first page first."""

    def add_pages(
        self, content: str, first: int, pages: Sequence[str], *, unseen: bool = False, judged: bool = False
    ) -> None:
        """Add texts that OCR has read in a known file, from page `first` on.

        `unseen`: page `first` was not fully examined. `judged`: it is the first page, and was searched for a mark.
        """

    def forget(self, contents: Collection[str]) -> None:
        """Remove contents that no longer belong to any paper."""


UNREAD = "pages > ocr AND (written = 0 OR ocr > 0)"
"""The SQL condition for a scanned content that waits for OCR."""

UNSEEN = "EXISTS (SELECT 1 FROM {entry} WHERE content = sha256 AND content <> '' AND page = 1 AND text = '')"
"""The SQL condition for a content whose first page was not fully examined: it has an entry without words.

`content <> ''` is for SQLite, whose partial index of contents holds no others. Without it every entry would be read.
"""

ALLOWED = """(
  content <> '' AND content IN (SELECT value FROM {contents})
  OR content = '' AND CASE kind
    WHEN 'person' THEN meeting IN (SELECT {number} FROM {officers})
    WHEN 'paper' THEN ref IN (SELECT {number} FROM {documents})
    ELSE meeting IN (SELECT {number} FROM {meetings}) END
  AND item NOT IN (SELECT {number} FROM {hidden})
)"""
"""The SQL condition of every search, so that nothing else is counted or shown."""


def side_by_side(sought: SearchWords) -> tuple[str, ...]:
    """Return the words for a phrase search: with accents if one of them was typed with accents."""
    return sought.exact if any(sought.accented(n) for n in range(len(sought.exact))) else sought.plain


def accented_side(sought: SearchWords) -> bool:
    """Return whether words next to each other are compared with their accents."""
    return side_by_side(sought) is sought.exact
