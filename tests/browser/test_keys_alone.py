"""Whoever has no mouse: each page of the office is walked by Tab and Enter alone, and every control of it is reached.

Where the focus stands is seen: by an outline, or a ring in its place.
"""

from playwright.sync_api import Browser, Page

from meeting.contributions.commands import AllotItem
from meeting.people.units import MakeUnit
from tests.browser.still import Still
from tests.browser.test_planning import LONGEST
from tests.commands.test_units import change
from tests.council import Council
from tests.pages.test_reading import opens
from tests.pages.test_versions import replaced

MOST_STEPS = 600
AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return 'nowhere';
  at.reached = true;
  const look = getComputedStyle(at);
  const seen = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
  at.unseen = !seen;
  return at.tagName === 'SUMMARY' && !at.parentElement.open ? 'closed' : 'here';
}"""
LEFT = """() => {
  const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const named = (one) => `${one.tagName} ${one.name || one.textContent.trim().slice(0, 40)}`;
  const shown = [...document.querySelectorAll(every)].filter((one) => one.checkVisibility() && !one.disabled);
  const chosen = (one) => one.type === 'radio' && document.querySelectorAll(
    `input[type=radio][name="${one.name}"]`).length > 1;
  const missed = shown.filter((one) => !one.reached && !chosen(one)).map((one) => `not reached: ${named(one)}`);
  return [...missed, ...shown.filter((one) => one.unseen).map((one) => `not seen: ${named(one)}`)];
}"""


def walked(page: Page) -> list[str]:
    """What could not be reached on a page, or not be seen to have the focus. Every fold is opened by Enter."""
    rounds = 0
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        where = page.evaluate(AT)
        if where == "closed":
            page.keyboard.press("Enter")
        rounds += where == "nowhere"
        if rounds == 2:  # once at the end of the page and once more, past what unfolded behind
            break
    left: list[str] = page.evaluate(LEFT)
    return left


def faults(browser: Browser, council: Council, who: str, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """By page."""
    desk = Still(browser, council, who)
    found = {path: left for path in paths if (left := walked(desk.opens(path).page))}
    desk.close()
    return found


def test_every_control_of_a_plan_is_reached_by_keys_alone(browser: Browser, council: Council) -> None:
    council.watching = False
    unit = council.orders("admin", MakeUnit(title=LONGEST.strip()[:200])).made["unit_id"]
    council.orders("admin", change(council, "outsider", unit_id=unit))
    council.orders("ha", AllotItem(meeting_id=1, item_id=council.items[1], unit_id=unit))
    opens(council, "lan", 1)
    replaced(council)
    plan = ("", "/people", "/agenda", "/papers", "/contributions", "/papers/1/readers", "/papers/1/versions")
    pages = tuple(f"/meetings/1{part}" for part in (*plan, "/papers/1/reading"))
    assert faults(browser, council, "ha", pages) == {}
    assert faults(browser, council, "outsider", ("/unit-work",)) == {}
    assert faults(browser, council, "lan", ("/m/1/reading", "/m/1/papers/1/changes", "/m/1/binder")) == {}


def test_every_control_of_the_office_is_reached_by_keys_alone(browser: Browser, council: Council) -> None:
    council.watching = False
    council.orders("admin", MakeUnit(title="Phòng Kinh tế"))
    calendar = ("/calendar?view=day", "/calendar?view=week", "/calendar?view=month")
    plans = ("/", "/meetings", "/meetings/new", "/meetings/1/again", "/search?words=to+trinh")
    house = ("/overview", "/people", "/people/3", "/groups", "/units", "/settings", "/catalogues/rooms", "/law", "/log")
    rest = ("/rights", "/backup", "/network", "/directory", "/devices", "/help")
    assert faults(browser, council, "admin", (*calendar, *plans, *house, *rest)) == {}
