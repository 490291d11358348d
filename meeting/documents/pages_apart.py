"""The reading of pages, run in the jail: `python -m meeting.documents.pages_apart` (see conversion.py)."""

import unicodedata
from pathlib import Path

import pypdfium2

from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.secrecy import is_secret
from meeting.documents.conversion import MOST_LETTERS, MOST_PAGES, AskedPages, Pages
from meeting.work.jail import answer_jailed


def read(asked: AskedPages) -> Pages:
    """Count the pages of a PDF and read their words; a damaged one ends the task."""
    paper = pypdfium2.PdfDocument(asked.path)
    words, properties = first_page(Path(asked.path))
    if is_secret("", words, properties):
        return Pages(count=len(paper), texts=[], secret=True)
    return Pages(count=len(paper), texts=[_words(paper, number) for number in range(min(len(paper), MOST_PAGES))])


def _words(paper: pypdfium2.PdfDocument, number: int) -> str:
    """What a page says, composed, without marks that no text has; nothing of a page that cannot be read."""
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
    answer_jailed(AskedPages, read)
