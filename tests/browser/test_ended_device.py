"""A lost tablet is ended from a list; when it reaches the server again, nothing readable is left on it."""

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person

LEFT = """async () => {
  const words = [...Object.keys(sessionStorage), ...Object.entries(localStorage).map(([name, kept]) => name + kept)];
  const caches_ = await caches.keys();
  const bases = await indexedDB.databases();
  return { words, caches: caches_, bases: bases.map(({ name }) => name) };
}"""
"""Everything that a browser lets our pages store."""


def voted(browser: Browser, house: House) -> Person:
    """Somebody's tablet after a vote, with a ballot begun for the next and something kept beside the page."""
    seats = [MarkPresent(meeting_id=1, seat_id=seat) for seat in house.seats().values()]
    house.submits(house.clerk, *seats, StartMeeting(meeting_id=1))
    asked = PrepareMotion(meeting_id=1, item_id=1, title="Thông qua chương trình", form="open", decision="")
    house.submits(house.clerk, asked)
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=house.last_motion()))
    tablet = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
    tablet.votes("for")
    tablet.sees("vote-status", "Đã ghi nhận")
    tablet.page.evaluate(
        """async () => {
          sessionStorage.setItem('draft', 'ghi chú riêng');
          localStorage.setItem('note:1', 'ghi chú riêng');
          await (await caches.open('door')).put('/m/1/names', new Response('tên người'));
        }"""
    )
    return tablet


def test_a_lost_tablet_that_is_ended_from_the_list_keeps_nothing_of_its_owner(
    browser: Browser, install: Install
) -> None:
    house = install()
    house.server.start()
    tablet = voted(browser, house)
    assert "ghi chú riêng" in str(tablet.page.evaluate(LEFT))
    own = Person(browser, house, "phone").has_signed_in(house.members[0])
    own.page.goto(f"{own.base}/devices")
    own.page.get_by_test_id("end-others").click()
    tablet.page.wait_for_url(f"{tablet.base}/sign-in")
    expect(tablet.page.locator("#account")).to_have_value("")
    tablet.page.wait_for_function("async () => !(await caches.keys()).length && !sessionStorage.length")
    left = tablet.page.evaluate(LEFT)
    assert [left["caches"], left["bases"]] == [[], []]
    assert [word for word in left["words"] if not word.startswith("witness:")] == []
    assert '"choice"' not in str(left), "the heads of the journal are nobody's, and stay; ballots do not"
    assert '"hash"' in str(left)
    tablet.page.go_back()
    expect(tablet.page.locator("#account")).to_be_visible()
    assert [fault for fault in tablet.faults if "401" not in fault] == [], "it is told that it is signed out, no more"
