"""Rows of a panel that are drawn alone: the result is the page that would be loaded now, and nobody is disturbed."""

import re

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkLeft, MarkPresent
from meeting.conduct.commands import GoToItem, StartMeeting
from meeting.kernel.names import by_given_name
from meeting.voting.commands.ballots import RecordHand
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion
from tests.browser.conftest import Install
from tests.browser.people import Person

REASON = "Đi công tác theo giấy mời của tỉnh"


PANELS = """() => Object.fromEntries([...document.querySelectorAll('[data-panel]')].map((section) => {
  const copy = section.cloneNode(true);
  for (const each of copy.querySelectorAll('*')) {
    const told = [...each.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const { name } of told) each.removeAttribute(name);
    for (const { name, value } of told) each.setAttribute(name, value);
  }
  return [section.dataset.panel, copy.innerHTML];
}))"""
"""The content of each panel. A changed element has its attributes in another order than a new one."""


def panels(person: Person) -> dict[str, str]:
    """Each panel of the page, without running clocks and without the marks of connected tablets."""
    found: dict[str, str] = person.page.evaluate(PANELS)
    return {name: re.sub(r"(<time[^>]*>)[^<]*", r"\1", html) for name, html in found.items()}


def test_an_arrival_does_not_disturb_people_who_work_at_the_roll(browser: Browser, install: Install) -> None:
    house = install()
    seats = house.seats()
    first, second, third = house.members[:3]
    house.server.start()
    desk = Person(browser, house, "console").has_signed_in(house.clerk).opens("roll")
    untouched = "document.querySelector('[data-panel=roll]').firstElementChild.dataset.untouched = 'yes'"
    desk.page.evaluate(untouched)  # a whole drawing removes what it does not know
    desk.page.locator("[data-sort=alpha]").click()
    order = desk.page.locator(".roll-row").evaluate_all("rows => rows.map((row) => row.dataset.seat)")
    said = desk.page.locator(".roll-row").evaluate_all(
        "rows => rows.map((row) => [row.dataset.given, row.dataset.name])"
    )
    assert said == sorted(said, key=lambda names: by_given_name(*names)), "the browser's alphabet is ours"
    desk.page.locator("[data-roll-find]").fill("nguyen")
    shown = desk.page.locator(".roll-row").locator("visible=true")
    found = shown.evaluate_all("rows => rows.map((row) => row.dataset.seat)")
    desk.page.locator("[data-roll-find]").fill("")
    row = desk.page.locator(f'.roll-row[data-seat="{seats[second]}"]')
    row.locator(".more > summary").click()
    field = desk.page.locator(f"#absence-{seats[second]}")
    field.fill(REASON)
    field.evaluate("field => field.setSelectionRange(3, 7)")
    scrolled = desk.page.evaluate("scrollY")
    house.submits(house.clerk, MarkPresent(meeting_id=1, seat_id=seats[first]))
    arrived = desk.page.locator(f'.roll-row[data-seat="{seats[first]}"]')
    expect(arrived).to_have_attribute("data-state", "present")
    expect(arrived).to_contain_text("Có mặt")
    expect(field).to_be_focused()
    expect(field).to_have_value(REASON)
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [3, 7]
    assert desk.page.evaluate("scrollY") == scrolled
    assert desk.page.locator(".roll-row").evaluate_all("rows => rows.map((row) => row.dataset.seat)") == order
    desk.page.locator("[data-roll-find]").fill("nguyen")
    house.submits(
        house.clerk,
        MarkLeft(meeting_id=1, seat_id=seats[first], reason="Về sớm"),
        MarkPresent(meeting_id=1, seat_id=seats[third]),
    )
    expect(arrived).to_have_attribute("data-state", "left")
    assert shown.evaluate_all("rows => rows.map((row) => row.dataset.seat)") == found
    expect(desk.page.locator("[data-roll-found]")).to_contain_text(str(len(found)))
    assert (
        desk.page.evaluate("document.querySelector('[data-panel=roll]').firstElementChild.dataset.untouched") == "yes"
    )
    assert desk.faults == []


