"""What the first page of a file says, its headers and stamps, and its properties: read in the jail only."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from defusedxml.ElementTree import iterparse
from pypdfium2 import raw

_MOST = 20_000
"""Letters of one part that are read: more than a first page holds."""
_PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml|meta\.xml")
_FIRST = re.compile(
    r"word/(header|footer)\d*\.xml|word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet1\.xml"
    r"|ppt/slides/slide1\.xml|content\.xml|styles\.xml"
)
_BREAKS = ("p", "h", "si", "br", "tab", "oddHeader", "oddFooter", "firstHeader", "firstFooter")


class FirstPage(NamedTuple):
    """The words of a first page, and the values of the properties."""

    words: str = ""
    properties: tuple[str, ...] = ()


def first_page(path: Path) -> FirstPage:
    """Of a PDF or an office file in XML; nothing of other files, and of what cannot be read."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
        if begins == b"PK\x03\x04":
            return _of_archive(path)
        return of_pdf(path) if begins != b"\xd0\xcf\x11\xe0" else FirstPage()
    except Exception:  # whatever a parser stumbles over: the file is judged by what can be read of it
        return FirstPage()


def of_pdf(path: Path) -> FirstPage:
    """The first page with what is stamped on it (annotations), and the document's properties."""
    paper = pypdfium2.PdfDocument(path)
    try:
        properties = tuple(paper.get_metadata_dict(skip_empty=True).values())
        page = paper[0]
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = paper[0]
        words = page.get_textpage().get_text_range()[:_MOST]
    finally:
        paper.close()
    return FirstPage(words.replace("\r", "\n"), properties)


def _of_archive(path: Path) -> FirstPage:
    words, properties = [], []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _FIRST.fullmatch(name):
                words.append("".join(itertools.islice(_texts(archive.read(name)), _MOST)))
            elif _PROPERTIES.fullmatch(name):
                properties += [text for text in "".join(_texts(archive.read(name), every=True)).split("\n") if text]
    return FirstPage("\n".join(words), tuple(properties))


def _texts(part: bytes, *, every: bool = False) -> Iterator[str]:
    """Text of an XML part with an end of line after each paragraph, or after every element."""
    for _, element in iterparse(io.BytesIO(part), events=("end",), forbid_dtd=True):
        yield element.text or ""
        if every or element.tag.rpartition("}")[2] in _BREAKS:
            yield "\n"
