"""The reader's own page notes what is read, seldom and a few pages at once; the pages about it fit every screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from reportlab.pdfgen.canvas import Canvas

from meeting.documents.commands import AddDocument
from meeting.reading.tables import PageRead, pages_of
from meeting.worker import create_workshop
from tests.browser.longest import LONGEST
from tests.browser.still import Still
from tests.browser.walk import looked_at
from tests.council import Council
from tests.papers import opens, replaced

HIDDEN = """() => {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def three(council: Council, tmp_path: Path) -> int:
    """A paper of three pages, ready to be read; its number."""
    council.watching = False
    made = tmp_path / "a.pdf"
    page = Canvas(str(made))
    for number in range(3):
        page.drawString(70, 800, f"Trang {number + 1}")
        page.showPage()
    page.save()
    sha256 = council.house.site.blobs.put(made.read_bytes())
    said = {"title": LONGEST.strip()[:400], "filename": "a.pdf", "media_type": "application/pdf", "sha256": sha256}
    command = AddDocument(meeting_id=1, item_id=council.items[0], size=1, **said)
    number = council.submits("system", command).made["document_id"]
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    while worker.work_once():
        pass
    worker.database.close()
    return number


def noted(council: Council, document: int) -> list[int]:
    """The noted pages of a paper, which Lan reads."""
    with council.database.read() as db:
        rows: list[PageRead] = pages_of(db, document, council.people["lan"])
        return [row.page for row in rows]


def test_the_reader_notes_the_pages_that_somebody_stays_on(browser: Browser, council: Council, three: int) -> None:
    tablet = Still(browser, council, "lan")
    asked: list[str] = []
    page = tablet.page
    page.on("request", lambda request: asked.append(request.url) if "reading.note" in request.url else None)
    with page.expect_response("**/own/reading.note"):
        tablet.opens(f"/m/1/papers/{three}")
    assert noted(council, three) == [1]
    page.get_by_test_id("reader-next").click()
    page.wait_for_timeout(2_000)
    page.get_by_test_id("reader-next").click()
    page.get_by_test_id("reader-prev").click()
    page.wait_for_timeout(2_000)
    with page.expect_response("**/own/reading.note"):
        page.evaluate(HIDDEN)
    assert noted(council, three) == [1, 2], "page 3 only flew by"
    page.evaluate(HIDDEN)
    assert len(asked) == 2, "nothing new, nothing told"
    tablet.close()


def test_pages_of_reading_fit_every_screen(browser: Browser, council: Council, three: int, album: Path | None) -> None:
    opens(council, "lan", 1, 2, document=three)
    opens(council, "lan", 1)
    opens(council, "nam", 1, 2, 3, document=three)
    replaced(council)
    desk = {"who-read": f"/meetings/1/papers/{three}/reading", "who-read-2": "/meetings/1/papers/1/reading"}
    assert looked_at(browser, council, "ha", desk, album) == {}
    own = {"own-reading": "/m/1/reading", "what-changed": "/m/1/papers/1/changes"}
    assert looked_at(browser, council, "lan", own, album) == {}
    tablet = Still(browser, council, "lan").opens("/m/1/tablet")
    expect(tablet.page.get_by_test_id("newer")).to_contain_text("Mở bản 2")
    if album is not None:
        for size in tablet.looks(("1024", "phone")):
            tablet.page.screenshot(path=album / f"newer-{size}.png")
        for size in tablet.opens(f"/m/1/papers/{three}").looks(("1024", "phone", "upright", "1280x800")):
            tablet.page.screenshot(path=album / f"reader-noted-{size}.png")
    tablet.close()
