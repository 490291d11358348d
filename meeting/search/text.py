"""The text of papers, page by page, read in the jail. For scanned papers see scans."""

from pathlib import Path

import msgspec

from meeting.kernel.text import clean
from meeting.work.jail import Bounds, JailFailed, ask_jailed

BOUNDS = Bounds(seconds=90, memory=2 << 30)
LONGEST_PAGE = 20_000
"""The most letters of a page that are kept; a printed page has about three thousand."""
MOST_PAGES = 3_000


class AskedTexts(msgspec.Struct, frozen=True):
    """The absolute path of a PDF."""

    path: str


class Texts(msgspec.Struct, frozen=True):
    """The words of each page, the first page first."""

    pages: list[str]


def texts_of(path: Path) -> list[str] | None:
    """Return the text of each page, empty for a picture; None when the file cannot be read.

    Raises Refused without a jail.
    """
    place = path.resolve()
    try:
        found = ask_jailed("meeting.search.text_apart", AskedTexts(path=str(place)), Texts, BOUNDS, reads=[place])
    except JailFailed:
        return None
    return [cleaned(page) for page in found.pages]


def cleaned(page: str) -> str:
    """Return a page's text without hyphenation at line ends and with single spaces."""
    whole = page.replace("\ufffe\r\n", "").replace("\ufffe\n", "").replace("\u00ad\n", "").replace("\ufffe", "")
    return "\n".join(" ".join(line.split()) for line in clean(whole).split("\n") if line.strip())[:LONGEST_PAGE]
