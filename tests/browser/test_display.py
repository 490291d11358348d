"""Display settings belong to the person, not to the device: chosen on one, at once on the others, without a flash."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person

WATCH = """() => {
  window.seen = {paint: null, changes: []};
  window.painted = new Promise((seen) => new PerformanceObserver(() => {
    if (!window.seen.paint) window.seen.paint = getComputedStyle(document.body).backgroundColor;
    seen();
  }).observe({type: "paint", buffered: true}));
  addEventListener("DOMContentLoaded", () => new MutationObserver((found) => {
    window.seen.changes.push(...found.map((each) => each.attributeName));
  }).observe(document.documentElement, {attributeFilter: ["data-theme", "data-size"]}));
}"""
LETTERS = "parseFloat(getComputedStyle(document.body).fontSize)"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def house(install: Install) -> House:
    found = install()
    found.server.start()
    return found


def chooses(page: Page, setting: str, value: str) -> None:
    """Under “Hiển thị”; only once the fonts are there, because a press on a moving button is lost."""
    page.evaluate("document.fonts.ready")
    button = page.locator(f'button[data-setting="{setting}"][value="{value}"]')
    if not button.is_visible():
        page.locator("summary", has_text="Hiển thị").click()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_choice_on_one_tablet_is_on_the_persons_others_at_once_and_in_the_first_paint_of_a_fresh_one(
    browser: Browser, house: House
) -> None:
    lan, nam = house.members[:2]
    first = Person(browser, house, "tablet").has_signed_in(lan).enters()
    second = Person(browser, house, "upright").has_signed_in(lan).enters()
    other = Person(browser, house, "tablet").has_signed_in(nam).enters()
    before = second.page.evaluate(LETTERS)
    chooses(first.page, "size", "3")
    chooses(first.page, "theme", "dark")
    for device in (first, second):
        expect(device.page.locator("html")).to_have_attribute("data-size", "3")
        expect(device.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert second.page.evaluate(LETTERS) > before
    dark = second.page.evaluate(GROUND)
    pressed = second.page.locator('[data-setting][aria-pressed="true"]')
    assert pressed.evaluate_all("all => all.map(each => each.value)") == ["3", "dark"]

    fresh = Person(browser, house, "phone")
    fresh.context.add_init_script(f"({WATCH})()")
    fresh.signs_in(lan)
    fresh.page.evaluate("window.painted")
    fresh.enters()
    fresh.page.evaluate("window.painted")
    assert fresh.page.evaluate("window.seen") == {"paint": dark, "changes": []}
    assert other.page.evaluate("({...document.documentElement.dataset})")["size"] == "1", "nobody else's is touched"
    assert [each.faults for each in (first, second, other, fresh)] == [[]] * 4


def test_a_choice_made_without_the_network_stays_and_is_sent_when_it_is_back(browser: Browser, house: House) -> None:
    lan = house.members[0]
    first = Person(browser, house, "tablet").has_signed_in(lan).enters()
    second = Person(browser, house, "tablet").has_signed_in(lan).enters()
    second.page.evaluate("document.fonts.ready")
    second.context.set_offline(True)
    chooses(second.page, "theme", "contrast")
    expect(second.page.locator("html")).to_have_attribute("data-theme", "contrast")
    chooses(first.page, "theme", "dark")
    second.context.set_offline(False)
    second.page.reload()
    expect(second.page.locator("html")).to_have_attribute("data-theme", "contrast")
    expect(first.page.locator("html")).to_have_attribute("data-theme", "contrast")
    second.page.goto(f"{second.base}/")
    second.page.locator('form[action="/sign-out"] button').click()
    expect(second.page.locator("html")).to_have_attribute("data-theme", "contrast")
    chooses(second.page, "theme", "light")
    second.page.reload()
    expect(second.page.locator("html")).to_have_attribute("data-theme", "light")
    first.page.reload()
    expect(first.page.locator("html")).to_have_attribute("data-theme", "contrast")
