"""Planned sittings on screen: axe finds nothing, nothing is wider than the screen; entered by keys alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.agenda.commands import AddItem
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.tables import find_item, items_of
from meeting.kernel.clock import stamp
from tests.browser.longest import LONGEST
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import Council
from tests.sittings import at, belongs, plans_sitting, rests

HOURS = (("2026-09-24 08:00", "2026-09-24 11:30"), ("2026-09-24 13:30", "2026-09-24 17:00"))
LONG_TITLE = ("Buổi thảo luận tại tổ và tại hội trường về " * 3)[:100].strip()


@pytest.fixture
def office(council: Council) -> Council:
    """A meeting in three sittings, one of them of the longest title and without items, with times that do not fit."""
    council.watching = False
    first, second = (plans_sitting(council, *each) for each in HOURS)
    plans_sitting(council, "2026-09-25 21:00", "2026-09-26 00:30", LONG_TITLE)
    for place, sitting in ((1, first), (2, second), (3, second)):
        belongs(council, place, sitting)
    longest = {"title": LONGEST.strip()[:400], "start": "23:15", "minutes": 45}
    council.submits("system", AddItem(meeting_id=1, sitting_id=first, **longest))
    return council


def test_every_page_that_shows_sittings_is_open_to_everybody_and_fits_every_screen(
    browser: Browser, office: Council, album: Path | None
) -> None:
    with office.database.read() as db:
        last = items_of(db, 1)[-1].id
    desk = Still(browser, office, "admin")
    walk = Walk(desk, album)
    walk.goes(
        {
            "sittings-agenda": "/meetings/1/agenda",
            "sittings-item": f"/meetings/1/agenda?item={last}",
            "sittings-plan": "/meetings/1",
            "sittings-approval": "/meetings/1/approval",
            "sittings-month": "/calendar?view=month&on=2026-09-24",
            "sittings-week": "/calendar?view=week&on=2026-09-24",
            "sittings-day": "/calendar?view=day&on=2026-09-24",
        }
    )
    assert walk.faults == {}
    desk.close()


@pytest.mark.parametrize("who", ["lan", "ha", "an"])
def test_the_room_sees_sittings_before_the_meeting_during_it_and_in_a_pause(
    browser: Browser, office: Council, album: Path | None, who: str
) -> None:
    pages = {"lan": "/m/1/tablet", "ha": "/m/1/console", "an": "/m/1/chair"}
    desk = Still(browser, office, who)
    walk = Walk(desk, album)
    walk.goes({f"sittings-{who}-before": pages[who]})
    office.sits()
    walk.goes({f"sittings-{who}-in": pages[who]})
    rests(office, until="13:30")
    walk.goes({f"sittings-{who}-rest": pages[who]})
    assert walk.faults == {}
    desk.close()


def test_a_sitting_is_added_by_keys_and_an_item_put_into_it_without_saving(browser: Browser, council: Council) -> None:
    desk = Still(browser, council, "admin")
    page = desk.opens(f"/meetings/1/agenda?item={council.items[1]}").page
    page.get_by_test_id("more-sittings").press("Enter")
    page.get_by_test_id("add-sitting").press("Enter")
    expect(page.get_by_test_id("sittings")).to_contain_text("Buổi sáng 24/9")
    page = desk.opens(f"/meetings/1/agenda?item={council.items[1]}").page
    page.locator("form[data-autosave]").get_by_label("Buổi họp").select_option(label="Buổi sáng 24/9")
    page.locator("form[data-autosave]").get_by_label("Giờ bắt đầu").fill("08:45")
    expect(page.locator("[data-saved]")).to_contain_text("Đã tự lưu")
    with council.database.read() as db:
        item = find_item(db, 1, council.items[1])
        assert (item.start, item.sitting_id is not None) == ("08:45", True)
    desk.close()


def test_a_plan_of_two_hundred_items_in_sixty_sittings_opens(council: Council) -> None:
    council.watching = False
    numbers = []
    for day in range(60):
        times = (stamp(at(f"2026-{9 + day // 28:02d}-{day % 28 + 1:02d} {clock}")) for clock in ("08:00", "17:00"))
        starts, ends = times
        command = PlanSitting(meeting_id=1, title=LONG_TITLE, starts_at=starts, ends_at=ends)
        numbers.append(council.submits("system", command).made["sitting_id"])
    for place in range(197):
        command = AddItem(meeting_id=1, title=f"Việc {place}", sitting_id=numbers[place % 60], start="08:00")
        council.submits("system", command)
    answer = council.browser("admin").get("/meetings/1/agenda")
    assert answer.status_code == 200
    assert len(answer.data) < 1_000_000
    assert answer.text.count("thuộc Buổi thảo luận") < 20 and "chỗ khác" in answer.text, "not every odd time fills it"
    assert council.browser("lan").get("/m/1/tablet").text.count("agenda-sitting") > 190
