"""What follows a meeting, and what is printed for one: the archive, the notice of conclusions, name cards, invitations.

axe finds nothing, nothing is wider than the screen, on four sizes and both grounds, in both languages.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.attendance.pointing import ExpectAtPoint
from meeting.kiosk.invitations import make_invitation
from tests.browser.longest import plan_the_longest
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import Council
from tests.minutes import locks
from tests.papers import PAPER
from tests.search.conftest import adds


@pytest.fixture
def over(sitting: Council) -> Council:
    """A meeting that is over and archived."""
    sitting.watching = False
    sitting.ends()
    locks(sitting)
    return sitting


@pytest.fixture
def desk(browser: Browser, over: Council) -> Iterator[Still]:
    still = Still(browser, over, "ha")
    yield still
    still.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_an_archived_meeting_fit_every_screen(desk: Still, album: Path | None, language: str) -> None:
    desk.speaks(language)
    walk = Walk(desk, album)
    paths = {
        "archive": "/meetings?past=1&archived=1",
        "archive-none": "/meetings?past=1&archived=1&words=khongco",
        "past": "/meetings?past=1",
        "archived-day": "/calendar?view=day&on=2026-09-24",
        "archived-plan": "/meetings/1",
        "archived-today": "/",
    }
    walk.goes({f"{name}-{language}": path for name, path in paths.items()})
    assert walk.faults == {}


def test_the_roll_offers_to_check_everybody_in_until_the_end_only(browser: Browser, council: Council) -> None:
    council.sits(present=6)
    there = council.point("Nhà văn hóa thôn Đông")
    seat = council.seats[council.voters[-1]]
    council.submits("ha", ExpectAtPoint(meeting_id=council.meeting, seat_ids=[seat], point_id=there))
    still = Still(browser, council, "ha")
    everybody = still.opens("/m/1/roll").page.get_by_role("button", name="Ghi có mặt mọi người đang hiện")
    at_the_point = still.page.get_by_role("button", name="Ghi có mặt người dự kiến")
    expect(everybody).to_contain_text("3")
    expect(at_the_point).to_contain_text("1")
    council.ends()
    still.opens("/m/1/roll")
    expect(still.page.locator("[data-state=expected]")).to_have_count(4)
    expect(everybody).to_be_hidden()
    expect(at_the_point).to_be_hidden()
    still.close()


def test_the_notice_is_handed_in_by_its_form_and_read(desk: Still, over: Council, album: Path | None) -> None:
    page = desk.opens("/meetings/1").page
    page.get_by_label("Số, ký hiệu").fill("N" * 60 + "/TB-UBND")
    page.get_by_label("Ngày ghi trên thông báo").fill("2026-09-24")
    chosen = {"name": "thong-bao.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    page.get_by_label("Rồi chọn tệp PDF").set_input_files([chosen])
    expect(page.get_by_test_id("issued")).to_contain_text("/TB-UBND ngày 24/09/2026")
    expect(page.get_by_test_id("deadlines")).to_contain_text("Đã ra đúng hạn 01/10/2026")
    walk = Walk(desk, album)
    walk.goes({"noticed-plan": "/meetings/1", "noticed-past": "/meetings?past=1", "noticed-today": "/"})
    assert walk.faults == {}
    assert desk.opens("/").page.get_by_test_id("to-notice").get_attribute("href") == "/m/1/notice.pdf"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_name_cards_of_the_longest_names_fit_every_screen_and_their_sheet(
    browser: Browser, council: Council, album: Path | None, language: str
) -> None:
    plan_the_longest(council)
    still = Still(browser, council, "admin")
    still.speaks(language)
    walk = Walk(still, album)
    walk.goes(
        {f"name-cards-{language}": "/meetings/2/name-cards", f"name-cards-many-{language}": "/meetings/1/name-cards"}
    )
    assert walk.faults == {}
    still.page.emulate_media(media="print")
    heights = still.page.eval_on_selector_all(
        ".card", "(all) => all.map((each) => each.getBoundingClientRect().height)"
    )
    assert set(map(round, heights)) == {514}, "two stand on a sheet of A4"
    still.close()


@pytest.mark.parametrize(("who", "language"), [(None, "vi"), ("outsider", "vi"), ("outsider", "en")])
def test_an_invitation_read_at_home_fits_every_screen(
    browser: Browser, council: Council, album: Path | None, who: str | None, language: str
) -> None:
    council.watching = False
    code = make_invitation(council.house.site.secret, 1, council.seats["lan"], council.people["lan"])
    still = Still(browser, council, who)
    still.speaks(language)
    walk = Walk(still, album)
    walk.goes({f"invitation-{who}-{language}": f"/i/{code}"})
    assert walk.faults == {}
    still.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_binder_of_too_many_papers_fits_every_screen(
    browser: Browser, council: Council, album: Path | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    council.watching = False
    monkeypatch.setattr("meeting.binder.reading.MOST_PAPERS", 1)
    adds(council, "Báo cáo", "Nội dung")
    still = Still(browser, council, "lan")
    still.speaks(language)
    walk = Walk(still, album)
    walk.goes({f"binder-cut-{language}": "/m/1/binder"})
    assert walk.faults == {}
    still.close()
