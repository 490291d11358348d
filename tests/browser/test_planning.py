"""The pages of a plan: axe finds nothing, nothing is wider than the screen; saved while typing, moved by keys."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from meeting.agenda.ordering import ChangeItem
from meeting.agenda.publishing import PublishMeeting
from meeting.agenda.tables import find_item, find_meeting, items_of
from meeting.documents.tables import documents_of
from meeting.planning.commands import RemoveItem
from tests.browser.longest import plan_the_longest
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.cast import PDF
from tests.council import Council

MENU = "Dán chương trình từ Word"


@pytest.fixture
def office(council: Council) -> Council:
    plan_the_longest(council)
    return council


@pytest.fixture
def desk(browser: Browser, office: Council) -> Iterator[Still]:
    still = Still(browser, office, "admin")
    yield still
    still.close()


def paths(council: Council) -> dict[str, str]:
    """The pages of a plan by name."""
    with council.database.read() as db:
        last = items_of(db, 2)[-1].id
    return {
        "meetings": "/meetings",
        "none": "/meetings?words=khongco",
        "new": "/meetings/new",
        "copy": "/meetings/new?from=1",
        "plan": "/meetings/2",
        "published": "/meetings/1",
        "people": "/meetings/2/people",
        "nobody": "/meetings/2/people?words=khongco",
        "agenda": "/meetings/2/agenda",
        "papers": "/meetings/2/papers",
        "given": "/meetings/1/papers",
        "item": f"/meetings/2/agenda?item={last}",
    }


def test_every_page_of_a_plan_is_open_to_everybody_and_fits_every_screen(
    desk: Still, office: Council, album: Path | None
) -> None:
    walk = Walk(desk, album, whole_words=True)
    walk.goes(paths(office))
    assert walk.faults == {}


def test_every_page_of_a_plan_fits_every_screen_in_english(desk: Still, office: Council) -> None:
    desk.speaks("en")
    walk = Walk(desk, None, whole_words=True)
    walk.goes(paths(office))
    assert walk.faults == {}


def titles(page: Page) -> list[str]:
    """The agenda as the page shows it."""
    return page.locator(".plan-items b").all_inner_texts()


def test_an_item_is_moved_by_keys_and_by_dragging_and_stays_there(desk: Still) -> None:
    page = desk.opens("/meetings/1/agenda").page
    line = page.locator(".plan-items a").nth(1)
    line.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#moved")).to_contain_text("vị trí 1")
    assert titles(page)[0] == "Kế hoạch đầu tư công năm 2027"
    page.locator(".plan-item").nth(2).drag_to(page.locator(".plan-item").nth(0))
    expect(page.locator("#moved")).to_contain_text("Kết luận")
    page.get_by_role("button", name="Đưa “Khai mạc” lên").click()
    expect(page.locator("#moved")).to_contain_text("Khai mạc")
    shown = titles(page)
    assert shown == ["Kết luận", "Khai mạc", "Kế hoạch đầu tư công năm 2027"]
    assert titles(desk.opens("/meetings/1/agenda").page) == shown


def test_an_item_is_saved_while_typing_and_nobody_elses_text_is_lost(desk: Still, office: Council) -> None:
    item = office.items[1]
    page = desk.opens(f"/meetings/1/agenda?item={item}").page
    page.get_by_label("Nội dung chi tiết").fill("Bản một")
    expect(page.locator("[data-saved]")).to_contain_text("Đã tự lưu")
    page.locator("form[data-autosave]").get_by_label("Số phút").fill("45")
    page.locator(".plan-items a").first.click()  # on the way to another item the last letters are saved
    expect(page.locator("#editor-title")).to_have_text("Mục 1")
    with office.database.read() as db:
        row = find_item(db, 1, item)
    assert (row.text, row.minutes, row.version) == ("Bản một", 45, 3)
    page = desk.opens(f"/meetings/1/agenda?item={item}").page
    theirs = ChangeItem(meeting_id=1, item_id=item, version=3, title=row.title, text="Bản của Hà", form="vote")
    office.submits("ha", theirs)
    page.get_by_label("Nội dung chi tiết").fill("Bản hai")
    expect(page.get_by_test_id("problem")).to_contain_text("vừa được người khác sửa")
    expect(page.get_by_label("Nội dung chi tiết")).to_have_value("Bản hai")
    expect(page.locator(".field-now", has_text="Bản của Hà")).to_be_visible()


def test_a_link_is_not_followed_while_a_save_fails_unless_it_is_pressed_again(desk: Still, office: Council) -> None:
    page = desk.opens(f"/meetings/1/agenda?item={office.items[1]}").page
    page.locator("form[data-autosave]").get_by_label("Tên nội dung").fill("")
    page.get_by_label("Nội dung chi tiết").fill("Viết cả buổi sáng")
    page.locator(".plan-items a").first.click()
    expect(page.locator("form[data-autosave]").get_by_label("Tên nội dung")).to_be_focused()
    expect(page.get_by_label("Nội dung chi tiết")).to_have_value("Viết cả buổi sáng")
    page.locator(".plan-items a").first.click()
    expect(page.locator("#editor-title")).to_have_text("Mục 1")


def test_text_typed_into_an_item_that_somebody_removes_can_be_copied(desk: Still, office: Council) -> None:
    item = office.items[1]
    page = desk.opens(f"/meetings/1/agenda?item={item}").page
    office.submits("ha", RemoveItem(meeting_id=1, item_id=item))
    page.get_by_label("Nội dung chi tiết").fill("Viết cả buổi sáng")
    expect(page.get_by_test_id("lost")).to_have_value(re.compile("Viết cả buổi sáng"))


def test_a_new_secretary_plans_a_meeting_by_keyboard_alone(desk: Still, office: Council) -> None:
    page = desk.opens("/meetings/new").page
    page.get_by_label("Tên phiên họp").focus()
    page.keyboard.type("Họp giao ban tháng 11")
    page.get_by_label("Ngày họp").fill("2026-11-02")
    page.get_by_label("Địa điểm").fill("Phòng họp tầng 2")
    page.get_by_test_id("save").press("Enter")
    expect(page.get_by_test_id("said")).to_contain_text("Đã lập bản nháp")
    page.get_by_role("link", name="Thành phần").press("Enter")
    for name, role in (("Nguyễn Văn An", "Chủ trì"), ("Lê Thu Hà", "Thư ký"), ("Trần Thị Lan", "Thành viên")):
        page.get_by_label(name).press("Space")
        page.get_by_role("combobox", name="Vai trò").last.select_option(role)
        page.get_by_test_id("invite").press("Enter")
        expect(page.get_by_test_id("seats")).to_contain_text(name)
    page.get_by_role("link", name="Chương trình").press("Enter")
    page.get_by_label("Tên nội dung").focus()
    page.keyboard.type("Khai mạc")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("items")).to_contain_text("Khai mạc")
    page.locator("summary", has_text=MENU).press("Enter")
    page.get_by_label("Dán cả chương trình vào đây").fill("1. Đầu tư công (15 phút)\n2. Kết luận")
    page.get_by_test_id("split-it").press("Enter")
    page.get_by_test_id("add-split").press("Enter")
    expect(page.get_by_test_id("counted")).to_contain_text("3 nội dung")
    page.get_by_role("link", name="Đầu tư công").press("Enter")
    page.get_by_label("Thêm câu hỏi").fill("Thông qua kế hoạch đầu tư công")
    page.get_by_test_id("add-question").press("Enter")
    expect(page.get_by_test_id("said")).to_contain_text("Đã thêm câu hỏi")
    page.get_by_role("link", name="Thông tin").press("Enter")
    page.get_by_test_id("publish").press("Enter")
    expect(page.get_by_test_id("said")).to_contain_text("Đã phát hành")
    with office.database.read() as db:
        assert find_meeting(db, 3).state == "planned"
    assert "Thông qua kế hoạch" in desk.council.browser("ha").get("/m/3/votes").text


def test_several_papers_are_sent_at_once_each_with_its_outcome_in_words(desk: Still, office: Council) -> None:
    page = desk.opens("/meetings/1/papers").page
    good = PDF[:-6] + b"%" * 600_000 + b"\nstartxref\n9\n%%EOF\n"
    files = [("02_Tờ trình.pdf", good), ("hỏng.pdf", b"x"), ("Phụ lục.pdf", good + b"\n")]
    page.get_by_label("Chọn tệp").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in files]
    )
    outcomes = page.locator(".plan-uploads li")
    expect(outcomes.nth(2)).to_have_attribute("data-outcome", "done")
    expect(outcomes.nth(1)).to_contain_text("hỏng.pdf")
    expect(outcomes.nth(1)).to_have_attribute("data-outcome", "refused")
    expect(page.locator(f'[data-group="{office.items[1]}"]')).to_contain_text("Tờ trình")
    with office.database.read() as db:
        assert [paper.title for paper in documents_of(db, 1)][-2:] == ["Tờ trình", "Phụ lục"]


def test_a_meeting_published_on_screen_looks_like_an_imported_one(office: Council) -> None:
    office.submits("admin", PublishMeeting(meeting_id=2))
    shown = office.browser("an").get("/m/2/tablet").text
    assert 'data-panel="agenda"' in shown
    assert "Khai mạc" in shown
