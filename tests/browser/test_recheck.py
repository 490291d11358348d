"""The re-check in the browser: one press asks, one press answers, and one press marks the others as having left."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.conduct.rechecking import AskRecheck, ConfirmPresence
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import Council


def test_everybody_answers_on_their_own_device_and_others_are_marked_out(browser: Browser, install: Install) -> None:
    house = install()
    seats, here = house.seats(), [house.chair, *house.members]
    with house.server.running():
        house.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[who]) for who in here))
        house.submits(house.clerk, StartMeeting(meeting_id=1))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("console")
        member = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
        clerk.presses("recheck-ask")
        member.presses("recheck-here")
        expect(member.page.locator("[data-recheck-done]")).to_be_visible()
        expect(member.page.get_by_test_id("recheck-here")).to_be_hidden()
        for who in (house.chair, *house.members[1:-1]):
            house.submits(who, ConfirmPresence(meeting_id=1))
        clerk.sees("recheck-count", "còn chờ 1")
        last = clerk.page.locator(f'[data-key="recheck-{seats[house.members[-1]]}"]')
        expect(last).to_be_visible()
        clerk.presses("recheck-out")
        expect(clerk.page.get_by_test_id("recheck-ask")).to_be_visible()
        roll = Person(browser, house, "console").has_signed_in(house.clerk).opens("roll")
        expect(roll.page.locator(f'[data-key="seat-{seats[house.members[-1]]}"]')).to_contain_text("Đã rời họp")
        house.submits(house.clerk, PrepareMotion(meeting_id=1, item_id=1, title="Thông qua"))
        house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=house.last_motion()))
        expect(clerk.page.locator('.motion[data-motion-state="open"]')).to_be_visible()
        expect(clerk.page.get_by_test_id("recheck-ask")).to_be_hidden()  # the server would refuse it
        assert [*clerk.faults, *member.faults] == []


def test_the_question_and_its_answers_are_open_to_everybody_and_fit_every_screen(
    browser: Browser, council: Council, album: Path | None
) -> None:
    council.watching = False
    council.sits()
    council.submits("ha", AskRecheck(meeting_id=council.meeting))
    council.submits("nam", ConfirmPresence(meeting_id=council.meeting))
    for who, path in (("ha", "console"), ("an", "chair"), ("lan", "tablet"), ("nam", "tablet")):
        desk = Still(browser, council, who)
        walk = Walk(desk, album)
        desk.opens(f"/m/{council.meeting}/{path}")
        walk.looks(f"recheck-{who}")
        assert walk.faults == {}, who
        desk.close()
