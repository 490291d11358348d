"""A tablet that several people use: large keys for the PIN before a ballot, and a lock that keeps the place."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person


def shares(browser: Browser, house: House, account: str, size: str) -> Person:
    """Somebody signs in on a tablet and says that others use it too."""
    person = Person(browser, house, size)
    person.page.goto(f"{person.base}/sign-in")
    person.page.get_by_label("Máy dùng chung").check()
    person.page.fill("#account", account)
    person.page.fill("#pin", house.cards[account])
    person.page.click("button.enter")
    person.page.wait_for_url(f"{person.base}/")
    return person


def keys_in(page: Page, pin: str) -> None:
    """With a finger, on the large keys."""
    for digit in pin:
        page.locator(".pin-keys").get_by_role("button", name=digit, exact=True).click()


def test_a_ballot_is_sent_after_the_pin_and_the_lock_gives_the_page_back(browser: Browser, voting: House) -> None:
    account = voting.members[0]
    lan = shares(browser, voting, account, "tablet").opens("tablet")
    lan.votes("for")
    lan.sees("vote-status", "Đã ghi nhận")  # the sign-in a moment ago was a proof
    lan.page.locator('ballot-sheet [data-action="change"]').click()
    lan.votes("against")
    keys = lan.page.locator(".pin-keys")
    expect(keys).to_be_visible()
    keys_in(lan.page, "000000")
    lan.page.get_by_role("button", name="Xác nhận").click()
    expect(lan.page.locator(".pin-told")).to_contain_text("PIN chưa đúng")
    smallest = keys.locator("button").evaluate_all("all => Math.min(...all.map(e => e.getBoundingClientRect().height))")
    assert smallest >= 64
    keys_in(lan.page, voting.cards[account])
    lan.page.get_by_role("button", name="Xác nhận").click()
    lan.sees("vote-status", "KHÔNG TÁN THÀNH")
    lan.page.locator('ballot-sheet [data-action="minimise"]').click()
    lan.page.locator('[data-action="lock"]').click()
    lan.page.wait_for_url("**/locked?to=**")
    keys_in(lan.page, voting.cards[account])
    lan.presses("unlock")
    lan.page.wait_for_url(f"{lan.base}/m/1/tablet")
    assert lan.faults == []


def test_a_person_who_takes_no_part_types_the_pin_first_on_a_shared_tablet(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    account = house.members[0]
    lan = shares(browser, house, account, "tablet").opens("tablet")
    lan.page.get_by_test_id("to-aside").click()
    lan.page.wait_for_url("**/aside")
    lan.page.wait_for_load_state()
    lan.page.locator("#motion").select_option(index=1)
    lan.page.fill("#reason", "Có người nhà trong dự án")
    lan.page.get_by_test_id("stand-aside").click()
    expect(lan.page.locator(".pin-keys")).to_be_visible()
    keys_in(lan.page, house.cards[account])
    lan.page.get_by_role("button", name="Xác nhận").click()
    lan.sees("aside-mine", "Có người nhà trong dự án")
    assert lan.faults == []


def test_a_tablet_that_nobody_touches_hides_its_page(browser: Browser, install: Install) -> None:
    house = install(lock_minutes="1")
    house.server.start()
    lan = Person(browser, house, "upright")
    lan.page.clock.install()
    lan.page.goto(f"{lan.base}/sign-in")
    lan.page.get_by_label("Máy dùng chung").check()
    lan.page.fill("#account", house.members[0])
    lan.page.fill("#pin", house.cards[house.members[0]])
    lan.page.click("button.enter")
    lan.page.wait_for_url(f"{lan.base}/")
    lan.page.clock.fast_forward(61_000)
    lan.page.wait_for_url("**/locked?to=%2F")
    expect(lan.page.get_by_test_id("unlock")).to_be_visible()
    assert lan.faults == []
