"""People on screen: found without accents, added, corrected, retired, by plain forms alone."""

import unicodedata

import pytest
from msgspec.structs import replace
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.people.commands import AddPerson, RetirePerson
from meeting.people.tables import Person, find_person, person_of_account
from tests.council import Council
from tests.heard import statements
from tests.pages.client import Browser, Tags
from tests.pages.listed import names
from tests.particulars import LONG, TRANG

TYPED = {"full_name": "Đinh Thu Trang", "given_name": "Trang", "honorific": "bà", "title": "Chuyên viên", "unit": "VP"}


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def crowd(db: Session) -> None:
    """Two thousand deputies, each with an account."""
    for n in range(2000):
        person = Person(id=1000 + n)
        person.write(replace(TRANG, full_name=f"Đại biểu {n}"), f"d{n}")
        db.add_all([person, Login(person_id=person.id, account=f"d{n}")])


def test_the_administrators_first_page_leads_to_the_people(council: Council, admin: Browser) -> None:
    assert 'href="/people"' in admin.get("/").text
    assert 'href="/people"' not in Browser(council, "lan").get("/").text


def test_people_are_listed_by_given_name_in_vietnamese_order(admin: Browser) -> None:
    listed = names(admin.get("/people").text)
    assert listed[:4] == ["Nguyễn Văn An", "Đặng Thanh Bình", "Hồ Anh Đào", "Lê Thu Hà"]
    assert len(listed) == 13


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dang khoa", ["Bùi Đăng Khoa"]),
        ("KHOA bui", ["Bùi Đăng Khoa"]),
        (unicodedata.normalize("NFD", "Đặng"), ["Đặng Thanh Bình", "Bùi Đăng Khoa"]),
        ("y-thinh", ["Y Thịnh Niê"]),
        ("chuyen vien", ["Lê Thu Hà"]),
        ("100%", []),
        ("_", []),
        ("<b>", []),
        ("", None),
    ],
)
def test_a_search_needs_no_accents_and_takes_signs_literally(
    admin: Browser, words: str, found: list[str] | None
) -> None:
    page = admin.client.get("/people", query_string={"words": words}).text
    if found is None:
        assert len(names(page)) == 13
    else:
        assert names(page) == found


def test_a_person_is_added_by_a_plain_form_and_the_account_is_lower_case(council: Council, admin: Browser) -> None:
    answer = admin.send("/people/new", account=" Thu.Trang ", **TYPED)
    with council.database.read() as db:
        made = person_of_account(db, "thu.trang")
    assert made is not None
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/people/{made.id}")
    assert "Cấp thẻ" in admin.get(f"/people/{made.id}").text


@pytest.mark.parametrize(
    ("account", "status", "said"),
    [("LAN", 409, "đã có người dùng"), ("thu trang", 400, "chữ thường không dấu"), ("x" * 41, 400, "tối đa 40")],
)
def test_a_refused_form_keeps_what_was_typed(admin: Browser, account: str, status: int, said: str) -> None:
    answer = admin.send("/people/new", account=account, **TYPED)
    assert answer.status_code == status
    assert said in answer.text
    assert 'value="Đinh Thu Trang"' in answer.text


def test_the_second_of_two_administrators_sees_what_the_first_saved_and_loses_nothing(
    council: Council, admin: Browser
) -> None:
    lan = council.people["lan"]
    typed = {"full_name": "Trần Thị Lan", "given_name": "Lan", "honorific": "bà", "unit": "UBND xã Minh Tân"}
    assert admin.send(f"/people/{lan}", version="1", title="Trưởng ban", **typed).status_code == 303
    second = admin.send(f"/people/{lan}", version="1", title="Phó Chủ tịch", **typed)
    assert second.status_code == 409
    tags = Tags(second.text)
    fields = {attrs.get("name"): attrs.get("value") for tag, attrs in tags.tags if tag == "input"}
    assert (fields["title"], fields["version"]) == ("Phó Chủ tịch", "2")
    assert "Hiện đang lưu: Trưởng ban" in " ".join(tags.text.split())
    assert admin.send(f"/people/{lan}", version="2", title="Phó Chủ tịch", **typed).status_code == 303
    with council.database.read() as db:
        assert find_person(db, lan).particulars.title == "Phó Chủ tịch"


