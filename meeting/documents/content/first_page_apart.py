"""Reads the first page of a file, its headers and stamps, and its properties. Runs in the jail only."""

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from defusedxml.ElementTree import DefusedXMLParser
from pypdfium2 import raw

from meeting.documents.content.old_office_apart import read_old_office

_MOST = 20_000
"""The most letters of a page, or pieces of a part, that are read: more than a first page holds."""
_PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml|meta\.xml")
_FIRST = re.compile(
    r"word/(header|footer)\d*\.xml|word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet1\.xml"
    r"|ppt/slides/slide1\.xml|content\.xml|styles\.xml"
)
_PIECE = 64 * 2**10
_BREAKS = (
    *("p", "h", "si", "c", "br", "cr", "tab", "line-break", "txbxContent", "text-box"),
    *("oddHeader", "oddFooter", "firstHeader", "firstFooter"),
)


Box = tuple[float, float, float, float]
"""The box of a letter on a page, in points: left, bottom, right, top."""


class FirstPage(NamedTuple):
    """The words of a first page, and the values of the properties."""

    words: str = ""
    properties: tuple[str, ...] = ()


def first_page(path: Path) -> FirstPage:
    """Return the words of a PDF or an office file; for an old one, those around marks. Leaves out unreadable parts."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
        if begins == b"PK\x03\x04":
            return _of_archive(path)
        return FirstPage(*read_old_office(path)) if begins == b"\xd0\xcf\x11\xe0" else of_pdf(path)
    except Exception:  # a parser may raise anything: the file is judged by what can be read
        return FirstPage()


def of_pdf(path: Path) -> FirstPage:
    """Return the words of the first page, with stamps on it (annotations), and the document's properties."""
    paper = pypdfium2.PdfDocument(path)
    try:
        properties = tuple(paper.get_metadata_dict(skip_empty=True).values())
        page = paper[0]
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = paper[0]
        text = page.get_textpage()
        words = text.get_text_range()[:_MOST].replace("\r", "\n")
        return FirstPage(f"{words}\n\n{_cut_at_gaps(text)}", properties)
    finally:
        paper.close()


def _cut_at_gaps(text: pypdfium2.PdfTextPage) -> str:
    """Return the page's words with a line end wherever two letters of a line are far apart.

    So a mark beside the date gets its own line. A change of the font is not a gap: a law prints the degrees in bold.
    """
    words, former = [], None
    for place in range(min(text.count_chars(), _MOST)):
        letter = chr(raw.FPDFText_GetUnicode(text, place))
        if not letter.isspace():
            box = text.get_charbox(place, loose=True)
            if former and _is_apart(former, box):
                words.append("\n")
            former = box
        words.append("\n" if letter == "\r" else letter)
    return "".join(words)


def _is_apart(one: Box, other: Box) -> bool:
    """Return whether the gap between two letters is larger than 1.5 times the larger one, in any direction."""
    sides = [max(abs(box[2] - box[0]), abs(box[3] - box[1])) for box in (one, other)]
    gaps = [max(one[side], other[side]) - min(one[side + 2], other[side + 2]) for side in (0, 1)]
    return max(gaps) > 1.5 * max(sides)


def _of_archive(path: Path) -> FirstPage:
    words, properties = [], []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _FIRST.fullmatch(name):
                words.append(_text(archive, name))
            elif _PROPERTIES.fullmatch(name):
                properties += [text for text in _text(archive, name, every=True).split("\n") if text]
    return FirstPage("\n".join(words), tuple(properties))


class _Words:
    """Collects what the parser reports: the text in order, with a line end around each paragraph and box, or around
    every element."""

    def __init__(self, *, every: bool) -> None:
        self.words: list[str] = []
        self._every = every

    def start(self, tag: str, _: object) -> None:
        if self._every or tag.rpartition("}")[2] in _BREAKS:
            self.words.append("\n")

    def end(self, tag: str) -> None:
        self.start(tag, None)

    def data(self, text: str) -> None:
        self.words.append(text)


def _text(archive: zipfile.ZipFile, name: str, *, every: bool = False) -> str:
    """Return the words of an XML part, up to about `_MOST` pieces."""
    told = _Words(every=every)
    parser = DefusedXMLParser(target=told, forbid_dtd=True)
    with archive.open(name) as part:
        while len(told.words) < _MOST and (piece := part.read(_PIECE)):
            parser.feed(piece)
    return "".join(told.words)
