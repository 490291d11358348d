"""Units on screen: the tree by plain forms, the list of people by unit, and a unit administrator's few pages."""

import pytest

from meeting.kernel.tokens import token_hash
from meeting.people.commands import AddPerson, ChangePerson
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person
from meeting.people.units import MakeUnit, SetUnitAdmin
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.listed import names

TYPED = {"full_name": "Đinh Thu Trang", "given_name": "Trang", "honorific": "bà", "title": "", "unit": ""}
INSIDE = '<li class="card" data-depth="1"'
LONG = "Trung tâm Phục vụ hành chính công và Ứng dụng công nghệ số " * 3


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def makes(council: Council, title: str, parent: int | None = None) -> int:
    return council.submits("admin", MakeUnit(title=title, parent_id=parent)).made["unit_id"]


def puts(council: Council, who: str, unit: int) -> None:
    with council.database.read() as db:
        person = find_person(db, council.people[who])
    command = ChangePerson(person_id=person.id, version=person.version, particulars=person.particulars, unit_id=unit)
    council.submits("admin", command)


@pytest.fixture
def economy(council: Council) -> int:
    """A department with `lan`, a team below it with `nam`; `outsider` administers it. Beside it another, with `mai`."""
    unit = makes(council, "Phòng Kinh tế")
    puts(council, "lan", unit)
    puts(council, "nam", makes(council, "Tổ Thuế", unit))
    puts(council, "mai", makes(council, "Phòng Văn hóa"))
    council.submits("admin", SetUnitAdmin(person_id=council.people["outsider"], unit_id=unit))
    return unit


def test_the_tree_is_made_renamed_moved_and_dissolved_by_plain_forms(admin: Browser) -> None:
    admin.send("/units", title="Phòng Kinh tế", parent="")
    admin.send("/units", title=LONG.strip()[:200], parent="1")
    admin.send("/units/1", title="Phòng Kinh tế, Hạ tầng")
    page = admin.get("/units").text
    assert "Phòng Kinh tế, Hạ tầng" in page
    assert INSIDE in page
    assert "chính nó" in admin.send("/units/1/move", parent="2").text
    admin.send("/units/2/move", parent="")
    assert INSIDE not in admin.get("/units").text
    admin.send("/units/2/dissolve")
    assert LONG[:40] not in admin.get("/units").text


def test_a_press_makes_a_unit_of_peoples_printed_text(council: Council, admin: Browser) -> None:
    particulars = Particulars(full_name="Vi A", given_name="A", honorific="", title="", unit="Ban Pháp chế <b>")
    council.submits("admin", AddPerson(account="", particulars=particulars))
    assert "Ban Pháp chế &lt;b&gt;" in admin.get("/units").text
    admin.send("/units", title="Ban Pháp chế <b>")
    assert "Pháp chế &lt;b&gt;" not in admin.get("/units").text.partition('data-testid="texts"')[2]
    assert names(admin.get("/people?unit=1").text) == ["A"]


def test_people_are_found_by_unit_and_by_having_none(admin: Browser, economy: int) -> None:
    assert names(admin.get(f"/people?unit={economy}").text) == ["Trần Thị Lan", "Phạm Hoài Nam"]
    assert names(admin.get("/people?unit=2").text) == ["Phạm Hoài Nam"]
    assert "Trần Thị Lan" not in names(admin.get("/people?unit=none").text)
    assert names(admin.get("/people?unit=99").text) == []
    assert len(names(admin.get("/people?unit=x").text)) == 13


def test_a_chosen_unit_is_also_printed_when_nothing_else_is_typed(
    council: Council, admin: Browser, economy: int
) -> None:
    made = admin.send("/people/new", account="trang", unit_id=str(economy), **TYPED).headers["Location"]
    with council.database.read() as db:
        person = find_person(db, int(made.rpartition("/")[2]))
    assert (person.unit_id, person.particulars.unit) == (economy, "Phòng Kinh tế")


