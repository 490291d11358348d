"""The hall screen in the installed browser: its check-in code stays valid for a while, and shows a speaker's time."""

import re

from playwright.sync_api import Browser, Response, expect

from meeting.attendance.commands import MarkPresent
from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.server import ROOT

SECONDS = 4
AGENDA = ROOT / "agendas" / "board-sample"


def test_the_code_is_renewed_when_the_server_says_so(browser: Browser, install: Install) -> None:
    house = install(AGENDA, pass_seconds=str(SECONDS))
    house.server.start()
    page = browser.new_page()
    left: list[int] = []

    def note(response: Response) -> None:
        if response.url.endswith("pass.svg") and response.request.resource_type == "fetch":
            left.append(int(response.headers["x-pass-seconds"]))

    page.on("response", note)
    page.goto(house.server.url + house.screen_path())
    expect(page.locator("img[data-pass][src^='blob:']")).to_be_visible()
    page.wait_for_timeout(2.5 * SECONDS * 1000)
    page.close()
    assert 3 <= len(left) <= 4, "once at first, then once for each new code"
    assert all(seconds >= SECONDS - 1 for seconds in left[1:]), "each as soon as there is another"


def test_the_time_of_a_speaker_runs_down_then_over_and_an_extra_minute_runs_down_again(
    browser: Browser, install: Install
) -> None:
    house = install(AGENDA)
    house.server.start()
    seats = house.seats()
    house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[a]) for a in (house.chair, *house.members)))
    clerk, hall = Person(browser, house, "console").has_signed_in(house.clerk), Person(browser, house, "hall")
    hall.page.goto(house.server.url + house.screen_path())
    clerk.opens("console")
    clerk.presses("meeting-start")
    clerk.page.locator("select#enter-speaker").select_option(
        value=clerk.page.locator("#room").get_attribute("data-seat")
    )
    clerk.page.locator('button[data-testid="enter-speaker"]').click()
    clerk.page.locator(".invite select").select_option(value="2")
    clerk.presses("give-floor")
    time = hall.page.get_by_test_id("speech-time")
    expect(time).to_have_attribute("data-left", "some")
    expect(time).to_have_text(re.compile(r"01:[45]\d"))
    expect(hall.page.get_by_text("Quá giờ")).to_be_hidden()
    time.evaluate("time => { time.dataset.until = new Date(Date.parse(time.dataset.until) - 125_000).toISOString() }")
    expect(time).to_have_attribute("data-left", "over")
    expect(time).to_have_text(re.compile(r"00:[012]\d"))
    expect(hall.page.get_by_text("Quá giờ")).to_be_visible()
    clerk.presses("add-minute")
    expect(time).to_have_attribute("data-left", "some")
    expect(time).to_have_text(re.compile(r"02:[345]\d"))
    assert hall.faults == clerk.faults == []
