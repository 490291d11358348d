"""Read the text of a PDF inside the jail: `python -m meeting.search.text_apart` (see text.py)."""

import pypdfium2

from meeting.kernel.task import answer_request
from meeting.search.text import LONGEST_PAGE, MOST_PAGES, AskedTexts, Texts


def read(asked: AskedTexts) -> Texts:
    """Return the text of every page. A damaged file raises an error; a damaged page is empty."""
    document = pypdfium2.PdfDocument(asked.path)
    return Texts(pages=[_page(document, number) for number in range(min(len(document), MOST_PAGES))])


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage()
        said = text.get_text_range(count=min(text.count_chars(), 2 * LONGEST_PAGE))
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return str(said).encode("utf-8", "ignore").decode()


if __name__ == "__main__":
    answer_request(AskedTexts, read)
