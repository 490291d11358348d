"""Without a mouse: Tab and Enter alone walk through each page of the office, and reach every control of it.

The focus must be visible: by an outline, or a ring in its place.
"""

from playwright.sync_api import Browser, Page, expect

from meeting.attendance.cards import AllowCard
from meeting.attendance.commands import NoteAbsence
from meeting.contributions.commands import AllotItem
from meeting.documents.on_paper import SuspectSecret
from meeting.documents.tables import find_document
from meeting.people.commands import SetAdmin
from meeting.people.units import MakeUnit
from tests.browser.longest import LONGEST
from tests.browser.still import Still
from tests.cast import EDITION
from tests.council import Council
from tests.papers import opens, replaced
from tests.particulars import change
from tests.tries import is_its_day

FEW = 4
MOST_STEPS = 600
BURST = 10
"""Presses of Tab between two looks at the page."""
WATCH = """() => {
  globalThis.ends = document.activeElement === document.body ? 0 : -1; // or Tab begins in the middle
  globalThis.folds = new Set();
  document.addEventListener('focusin', ({ target }) => {
    const look = getComputedStyle(target);
    target.reached = true;
    target.unseen = !((look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none');
    if (target.tagName === 'SUMMARY' && !target.parentElement.open) folds.add(target);
  });
  document.addEventListener('focusout', ({ relatedTarget }) => { ends += !relatedTarget; });
}"""
"""Every control that gets the focus is noted, and every fold that is closed then; so is each end of the page."""
LAST_FOLD = """() => {
  const closed = (each) => folds.has(each) && !each.parentElement.open;
  const fold = [...document.querySelectorAll('summary')].filter(closed).at(-1);
  fold?.focus();
  folds.delete(fold);
  return Boolean(fold);
}"""
"""Go back to the last of the closed folds that Tab has reached; whether there is one."""
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
    """What cannot be reached on a page, or does not show that it has the focus. Enter opens every fold."""
    page.evaluate(WATCH)
    for _ in range(MOST_STEPS // BURST):
        for _ in range(BURST):
            page.keyboard.press("Tab")
        if page.evaluate("ends > 0") and not opened(page):
            break
    left: list[str] = page.evaluate(LEFT)
    return left


def opened(page: Page) -> bool:
    """Whether something was folded that Tab had reached. From the first fold on, Tab then goes to the end again."""
    folds = 0
    while page.evaluate(LAST_FOLD):
        page.keyboard.press("Enter")
        folds += 1
    page.evaluate("ends = 0")
    return folds > 0


def faults(browser: Browser, council: Council, who: str, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """By page; many pages take turns, half of them each day."""
    desk = Still(browser, council, who)
    todays = [path for path in paths if len(paths) <= FEW or is_its_day(path, 2)]
    assert todays
    found = {path: left for path in todays if (left := walked(desk.opens(path).page))}
    desk.close()
    return found


def every_page(council: Council, who: str, begins: str, **values: object) -> tuple[str, ...]:
    """The address of every page of the office's folder that begins so and that somebody may open, files left out."""
    app, client = council.house.app, council.browser(who)
    adapter = app.url_map.bind("phonghop.test")
    paths = []
    for rule in app.url_map.iter_rules():
        place = app.blueprints.get(rule.endpoint.partition(".")[0])
        ours = place is not None and place.import_name.startswith("meeting.office")
        if ours and "GET" in (rule.methods or ()) and rule.rule.startswith(begins) and rule.arguments <= values.keys():
            paths.append(adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
    answers = {path: client.get(path) for path in sorted(paths)}
    return tuple(path for path, said in answers.items() if said.status_code == 200 and said.mimetype == "text/html")


def test_every_control_of_a_plan_is_reached_by_keys_alone(browser: Browser, council: Council) -> None:
    council.watching = False
    unit = council.submits("admin", MakeUnit(title=LONGEST.strip()[:200])).made["unit_id"]
    council.submits("admin", change(council, "outsider", unit_id=unit))
    council.submits("ha", AllotItem(meeting_id=1, item_id=council.items[1], unit_id=unit))
    opens(council, "lan", 1)
    replaced(council)
    council.prepares("Thông qua kế hoạch", item=2)
    council.tells()
    pages = every_page(council, "ha", "/meetings/<", meeting_id=1, document_id=1)
    assert {f"/meetings/1{part}" for part in ("", "/seating", "/papers/1/reading", "/papers/1/versions")} <= {*pages}
    assert faults(browser, council, "ha", (*pages, f"/meetings/1/agenda?item={council.items[1]}")) == {}
    assert faults(browser, council, "outsider", ("/unit-work",)) == {}
    own = every_page(council, "lan", "/m/<", meeting_id=1, document_id=1)
    assert {"/m/1/changes", "/m/1/reading", "/m/1/papers/1/changes"} <= {*own}
    assert faults(browser, council, "lan", (*own, "/m/1/binder", "/m/1/aside")) == {}


def test_every_control_of_the_office_is_reached_by_keys_alone(browser: Browser, council: Council) -> None:
    council.watching = False
    council.submits("admin", MakeUnit(title="Phòng Kinh tế"))
    calendar = ("/calendar?view=day", "/calendar?view=week", "/calendar?view=month")
    pages = every_page(council, "admin", "/", person_id=3, kind="rooms", edition_id=EDITION)
    assert {"/meetings", "/meetings/new", "/people/3", "/catalogues/rooms", "/certificates", f"/law/{EDITION}"} <= {
        *pages
    }
    assert faults(browser, council, "admin", (*calendar, *pages, "/", "/search?words=to+trinh", "/help")) == {}


def test_a_card_that_needs_two_administrators_is_requested_and_agreed_to_by_keys_alone(
    browser: Browser, council: Council
) -> None:
    council.watching = False
    for who in ("mai", "dao"):
        council.submits("admin", SetAdmin(person_id=council.people[who], admin=True))
    card = f"/people/{council.people['dao']}/card"
    assert faults(browser, council, "admin", (card,)) == {}
    first = Still(browser, council, "admin")
    page = first.opens(card).page
    page.get_by_label("Lý do").focus()
    page.keyboard.type("mất thẻ")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("card-waits")).to_be_visible()
    assert walked(page) == []
    first.close()
    assert faults(browser, council, "mai", ("/", card)) == {}
    assert faults(browser, council, "dao", ("/",)) == {}, "the owner may decline"
    second = Still(browser, council, "mai")
    page = second.opens(card).page
    page.get_by_test_id("agree-card").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("issue-card")).to_be_visible()
    assert walked(page) == []
    second.close()


def test_every_control_of_the_roll_and_of_an_officers_card_is_reached_by_keys_alone(
    browser: Browser, council: Council
) -> None:
    council.watching = False
    council.arrives(*(who for who in council.voters if who != "lan"))
    absent = {"excused": True, "reason": "ốm", "substitute": "ông Lê Văn Thay"}
    council.submits("ha", NoteAbsence(meeting_id=1, seat_id=council.seats["lan"], **absent))
    council.starts()
    card = f"/m/1/seats/{council.seats['an']}/card"
    assert faults(browser, council, "ha", ("/m/1/roll", card)) == {}
    council.submits("ha", AllowCard(meeting_id=1, seat_id=council.seats["an"], reason="chủ tọa mất thẻ"))
    assert faults(browser, council, "ha", (card, "/m/1/console")) == {}
    assert faults(browser, council, "an", ("/m/1/chair",)) == {}, "the second officer's answer"


def test_every_control_of_a_held_paper_and_of_who_has_read_it_is_reached_by_keys_alone(
    browser: Browser, council: Council
) -> None:
    council.watching = False
    opens(council, "lan", 1, 2)
    with council.database.read() as db:
        first = find_document(db, 1, council.document).sha256
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=first))
    paper = f"/meetings/1/papers/{council.document}/reading"
    assert faults(browser, council, "ha", ("/meetings/1/papers", paper)) == {}
    assert faults(browser, council, "lan", ("/m/1/reading",)) == {}
