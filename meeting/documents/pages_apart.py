"""The task that reads pages, run in the jail: `python -m meeting.documents.pages_apart` (see conversion.py)."""

import unicodedata
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.secrecy import is_secret
from meeting.documents.conversion import MOST_LETTERS, MOST_PAGES, AskedPages, ConvertedPages
from meeting.kernel.task import answer_request

FEW = 40
"""The most letters of a line that a scanner puts on each page. The first page of a printed paper has more."""


def read(asked: AskedPages) -> ConvertedPages:
    """Return the number of pages of a PDF, and their words; a damaged one ends the task."""
    paper = pypdfium2.PdfDocument(asked.path)
    words, properties = first_page(Path(asked.path))
    if is_secret("", words, properties):
        return ConvertedPages(count=len(paper), texts=[], secret=True)
    texts = [_words(paper, number) for number in range(min(len(paper), MOST_PAGES))]
    return ConvertedPages(count=len(paper), texts=texts, picture=bool(texts) and _is_picture(paper, texts[0]))


def _is_picture(paper: pypdfium2.PdfDocument, words: str) -> bool:
    """Return whether the first page is a scan: a picture with at most a scanner's own line, or no letter at all."""
    letters = sum(map(str.isalnum, words))
    if letters > FEW:
        return False
    try:
        return any(not letters or drawn.type == raw.FPDF_PAGEOBJ_IMAGE for drawn in paper[0].get_objects())
    except pypdfium2.PdfiumError:
        return True


def _words(paper: pypdfium2.PdfDocument, number: int) -> str:
    """Return a page's words, composed and cleaned; empty for an unreadable page."""
    try:
        page = paper[number]
        text = page.get_textpage().get_text_range(count=-1)
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    lines = text[: 2 * MOST_LETTERS].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c == "\n" or not unicodedata.category(c).startswith("C"))
    return unicodedata.normalize("NFC", kept)[:MOST_LETTERS]


if __name__ == "__main__":
    answer_request(AskedPages, read)
