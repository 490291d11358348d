"""The roll shows the secretary whose device has been silent for long."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from tests.browser.conftest import Install
from tests.browser.people import Person


def test_a_device_that_is_silent_for_five_minutes_is_marked_on_the_roll(browser: Browser, install: Install) -> None:
    house = install()
    seats, account = house.seats(), house.members[0]
    with house.server.running():
        house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[who]) for who in house.members[:2]))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk)
        clerk.page.clock.install()
        clerk.opens("roll")
        row = clerk.page.locator(f'.roll-row[data-seat="{seats[account]}"]')
        member = Person(browser, house, "tablet").has_signed_in(account).enters()
        expect(row).to_have_attribute("data-connected", "yes")
        member.context.close()
        expect(row).to_have_attribute("data-connected", "no")
        house.server.stop()  # it would set the page's clock, which is moved here
        passes(clerk, timedelta(minutes=4))
        expect(row).not_to_contain_text("quá 5 phút")
        passes(clerk, timedelta(minutes=2))
        expect(row).to_contain_text("Máy mất kết nối quá 5 phút")
        never = clerk.page.locator(f'.roll-row[data-seat="{seats[house.members[1]]}"]')
        expect(never).to_contain_text("Máy mất kết nối quá 5 phút")  # who came and never had a device
        house.server.start()
        Person(browser, house, "tablet").has_signed_in(account).enters()
        expect(row).to_have_attribute("data-connected", "yes")
        expect(row).not_to_contain_text("quá 5 phút")
        assert clerk.faults == []


def passes(person: Person, time: timedelta) -> None:
    """This much time passes on the clock of their device; what it does every half minute has been done once since."""
    now = datetime.fromtimestamp(person.page.evaluate("Date.now()") / 1000, UTC)
    person.page.clock.set_system_time(now + time)
    person.page.clock.run_for(31_000)
