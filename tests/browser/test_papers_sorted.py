"""The papers of a plan on screen: their kinds chosen by a press, their order by dragging and by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from meeting.agenda.commands import AddItem
from meeting.documents.commands import AddDocument
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import Council

LONG = "Báo cáo " + "kết quả thực hiện kế hoạch phát triển kinh tế – xã hội " * 6


@pytest.fixture
def sorted_papers(council: Council) -> Council:
    """Four papers under one item, one of them the longest; and an item that is not published yet."""
    council.watching = False
    for number, title in enumerate((LONG.strip()[:300], "Dự thảo nghị quyết", "Bảng số liệu", "Tờ trình 125")):
        said = {"filename": f"{number}.pdf", "media_type": "application/pdf", "sha256": f"{number}" * 64, "size": 9}
        order = AddDocument(meeting_id=1, item_id=council.items[1], title=title, **said)
        council.submits("ha" if number == 3 else "system", order)
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa phát hành lại"))
    return council


@pytest.fixture
def desk(browser: Browser, sorted_papers: Council) -> Iterator[Still]:
    desk = Still(browser, sorted_papers, "ha")
    yield desk
    desk.close()


def names(page: Page) -> list[str]:
    """The papers of the second item in the order of the page."""
    rows = page.locator("[data-papers] .plan-paper")
    return [row.locator("b").first.inner_text()[:12] for row in rows.all()]


def test_papers_fit_every_screen_and_say_what_is_not_yet_announced(desk: Still, album: Path | None) -> None:
    walk = Walk(desk, album)
    walk.goes({"papers-sorted": "/meetings/1/papers", "agenda-untold": "/meetings/1/agenda"})
    assert walk.faults == {}
    assert desk.opens("/meetings/1/papers").page.get_by_text("chưa phát hành lại", exact=True).count() >= 1


def test_a_paper_is_moved_by_keys_and_by_dragging_and_its_kind_is_one_press(desk: Still) -> None:
    page = desk.opens("/meetings/1/papers").page
    first = names(page)
    rows = page.locator("[data-papers] .plan-paper")
    rows.nth(1).locator("a").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#moved")).to_contain_text("vị trí 1")
    rows.nth(2).drag_to(rows.nth(0), source_position={"x": 10, "y": 10}, target_position={"x": 10, "y": 10})
    expect(page.locator("#moved")).to_contain_text("vị trí 1")
    shown = names(page)
    assert sorted(shown) == sorted(first)
    assert shown != first
    assert names(desk.opens("/meetings/1/papers").page) == shown
    row = page.locator(".plan-paper", has_text="Bảng số liệu")
    row.get_by_test_id("kind").click()
    row.get_by_role("button", name="Phụ lục", exact=True).click()
    expect(page.locator(".plan-paper", has_text="Bảng số liệu").get_by_test_id("kind")).to_contain_text("Phụ lục")
