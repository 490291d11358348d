"""Papers are in the tablet before the meeting comes to them: fetched while the tablet is idle."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import GoToItem, StartMeeting
from tests.browser.conftest import Install
from tests.browser.people import Person

AT_ONCE = "Math.random = () => 0"
LATER = "Math.random = () => 1"
SPARING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
SLOWLY = {"offline": False, "latency": 0, "downloadThroughput": 4_000, "uploadThroughput": 100_000}
FREELY = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class Fetched:
    """The requests of a page for papers: `came` whole, `broken` off, `from_network`, and how many `at_once`."""

    def __init__(self, page: Page) -> None:
        self.came: list[str] = []
        self.broken: list[str] = []
        self.from_network: list[str] = []
        self.at_once = 0
        self._asked: dict[str, str] = {}
        self._answered: set[str] = set()
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("Network.enable")
        self.tools.on("Network.requestWillBeSent", self._ask)
        self.tools.on("Network.responseReceived", self._answer)
        self.tools.on("Network.loadingFinished", lambda said: self._end(said, self.came))
        self.tools.on("Network.loadingFailed", lambda said: self._end(said, self.broken))

    @property
    def under_way(self) -> bool:
        """Whether one is being answered and has not come."""
        return not self._answered.isdisjoint(self._asked)

    def _ask(self, said: dict[str, Any]) -> None:
        if "/file.pdf" in (address := said["request"]["url"]):
            self._asked[said["requestId"]] = address[address.index("/m/") :]
            self.at_once = max(self.at_once, len(self._asked))

    def _answer(self, said: dict[str, Any]) -> None:
        if said["requestId"] in self._asked and not said["response"].get("fromDiskCache"):
            self.from_network.append(self._asked[said["requestId"]])
            self._answered.add(said["requestId"])

    def _end(self, said: dict[str, Any], kind: list[str]) -> None:
        if (address := self._asked.pop(said["requestId"], None)) is not None:
            kind.append(address)


def test_the_next_items_papers_are_there_before_the_meeting_turns_to_it(browser: Browser, install: Install) -> None:
    house = install()
    seats = house.seats()
    here = (MarkPresent(meeting_id=1, seat_id=seats[account]) for account in (house.chair, *house.members))
    house.submits(house.clerk, *here, StartMeeting(meeting_id=1))
    house.server.start()
    sparing = Person(browser, house, "tablet")
    sparing.page.add_init_script(AT_ONCE + ";" + SPARING)
    asked_by_the_sparing = Fetched(sparing.signs_in(house.members[1]).page)
    sparing.enters()
    lan = Person(browser, house, "tablet")
    lan.page.add_init_script(LATER)
    fetched = Fetched(lan.signs_in(house.members[0]).page)
    lan.enters()
    ahead = lan.page.locator("[data-ahead]").get_attribute("data-ahead")
    assert ahead

    fetched.tools.send("Network.emulateNetworkConditions", SLOWLY)
    lan.page.evaluate(AT_ONCE)
    lan.page.keyboard.press("Shift")  # its waiting begins again
    waits(lan, lambda: fetched.under_way)
    lan.page.keyboard.press("Shift")
    waits(lan, lambda: bool(fetched.broken))  # what the person requests comes first
    fetched.tools.send("Network.emulateNetworkConditions", FREELY)
    waits(lan, lambda: set(ahead.split()) <= set(fetched.came))
    assert fetched.at_once == 1
    assert asked_by_the_sparing.came == asked_by_the_sparing.broken == []

    house.submits(house.clerk, GoToItem(meeting_id=1, item_id=2))
    paper = lan.page.locator("[data-panel=papers] a.document").first
    expect(paper).to_have_attribute("href", ahead.split("/file.pdf")[0])
    assert set(ahead.split()) <= set(fetched.from_network)
    fetched.from_network.clear()
    paper.click()
    expect(lan.page.locator("canvas").first).to_be_visible()
    assert fetched.from_network == [], "the reader had it already"
    assert not lan.faults + sparing.faults


def waits(person: Person, done: Any) -> None:
    """Wait until the page has done something, at most half a minute."""
    for _ in range(150):
        if done():
            return
        person.page.wait_for_timeout(200)
    raise AssertionError("not within half a minute")
