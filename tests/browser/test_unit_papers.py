"""A unit's papers through real pages: chosen as files, returned with words, sent again, accepted; late only with a
reason; the pages fit every screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.contributions.commands import AllotItem, Contribute, ReturnPaper
from meeting.people.units import MakeUnit
from tests.browser.longest import LONG_UNIT, LONGEST
from tests.browser.still import Still
from tests.browser.walk import looked_at
from tests.council import Council
from tests.papers import a_pdf
from tests.particulars import change

LONG_WORDS = "Đề nghị bổ sung số liệu quý III, ý kiến của Sở Tài chính và báo cáo thẩm tra của các ban. " * 8


@pytest.fixture
def office(council: Council) -> Council:
    """Two items for the unit with the longest name: one paper waits, one came back with the longest words."""
    council.watching = False
    unit = council.submits("admin", MakeUnit(title=LONG_UNIT.strip()[:200])).made["unit_id"]
    council.submits("admin", change(council, "outsider", unit_id=unit))
    for item in council.items[:2]:
        council.submits("ha", AllotItem(meeting_id=1, item_id=item, unit_id=unit, due="2026-09-22"))
    kept = council.house.site.blobs.put(a_pdf("Báo cáo thẩm tra"))
    said = {"media_type": "application/pdf", "sha256": kept, "size": 900, "reason": LONG_WORDS[:500]}
    for item in council.items[:2]:
        title = LONGEST.strip()[:400]
        made = Contribute(meeting_id=1, item_id=item, title=title, filename=f"{title[:250]}.pdf", **said)
        last = council.submits("outsider", made).made["contribution_id"]
    council.submits("ha", ReturnPaper(meeting_id=1, contribution_id=last, words=LONG_WORDS[:2000]))
    return council


def test_the_pages_of_unit_and_secretary_fit_every_screen(
    browser: Browser, office: Council, album: Path | None
) -> None:
    assert looked_at(browser, office, "outsider", {"unit-work": "/unit-work", "unit-today": "/"}, album) == {}
    paths = {"contributions": "/meetings/1/contributions", "unit-papers": "/meetings/1/papers"}
    assert looked_at(browser, office, "ha", paths, album) == {}
    assert looked_at(browser, office, "lan", {"no-unit-work": "/unit-work"}, album) == {}


def test_a_paper_goes_to_the_secretary_comes_back_and_is_accepted(
    browser: Browser, office: Council, tmp_path: Path
) -> None:
    """By files and buttons alone. A late paper is not sent before its reason is written."""
    paper = tmp_path / "Tờ trình số 12.pdf"
    paper.write_bytes(a_pdf("Tờ trình về dự toán"))
    unit, clerk = Still(browser, office, "outsider"), Still(browser, office, "ha")
    page = unit.opens("/unit-work").page
    item = page.locator(f'[data-item="{office.items[0]}"]')
    item.locator('input[type="file"]').set_input_files(paper)
    expect(item.get_by_test_id("sent")).to_have_count(1)
    item.get_by_label("Lý do gửi muộn").fill("Chờ ý kiến Sở Tài chính")
    item.locator('input[type="file"]').set_input_files(paper)
    expect(item.get_by_test_id("sent")).to_have_count(2)
    expect(item.get_by_test_id("sent").last).to_contain_text("Chờ duyệt")
    desk = clerk.opens("/meetings/1/contributions").page
    sent = desk.get_by_test_id("waiting").filter(has_text="Tờ trình số 12")
    sent.locator("summary").click()
    sent.get_by_label("Cần sửa gì").fill("Thiếu chữ ký của trưởng phòng")
    sent.get_by_test_id("return").click()
    expect(desk.get_by_test_id("said")).to_contain_text("Đã trả lại")
    page.reload()
    expect(item.get_by_test_id("sent").last).to_contain_text("Thiếu chữ ký của trưởng phòng")
    item.get_by_label("Lý do gửi muộn").fill("Ký lại")
    item.locator('input[type="file"]').set_input_files(paper)
    expect(item.get_by_test_id("sent")).to_have_count(3)
    desk.reload()
    desk.get_by_test_id("waiting").filter(has_text="Tờ trình số 12").get_by_test_id("accept").click()
    expect(desk.get_by_test_id("said")).to_contain_text("Đã duyệt")
    listed = clerk.opens("/meetings/1/papers").page.locator(f'[data-group="{office.items[0]}"]')
    expect(listed).to_contain_text("Tờ trình số 12")
    unit.close()
    clerk.close()
