"""Arriving by the hall screen's code, in a real browser: one request, made by a page that somebody sees."""

from playwright.sync_api import Browser, Page, Request, expect

from meeting.attendance import passes, scan
from meeting.kernel import clock
from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person

AT_ONCE = "Math.random = () => 0"
UNSEEN = "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })"
SEEN = (
    "Object.defineProperty(document, 'visibilityState', { value: 'visible' });"
    "document.dispatchEvent(new Event('visibilitychange'))"
)


def address(house: House) -> str:
    """What a camera reads from the hall screen now."""
    secret = bytes.fromhex((house.data / "secret.key").read_text())
    return f"{house.server.url}{scan.address()}#{passes.make_pass(secret, house.meeting_id, clock.now(), 15)}"


def asked(page: Page) -> list[str]:
    """What the page requests from the server from now on; without what its own cache answers, pictures and scripts."""
    tools, told = page.context.new_cdp_session(page), list[str]()
    tools.send("Network.enable")

    def answer(said: dict) -> None:  # type: ignore[type-arg]
        path = said["response"]["url"].partition("//")[2].partition("/")[2]
        if not said["response"].get("fromDiskCache") and not path.startswith("static"):
            told.append(path)

    tools.on("Network.responseReceived", answer)
    return told


def test_a_hall_of_people_checks_in(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    first, second, third = house.members[:3]

    tablet = Person(browser, house, "tablet")
    tablet.page.add_init_script(AT_ONCE)
    with tablet.page.expect_request_finished(lambda request: scan.address() in request.url):
        tablet.signs_in(first)
    told = asked(tablet.page)
    tablet.page.goto(address(house))
    card = tablet.page.get_by_test_id("arriving")
    expect(card).to_contain_text("Đã điểm danh")
    expect(card).to_contain_text(house.names[first])
    assert told == ["q"], "the page was in the browser; the server is asked for nothing but the check-in"
    tablet.enters()

    phone = Person(browser, house, "phone")
    phone.page.goto(address(house))
    phone.page.wait_for_url("**/sign-in")
    phone.page.fill("#account", second)
    phone.page.fill("#pin", house.cards[second])
    phone.page.click("button.enter")
    expect(phone.page.get_by_test_id("arriving")).to_contain_text(house.names[second])

    ahead, handed = Person(browser, house, "phone").signs_in(third), list[Request]()
    ahead.page.on("request", lambda request: handed.append(request) if request.method == "POST" else None)
    ahead.page.add_init_script(UNSEEN)
    ahead.page.goto(address(house))
    ahead.page.wait_for_load_state("networkidle")
    assert handed == [], "nobody sees the page"
    ahead.page.evaluate(SEEN)
    expect(ahead.page.get_by_test_id("arriving")).to_contain_text("Đã điểm danh")

    phone.page.goto(address(house)[:-1])  # into the same page: only what follows the # changes
    expect(phone.page.get_by_test_id("arriving")).to_contain_text("Chưa điểm danh được")
    assert tablet.faults == []
