"""An act that needs two people, in the browser: only the second is offered to agree, and only while it waits."""

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import EndMeeting, StartMeeting, TakeBackEnd
from tests.browser.conftest import Install
from tests.browser.people import Person


def test_only_the_second_person_may_agree_and_a_request_ends_after_its_time(browser: Browser, install: Install) -> None:
    house = install()
    with house.server.running():
        here = (house.chair, *house.members)
        house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=house.seats()[who]) for who in here))
        house.submits(house.clerk, StartMeeting(meeting_id=1), EndMeeting(meeting_id=1))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("console")
        chair = Person(browser, house, "console").has_signed_in(house.chair).opens("chair")
        chair.page.clock.install()
        chair.opens("chair")
        house.submits(house.clerk, TakeBackEnd(meeting_id=1, reason="Bấm nhầm"))
        for each in (clerk, chair):
            expect(each.page.get_by_test_id("accord-drop")).to_be_visible()
        expect(clerk.page.get_by_test_id("accord-agree")).to_be_hidden()
        expect(chair.page.get_by_test_id("accord-agree")).to_be_visible()
        chair.page.clock.fast_forward("10:05")
        expect(chair.page.get_by_test_id("accord")).to_be_hidden()
        assert clerk.faults == []
