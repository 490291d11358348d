"""Papers with words in them, and the worker that brings the index up to date."""

import io
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from reportlab.pdfgen.canvas import Canvas

from meeting.documents.commands import AddDocument
from meeting.documents.ocr import can_read_scans
from meeting.paper.fonts import REGULAR, register
from meeting.search.routines import is_due
from meeting.work import jobs
from meeting.work.workshop import Workshop
from tests.council import Council
from tests.pages.client import Tags
from tests.workshops import working, works

Indexes = Callable[[], None]


def pdf_of(*pages: str) -> bytes:
    """A PDF with a page for each text; an empty text gives a picture without letters."""
    register()
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for text in pages:
        canvas.setFont(REGULAR, 12)
        for line, words in enumerate(text.split("\n")):
            canvas.drawString(72, 760 - 16 * line, words)
        canvas.rect(72, 72, 100, 100)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def adds(council: Council, title: str, *pages: str, item: int | None = None, meeting: int | None = None) -> int:
    """A paper of the meeting, handed in by its administrator."""
    content = pdf_of(*pages)
    command = AddDocument(
        meeting_id=meeting or council.meeting,
        item_id=item,
        title=title,
        filename=f"{title}.pdf"[:200],
        media_type="application/pdf",
        sha256=council.house.site.blobs.put(content),
        size=len(content),
    )
    with council.unwatched():
        return council.submits("system", command).made["document_id"]


def bring_up(workshop: Workshop) -> None:
    """The worker runs jobs, and routines that are due, until none is left."""
    while True:
        works(workshop)
        with workshop.database.read() as db:
            due = is_due(db, workshop.settings, workshop.clock())
        if not due:
            return
        workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.index", workshop.clock()))


@pytest.fixture
def workshop(council: Council) -> Iterator[Workshop]:
    """The worker."""
    with working(council) as made:
        yield made


@pytest.fixture
def indexes(workshop: Workshop) -> Indexes:
    """Bring the index up to date."""
    return partial(bring_up, workshop)


def asks(council: Council, who: str, words: str) -> str:
    """What the search page says to somebody."""
    answer = council.browser(who).get("/search", query_string={"words": words})
    assert answer.status_code == 200
    return answer.text


def found(page: str) -> list[str]:
    """The text of each result."""
    results = page.partition('data-testid="results"')[2].partition("</ol>")[0]
    return [" ".join(Tags(each).text.split()) for each in results.split('<li class="card found-one">')[1:]]


needs_tesseract = pytest.mark.skipif(not can_read_scans(), reason="Tesseract with Vietnamese is not installed here")
