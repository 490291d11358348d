"""Before a vote is opened: how many could cast a ballot, and a list of only those who could not, with the reason."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.voting.commands.motions import OpenMotion
from tests.browser.conftest import Install
from tests.browser.people import Person


def test_people_who_could_not_vote_yet_are_named_beside_the_button_that_opens_the_vote(
    browser: Browser, install: Install
) -> None:
    house = install()
    seats, (first, late, *rest) = house.seats(), house.members
    voters = len(house.members) + 1
    with house.server.running():
        here = (house.chair, first, *rest)
        house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[who]) for who in here))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("votes")
        ready = clerk.page.get_by_test_id("ready")
        expect(ready).to_be_hidden()  # there is no vote to open
        house.submits(house.clerk, StartMeeting(meeting_id=1))
        expect(ready).to_contain_text(f"Có mặt {voters - 1}/{voters}")
        expect(ready).to_contain_text(f"máy đã kết nối 0/{voters - 1}")
        expect(ready).to_contain_text(f"chưa biểu quyết được {voters}")
        ready.locator("summary").click()
        row = ready.locator(f'[data-seat="{seats[first]}"]')
        away = ready.locator(f'[data-seat="{seats[late]}"]')
        expect(row).to_contain_text("máy mất kết nối")
        expect(away).to_contain_text("Chưa đến")
        member = Person(browser, house, "tablet").has_signed_in(first).enters()
        expect(ready).to_contain_text(f"máy đã kết nối 1/{voters - 1}", timeout=15_000)
        expect(row).to_be_hidden()  # only those who could not are named
        away.get_by_role("button").click()
        expect(ready).to_contain_text(f"Có mặt {voters}/{voters}")
        expect(away).to_contain_text("máy mất kết nối")
        member.context.close()
        expect(row).to_be_visible(timeout=15_000)
        expect(row).to_contain_text("máy mất kết nối")  # drawn as it stays
        clerk.page.wait_for_timeout(600)  # sooner at the place of the last press it is the second half of a double one
        row.get_by_role("button").click()
        clerk.page.locator("dialog.confirm[open] button").last.click()
        expect(row).to_contain_text("Đã rời họp")
        expect(ready).to_contain_text(f"Có mặt {voters - 1}/{voters}")
        house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=1))
        expect(ready).to_be_hidden()
        assert clerk.faults == []


def test_a_device_that_is_silent_for_five_minutes_shows_a_warning(browser: Browser, install: Install) -> None:
    house = install()
    seats, account = house.seats(), house.members[0]
    with house.server.running():
        here = (house.chair, *house.members)
        house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[who]) for who in here))
        house.submits(house.clerk, StartMeeting(meeting_id=1))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk)
        clerk.page.clock.install()
        clerk.opens("console")
        ready = clerk.page.get_by_test_id("ready")
        ready.locator("summary").click()
        row = ready.locator(f'[data-seat="{seats[account]}"]')
        member = Person(browser, house, "tablet").has_signed_in(account).enters()
        expect(row).to_be_hidden()
        member.context.close()
        expect(row).to_contain_text("máy mất kết nối")
        house.server.stop()  # it would set the page's clock, which is moved here
        passes(clerk, timedelta(minutes=4))
        expect(row).not_to_contain_text("quá 5 phút")
        passes(clerk, timedelta(minutes=2))
        expect(row).to_contain_text("Máy mất kết nối quá 5 phút")
        house.server.start()
        Person(browser, house, "tablet").has_signed_in(account).enters()
        expect(row).to_be_hidden()
        assert clerk.faults == []


def passes(person: Person, time: timedelta) -> None:
    """This much time passes on the clock of their device; what it does every half minute has been done once since."""
    now = datetime.fromtimestamp(person.page.evaluate("Date.now()") / 1000, UTC)
    person.page.clock.set_system_time(now + time)
    person.page.clock.run_for(31_000)