def test_a_form_without_a_unit_moves_nobody(council: Council, admin: Browser, economy: int) -> None:
    lan = council.people["lan"]
    admin.send(f"/people/{lan}", version="2", **TYPED)
    with council.database.read() as db:
        person = find_person(db, lan)
    assert (person.particulars.full_name, person.unit_id) == ("Đinh Thu Trang", economy)


def test_a_unit_administrator_sees_only_people_of_the_unit(council: Council, economy: int) -> None:
    vinh = Browser(council, "outsider")
    assert 'href="/people"' in vinh.get("/").text
    for path in ("/people", "/people?unit=none", "/people?unit=3", "/people?words=mai"):
        shown = names(vinh.get(path).text)
        assert set(shown) <= {"Trần Thị Lan", "Phạm Hoài Nam"}, path
    assert names(vinh.get("/people").text) == ["Trần Thị Lan", "Phạm Hoài Nam"]
    page = vinh.get(f"/people/{council.people['lan']}").text
    assert "Phòng Văn hóa" not in page
    for hidden in ("set-admin", "set-planner", "set-unit-admin", "save-groups", 'href="/settings"'):
        assert hidden not in page


def test_the_devices_of_those_who_conduct_are_not_shown_to_a_unit_administrator(council: Council, economy: int) -> None:
    """They could not end these sign-ins, and need not know where the chair is signed in."""
    vinh, admin = Browser(council, "outsider"), Browser(council, "admin")
    Browser(council, "an"), Browser(council, "lan")
    puts(council, "an", economy)
    pages = {who: f"/people/{council.people[who]}" for who in ("an", "lan")}
    assert ['data-testid="devices"' in admin.get(page).text for page in pages.values()] == [True, True]
    assert ['data-testid="devices"' in vinh.get(page).text for page in pages.values()] == [False, True]


def test_a_unit_administrator_opens_no_other_page_of_the_office(council: Council, economy: int) -> None:
    vinh, mai = Browser(council, "outsider"), council.people["mai"]
    office = ("/units", "/groups", "/overview", "/settings", "/log", "/people/import", "/directory", "/rights")
    for path in (*office, f"/people/{mai}", f"/people/{mai}/card"):
        assert vinh.get(path).status_code == 403, path
        assert "Đỗ Tuyết Mai" not in vinh.get(path).text
    above = ("admin", "planner", "groups", "unit-admin", "second")
    for path in ("retire", "return", "sign-out", "account", "card", *above):
        assert vinh.send(f"/people/{mai}/{path}").status_code == 403, path
    assert vinh.send(f"/people/{mai}/sign-out", device=token_hash(council.tokens["mai"])).status_code == 403
    lan = council.people["lan"]
    for path in above:
        answer = vinh.send(f"/people/{lan}/{path}", admin="yes", planner="yes", unit_id=str(economy))
        assert answer.status_code == 403, path
    assert vinh.send("/units", title="Tổ mới").status_code == 403


def test_a_unit_administrator_adds_a_person_and_makes_the_card(council: Council, economy: int) -> None:
    vinh = Browser(council, "outsider")
    refused = vinh.send("/people/new", account="trang", unit_id="", **TYPED)
    assert refused.status_code == 400
    assert "Chọn đơn vị" in refused.text
    made = vinh.send("/people/new", account="trang", unit_id=str(economy), **TYPED).headers["Location"]
    card = vinh.send(f"{made}/card")
    assert "Đinh Thu Trang" in card.text
    assert "<dt>PIN</dt>" in card.text


def test_the_page_of_rights_shows_unit_administrators(council: Council, admin: Browser, economy: int) -> None:
    page = admin.get("/rights").text
    assert "Lý Quang Vinh" in page.partition('data-testid="unit-admins"')[2].partition("</ul>")[0]
    assert "Quản trị: Lý Quang Vinh" in admin.get("/units").text
    admin.send(f"/people/{council.people['outsider']}/unit-admin", unit_id="")
    assert 'data-testid="unit-admins"' not in admin.get("/rights").text
    assert "Đổi quản trị đơn vị" in admin.get("/log").text