def test_a_page_updated_row_by_row_equals_the_page_loaded_again(browser: Browser, install: Install) -> None:
    house = install()
    seats = house.seats()
    house.server.start()
    desk = Person(browser, house, "console").has_signed_in(house.clerk)
    list_of_votes, roll, run = desk, Person(browser, house, "console"), Person(browser, house, "console")
    tablet = Person(browser, house, "tablet").has_signed_in(house.members[0]).opens("tablet")
    for person, path in ((list_of_votes, "votes"), (roll, "roll"), (run, "console")):
        if person is not desk:
            person.signs_in(house.clerk)
        person.opens(path)
    everybody = (house.chair, *house.members)
    house.submits(
        house.clerk,
        *(MarkPresent(meeting_id=1, seat_id=seats[account]) for account in everybody),
        StartMeeting(meeting_id=1),
    )
    expect(run.page.get_by_test_id("now-banner")).to_have_attribute("data-meeting-state", "running")
    house.submits(house.clerk, GoToItem(meeting_id=1, item_id=2))
    house.submits(house.clerk, PrepareMotion(meeting_id=1, item_id=2, title="Thông qua nội dung hai"))
    motion = house.last_motion()
    hands = (RecordHand(meeting_id=1, motion_id=motion, seat_id=seats[who], choice="for") for who in everybody)
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=motion), *hands)
    house.submits(
        house.clerk, CloseMotion(meeting_id=1, motion_id=motion), AnnounceResult(meeting_id=1, motion_id=motion)
    )
    house.submits(
        house.clerk,
        GoToItem(meeting_id=1, item_id=3),
        MarkLeft(meeting_id=1, seat_id=seats[house.members[1]], reason="Về sớm"),
    )
    for person, path in ((list_of_votes, "votes"), (roll, "roll"), (run, "console"), (tablet, "tablet")):
        # another page of the same browser, so that the same tablets are connected in both
        expect(person.page.get_by_test_id("quorum")).to_contain_text(f"{len(everybody) - 1}/")
        fresh = person.context.new_page()
        fresh.goto(f"{person.base}/m/1/{path}")
        fresh.wait_for_load_state()
        expect(fresh.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok")
        fresh.wait_for_timeout(500)
        followed, person.page = panels(person), fresh
        assert followed == panels(person), path
        assert person.faults == []
    past = list_of_votes.page.locator(f'[data-key="past-{motion}"]')
    past.locator(".names > summary").click()
    expect(past.locator(".names")).to_contain_text(house.names[house.members[0]])


def test_names_that_cannot_be_read_are_reported_missing_and_nothing_else_is_shown(
    browser: Browser, install: Install
) -> None:
    """Somebody who was signed out meanwhile is led to the sign-in page, and not a list of names."""
    house = install()
    seats = house.seats()
    here = (MarkPresent(meeting_id=1, seat_id=seats[account]) for account in (house.chair, *house.members))
    house.submits(house.clerk, *here, StartMeeting(meeting_id=1))
    house.submits(house.clerk, PrepareMotion(meeting_id=1, item_id=1, title="Thông qua", form="open"))
    motion = house.last_motion()
    hand = RecordHand(meeting_id=1, motion_id=motion, seat_id=seats[house.chair], choice="for")
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=motion), hand)
    rest = len(house.members)
    house.submits(house.clerk, CloseMotion(meeting_id=1, motion_id=motion, missing=rest))
    house.submits(house.clerk, AnnounceResult(meeting_id=1, motion_id=motion))
    house.server.start()
    desk = Person(browser, house, "console").has_signed_in(house.clerk).opens("votes")
    names = desk.page.locator(f"#names-list-{motion}")
    names.locator("summary").click()
    expect(names).to_contain_text(house.names[house.chair])
    names.locator("summary").click()
    desk.context.clear_cookies()
    names.locator("summary").click()
    expect(names).to_contain_text("Chưa tải được danh sách")
    expect(names.locator("form, h1, input")).to_have_count(0)
