"""The office's pages: axe finds nothing, nothing is wider than the screen, and the keyboard alone does everything."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from meeting.access.directory.task import DirectoryKind, Link
from meeting.directory.commands import OfferDirectory, RecordTrouble
from meeting.directory.rules import Gives, Rule, Trouble
from meeting.people.commands import AddPerson, RetirePerson
from meeting.people.groups import ChooseGroups, MakeGroup
from meeting.people.particulars import Particulars
from meeting.people.tables import person_of_account
from meeting.roster.commands import RecordEnd, RecordLines
from meeting.roster.rules import Doubt, Given, Judged, LineKind
from meeting.worker import create_workshop
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.cast import PIN
from tests.council import Council
from tests.directory.joined import rules, sets_up
from tests.particulars import LONG
from tests.rosters import MANY, offers
from tests.second_factor import code_of

TRANG = Particulars(full_name="Đinh Thu Trang", given_name="Trang", honorific="bà", title="", unit="Văn phòng")


@pytest.fixture
def office(council: Council) -> Council:
    """With groups, a guest without an account, somebody retired, and the longest person there may be."""
    council.watching = False
    group = council.submits("admin", MakeGroup(title="Thường trực Hội đồng nhân dân")).made["group_id"]
    longest = council.submits("admin", MakeGroup(title="N" * 100)).made["group_id"]
    for who in ("an", "lan"):
        council.submits("admin", ChooseGroups(person_id=council.people[who], group_ids=(group, longest)))
    council.submits("admin", AddPerson(account="", particulars=TRANG))
    council.submits("admin", AddPerson(account="x" * 40, particulars=LONG))
    council.submits("admin", AddPerson(account="retired", particulars=replace(TRANG, full_name="Phạm Thị Nghỉ")))
    with council.database.read() as db:
        retired = person_of_account(db, "retired")
    assert retired is not None
    council.submits("admin", RetirePerson(person_id=retired.id))
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    offers(council, worker, MANY, f"{'danh-sach-' * 20}.csv")
    offers(council, worker, b"x")
    worker.database.close()
    from_directory(council, (group, longest))
    return council


def from_directory(council: Council, groups: tuple[int, int]) -> None:
    """A directory is set, with rules of the longest names; the page shows what it would do."""
    link = Link(
        urls=("ldaps://danhba.xa.gov.vn", "ldap://10.0.0.5:389"),
        kind=DirectoryKind.ACTIVE,
        authority="x",
        service="cn=phonghop,ou=dịch vụ,dc=xa,dc=gov,dc=vn",
        password="mật khẩu dịch vụ",
        base=f"ou={'n' * 200},dc=vn",
        wanted="(department=Ủy ban nhân dân)",
    )
    sets_up(council, link)
    rules(
        council,
        Rule("Tin học", Gives.ADMIN, groups[0]),
        Rule("n" * 200, Gives.NOBODY),
        Rule("", Gives.PERSON, groups[1]),
    )
    council.submits("system", RecordTrouble(trouble=Trouble.SHRUNK))
    roster = council.submits("admin", OfferDirectory()).made["roster_id"]
    lan = council.people["lan"]
    given = Given(directory_id="x", admin=True, group_id=groups[1])
    lines = (
        Judged(line=1, account="x" * 40, particulars=LONG, kind=LineKind.ADDS, given=given),
        Judged(
            line=2, account="lan", particulars=TRANG, before=LONG, kind=LineKind.CHANGES, person_id=lan, given=given
        ),
        Judged(line=3, account="lan", particulars=TRANG, before=TRANG, kind=LineKind.LEAVES, person_id=lan),
        Judged(line=4, account="lan", particulars=TRANG, kind=LineKind.CONFLICT, doubt=Doubt.SHRUNK, fact="n" * 100),
    )
    council.submits("system", RecordLines(roster_id=roster, lines=lines))
    council.submits("system", RecordEnd(roster_id=roster))


@pytest.fixture
def desk(browser: Browser, office: Council) -> Iterator[Still]:
    still = Still(browser, office, "admin")
    yield still
    still.close()


def paths(council: Council) -> dict[str, str]:
    """The pages of the office by name."""
    with council.database.read() as db:
        longest = person_of_account(db, "x" * 40)
    assert longest is not None
    return {
        "today": "/",
        "people": "/people",
        "nobody": "/people?words=khongco",
        "retired": "/people?retired=1",
        "new": "/people/new",
        "person": f"/people/{council.people['lan']}",
        "longest": f"/people/{longest.id}",
        "groups": "/groups",
        "lists": "/people/import",
        "list": "/people/import/1",
        "unreadable": "/people/import/2",
        "card": f"/people/{longest.id}/card",
        "signer": f"/people/{council.people['an']}/card",
        "devices": "/devices",
        "directory": "/directory",
        "directory's": "/people/import/3",
        "second": "/second-factor",
    }


def test_every_page_of_the_office_is_open_to_everybody_and_fits_every_screen(
    desk: Still, office: Council, album: Path | None
) -> None:
    walk = Walk(desk, album, whole_words=True)
    walk.goes(paths(office))
    assert walk.faults == {}


def test_every_page_of_the_office_fits_every_screen_in_english(desk: Still, office: Council) -> None:
    desk.speaks("en")
    walk = Walk(desk, None, whole_words=True)
    walk.goes(paths(office))
    assert walk.faults == {}


def test_the_second_factor_is_open_to_everybody_and_fits_every_screen(
    desk: Still, office: Council, album: Path | None
) -> None:
    """The key for a telephone, the recovery codes, and the question at the door."""
    page, walk = desk.opens("/second-factor").page, Walk(desk, album, whole_words=True)
    page.get_by_test_id("second-begin").click()
    page.locator("main summary").click()
    walk.looks("enrolling")
    key = base64.b32decode(page.locator(".second-key").inner_text().replace(" ", ""))
    page.get_by_label("Mã xác nhận").fill(code_of(office, key))
    page.get_by_test_id("second-set").click()
    expect(page.get_by_test_id("spares").locator("li")).to_have_count(10)
    walk.looks("spares")
    desk.opens("/sign-in")
    page.get_by_label("Tài khoản").fill("admin")
    page.get_by_label("PIN").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("second-enter")).to_be_visible()
    walk.looks("asked")
    office.clock.advance(seconds=30)
    page.get_by_label("Mã xác nhận").fill(code_of(office, key))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("second-enter")).to_have_count(0)
    assert walk.faults == {}


def test_a_person_is_added_and_retired_by_keyboard_alone(desk: Still, office: Council) -> None:
    page = desk.opens("/people/new").page
    page.get_by_label("Họ và tên").focus()
    for typed in ("Lò Văn Pành", "Pành", "ông", "Ủy viên", "Bản Mường"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.type("panh")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("said")).to_contain_text("Đã thêm")
    page.locator("summary", has_text="Cho nghỉ").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("retired")).to_contain_text("Đã nghỉ")
    with office.database.read() as db:
        gone = person_of_account(db, "panh")
    assert gone is not None
    assert gone.retired_at is not None
