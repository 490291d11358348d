"""The text of papers, page by page: read in the jail; of scanned ones by OCR where the system has it."""

import shutil
import tempfile
from pathlib import Path

import msgspec

from meeting.kernel.text import clean
from meeting.work.jail import Bounds, JailFailed, ask_jailed, run_jailed

BOUNDS = Bounds(seconds=90, memory=2 << 30)
OCR_BOUNDS = Bounds(seconds=150, memory=3 << 30, file_size=1 << 30)
OCR_PAGES = 10
"""So many scanned pages are read in one go: other work waits behind it."""
LONGEST_PAGE = 20_000
"""Letters of a page that are kept; a page of print has some three thousand."""
MOST_PAGES = 3_000


class Asked(msgspec.Struct, frozen=True):
    """The absolute path of a PDF."""

    path: str


class Texts(msgspec.Struct, frozen=True):
    """What stands on each page, the first page first."""

    pages: list[str]


def texts_of(path: Path) -> list[str] | None:
    """The text of each page, empty for a picture; None when the file cannot be read. Refused without a jail."""
    place = path.resolve()
    try:
        found = ask_jailed("meeting.search.text_apart", Asked(path=str(place)), Texts, BOUNDS, reads=[place])
    except JailFailed:
        return None
    return [cleaned(page) for page in found.pages]


def cleaned(page: str) -> str:
    """As people would read it: words parted at the end of a line are one again, space is even."""
    whole = page.replace("\ufffe\r\n", "").replace("\ufffe\n", "").replace("\u00ad\n", "").replace("\ufffe", "")
    return "\n".join(" ".join(line.split()) for line in clean(whole).split("\n") if line.strip())[:LONGEST_PAGE]


def ocr_program() -> str | None:
    """`ocrmypdf`, where it is installed."""
    return shutil.which("ocrmypdf")


def scanned_texts(path: Path, first: int, last: int) -> list[str] | None:
    """What OCR reads on pages `first` to `last` (from 1); None when it cannot. Refused without a jail."""
    place, program = path.resolve(), ocr_program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="meeting-") as name:
        result = Path(name) / "out.pdf"
        command = [program, "--language", "vie", "--skip-text", "--pages", f"{first}-{last}", "--output-type", "pdf"]
        command += ["--optimize", "0", "--jobs", "1", "--quiet", str(place), str(result)]
        try:
            run_jailed(command, OCR_BOUNDS, reads=[place], folder=Path(name))
        except JailFailed:
            return None
        found = texts_of(result) if result.is_file() and not result.is_symlink() else None
    return found[first - 1 : last] if found is not None else None
