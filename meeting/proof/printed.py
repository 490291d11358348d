"""Printed: the text lines of a paper as a reader sees them, page by page."""

import unicodedata

import pypdfium2

Line = tuple[int, str]


def lines(pdf: bytes) -> list[Line]:
    """Return (page from 1, text) of every line, with single spaces.

    Raises pypdfium2.PdfiumError for a file that is no PDF.
    """
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            text = unicodedata.normalize("NFC", page.get_textpage().get_text_bounded())
            found += [(number, " ".join(line.split())) for line in text.splitlines() if line.strip()]
    return found


def difference(printed: list[Line], expected: list[Line]) -> str | None:
    """Return a sentence about the first different line; None when all are the same."""
    for (page, text), (_, wanted) in zip(printed, expected, strict=False):
        if text != wanted:
            return f"trang {page} in “{text}”, theo nhật ký phải là “{wanted}”"
    if len(printed) == len(expected):
        return None
    return f"biên bản có {len(printed)} dòng, theo nhật ký phải có {len(expected)} dòng"
