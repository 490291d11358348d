"""The index: what a database of words must be able to do. There are two, one beside each kind of database."""

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
    """One thing of a meeting that can be found: `item` 0 when it is under none, `ref` its own number."""

    kind: FoundKind
    item: int
    ref: int
    text: str


class Hit(NamedTuple):
    """Where the words stand: a page of a content (its SHA-256), or a line of a meeting."""

    id: int
    kind: FoundKind
    content: str
    page: int
    meeting: int
    item: int
    ref: int


class Content(NamedTuple):
    """What is known of a file: how many pages it has, on how many of them letters were found (-1: it cannot be read),
    and on how many OCR has looked for them. `unseen`: it could not look at all of the first page."""

    pages: int
    written: int
    ocr: int = 0
    unseen: bool = False
    judged: bool = False

    @property
    def is_scan(self) -> bool:
        """Whether it had no letters of its own."""
        return self.pages > 0 and (self.written == 0 or self.ocr > 0)


@dataclasses.dataclass(frozen=True)
class Allowed:
    """What one reader may see, by number; `contents` by SHA-256. `hidden`: items of these meetings they may not see.

    `officers`: meetings whose list of people they may see.
    """

    meetings: Collection[int] = ()
    officers: Collection[int] = ()
    hidden: Collection[int] = ()
    documents: Collection[int] = ()
    contents: Collection[str] = ()

    def lists(self) -> dict[str, str]:
        """Each of them as JSON, by name."""
        return {name: json.dumps(list(value)) for name, value in vars(self).items()}


class Index(Protocol):
    """What the pages ask, and what the worker writes."""

    def find(self, sought: SearchWords, allowed: Allowed) -> list[Hit]:
        """Return the hits, best first: words next to each other before words anywhere. At most MOST_HITS + 1."""

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """What stands in some of the lines found."""

    def known(self, contents: Collection[str]) -> dict[str, Content]:
        """Which of these contents were read."""

    def upto(self) -> str:
        """How far the books were when everything in them was in the index; empty when it never was."""

    def reached(self, upto: str) -> None:
        """All that stands in the books so far is in the index."""

    def heads(self) -> dict[int, str]:
        """Which meetings are in it, and how far their book was."""

    def write_meeting(self, meeting: int, head: str, lines: Sequence[Findable]) -> None:
        """These are the lines of a meeting, and no others; none, and no head: it is not in the index any more."""

    def contents(self) -> set[str]:
        """Every content that was read."""

    def unread(self) -> set[str]:
        """Scanned contents of which OCR has not looked at every page."""

    def write_content(self, content: str, pages: Sequence[str], *, readable: bool = True) -> None:
        """These are the texts of the pages of a file, the first page first."""

    def add_pages(
        self, content: str, first: int, pages: Sequence[str], *, unseen: bool = False, judged: bool = False
    ) -> None:
        """Add texts that OCR has read in a known file, from page `first` on.

        `unseen`: page `first` was not fully examined. `judged`: it is the first page, and was searched for a mark.
        """

    def forget(self, contents: Collection[str]) -> None:
        """These are no paper's any more."""


UNREAD = "pages > ocr AND (written = 0 OR ocr > 0)"
"""What makes a content a scanned one that waits, in SQL."""

UNSEEN = "EXISTS (SELECT 1 FROM {entry} WHERE content = sha256 AND content <> '' AND page = 1 AND text = '')"
"""What makes the first page of a content one of which not all was looked at, in SQL: an entry without words.

That a content has a name is said for SQLite, whose index of contents holds no others: it would read every entry."""

ALLOWED = """(
  content <> '' AND content IN (SELECT value FROM {contents})
  OR content = '' AND CASE kind
    WHEN 'person' THEN meeting IN (SELECT {number} FROM {officers})
    WHEN 'paper' THEN ref IN (SELECT {number} FROM {documents})
    ELSE meeting IN (SELECT {number} FROM {meetings}) END
  AND item NOT IN (SELECT {number} FROM {hidden})
)"""
"""What every search is held to, whatever it looks for: nothing else is counted or shown."""


def side_by_side(sought: SearchWords) -> tuple[str, ...]:
    """Return the words for a phrase search: with accents if one of them was typed with accents."""
    return sought.exact if any(sought.accented(n) for n in range(len(sought.exact))) else sought.plain


def accented_side(sought: SearchWords) -> bool:
    """Return whether words next to each other are compared with their accents."""
    return side_by_side(sought) is sought.exact