def test_a_form_that_lacks_a_field_leaves_its_value_unchanged(council: Council, admin: Browser) -> None:
    lan = council.people["lan"]
    assert admin.send(f"/people/{lan}", version="1", title="Trưởng ban").status_code == 303
    with council.database.read() as db:
        named = find_person(db, lan).particulars
    assert (named.full_name, named.honorific, named.title) == ("Trần Thị Lan", "bà", "Trưởng ban")


def test_a_retired_person_leaves_the_list_and_is_found_among_the_retired(council: Council, admin: Browser) -> None:
    lan = council.people["lan"]
    page = admin.get(f"/people/{lan}").text
    assert "Phiên họp thường kỳ tháng 9" in page, "she still has a seat in it"
    assert admin.send(f"/people/{lan}/retire").status_code == 303
    assert "Trần Thị Lan" not in names(admin.get("/people").text)
    assert names(admin.get("/people?retired=1").text) == ["Trần Thị Lan"]
    assert Browser(council, "lan").get("/").status_code == 303, "her tablet is signed out"
    assert admin.send(f"/people/{lan}/return").status_code == 303
    assert "Trần Thị Lan" in names(admin.get("/people").text)


def test_the_last_administrator_reads_why_they_cannot_retire(council: Council, admin: Browser) -> None:
    answer = admin.send(f"/people/{council.people['admin']}/admin", admin="no")
    assert answer.status_code == 409
    assert "quản trị duy nhất" in answer.text


def test_a_guest_without_an_account_gets_one(council: Council, admin: Browser) -> None:
    added = admin.send("/people/new", account="", **TYPED)
    place = added.headers["Location"]
    assert "không đăng nhập" in admin.get(place).text
    assert admin.send(f"{place}/account", account="Trang").status_code == 303
    assert "Chưa có thẻ" in admin.get("/people?words=trang").text


def test_groups_narrow_the_list(council: Council, admin: Browser) -> None:
    assert admin.send("/groups", title="Thường trực").status_code == 303
    lan = council.people["lan"]
    assert admin.send(f"/people/{lan}/groups", group="1").status_code == 303
    assert names(admin.get("/people?group=1").text) == ["Trần Thị Lan"]
    assert "1 người" in " ".join(Tags(admin.get("/groups").text).text.split())
    assert admin.send("/groups/1", title="Thường trực HĐND").status_code == 303
    assert admin.send("/groups/1/dissolve").status_code == 303
    assert names(admin.get("/people?group=1").text) == []


def test_only_an_administrator_changes_people(council: Council) -> None:
    lan = council.people["lan"]
    for who in ("an", "ha", "lan", "screen"):
        browser = Browser(council, who)
        for path in (f"/people/{lan}", f"/people/{lan}/retire", f"/people/{lan}/admin", "/people/new", "/groups"):
            assert browser.send(path, **TYPED).status_code == 403, (who, path)
        assert browser.submits("people.retire_person", {"person_id": lan}).get_json()["code"] == "access.not_allowed"
    with council.database.read() as db:
        assert find_person(db, lan).retired_at is None


def test_two_thousand_people_take_as_many_statements_as_thirteen_and_few_bytes(
    council: Council, admin: Browser
) -> None:
    def count() -> int:
        with statements(council.database) as asked:
            page = admin.get("/people?words=dai+bieu&page=2")
        assert page.status_code == 200
        assert len(page.data) < 160_000
        return len(asked)

    few = count()
    council.database.gate.submit(crowd)
    assert count() == few
    page = admin.get("/people?words=dai+bieu&page=40").text
    assert len(names(page)) == 50
    assert "2000 người" in page


def test_the_longest_person_has_a_page(council: Council, admin: Browser) -> None:
    made = council.submits("admin", AddPerson(account="x" * 40, particulars=LONG)).made["person_id"]
    council.submits("admin", RetirePerson(person_id=made))
    assert admin.get(f"/people/{made}").status_code == 200
    assert "x" * 100 in admin.get("/people?retired=1").text
