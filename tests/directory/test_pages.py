"""The directory on screen: set, tried, read, its rules; and newcomers at the door. No password is ever shown."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from meeting.access.directory import ldap_apart
from meeting.access.directory.task import Answer, Everybody, Question, StillThere
from meeting.directory import vouching
from meeting.directory.commands import ChooseRules
from meeting.directory.rules import Gives, Rule
from meeting.directory.tables import find_directory
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused, declared
from meeting.people.tables import person_of_account
from meeting.work import jail as jails
from meeting.work.jail import Bounds
from meeting.worker import create_workshop
from tests.council import Council
from tests.directory.joined import join, rules, sets_up
from tests.pages.client import Browser, Tags
from tests.slapd import BASE, PASSWORD, SERVICE, Slapd, group, person
from tests.workshops import works


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """No test changes it."""
    people = [
        person("lan", "Trần Thị Lan"),
        person("hoa", "Lò Thị Hoa", title="Kế toán"),
        person("son", "Vừ A Sơn"),
        person("khoa", "Ai Đó Khác"),
    ]
    found = Slapd(tmp_path_factory.mktemp("slapd"), [*people, group("Văn phòng", "uid=hoa")])
    yield found
    found.stop()


@pytest.fixture
def admin(council: Council) -> Browser:
    council.watching = False
    return Browser(council, "admin")


@pytest.fixture(autouse=True)
def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = lambda question, seconds=0: ldap_apart.answer(question)  # noqa: E731
    monkeypatch.setattr("meeting.directory.jobs.ask", here)
    monkeypatch.setattr("meeting.office.directory.ask", here)


def form(slapd: Slapd, **other: str) -> dict[str, str]:
    typed = {"version": "0", "address": slapd.url, "kind": "openldap", "base": BASE, "service": SERVICE}
    return typed | {"password": PASSWORD, "nightly": "1"} | other


def sets(browser: Browser, typed: dict[str, str], certificate: bytes = b"") -> int:
    data = {"csrf_token": browser.csrf(), **typed, "authority": (io.BytesIO(certificate), "ca.pem")}
    return browser.client.post("/directory", data=data, content_type="multipart/form-data").status_code


def sentence(code: str) -> str:
    """What a refusal says up to its first fact."""
    return declared()[code][1].partition("{")[0].strip()


def said(text: str) -> str:
    return " ".join(Tags(text).text.split())


def test_the_directory_is_set_up_tried_read_and_imported_on_screen_without_a_restart(
    council: Council, admin: Browser, slapd: Slapd
) -> None:
    assert "Chưa nối danh bạ" in said(admin.get("/directory").text)
    assert sets(admin, form(slapd), slapd.authority.read_bytes()) == 303
    page = admin.get("/directory").text
    assert PASSWORD not in page
    assert "Đã lưu một chứng thư." in said(page)
    tried = said(admin.send("/directory/try").text)
    assert "Lò Thị Hoa (hoa), Kế toán" in tried
    assert 'value="Văn phòng"' in admin.get("/directory").text, "its groups are offered"
    place = admin.send("/directory/read").headers["Location"]
    assert "Đang đọc danh bạ." in said(admin.get(place).text)
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    works(worker)
    looked = said(admin.get(place).text)
    assert "Thêm 2 người, sửa 1 người. 1 dòng cần xem lại không được nhập." in looked
    assert "Cho nghỉ 0 người, đưa trở lại 0 người." in looked
    assert admin.send(place).status_code == 303
    works(worker)
    worker.database.close()
    assert "Lò Thị Hoa" in admin.get("/people").text
    with council.database.read() as db:
        book = "\n".join(str(each.body) for each in journal.entries(db, journal.OFFICE))
        assert find_directory(db).locked not in book
    assert PASSWORD not in book


@pytest.mark.parametrize("changed", ["base", "newcomers"])
def test_nobody_changes_the_directory_during_a_meeting(council: Council, slapd: Slapd, changed: str) -> None:
    council.watching = False
    sets_up(council, slapd.link())
    council.starts()
    other = slapd.link(base=f"ou=khac,{BASE}") if changed == "base" else slapd.link()
    with pytest.raises(Refused) as refused:
        sets_up(council, other, newcomers=changed == "newcomers")
    assert refused.value.code == "directory.in_meeting"
    with pytest.raises(Refused) as refused:
        rules(council, Rule("", Gives.PLANNER))
    assert refused.value.code == "directory.in_meeting"
    sets_up(council, slapd.link(password="mật khẩu mới"))  # one that has expired is replaced at any time


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"address": "http://x"}, "directory.bad_address"),
        ({"address": "ldap://x/dc=vn"}, "directory.bad_address"),
        ({"address": ""}, "directory.lacking"),
        ({"base": ""}, "directory.lacking"),
        ({"password": " "}, "directory.no_password"),
        ({"wanted": "(a=b)(c=d)"}, "directory.bad_filter"),
        ({"wanted": "a=b"}, "directory.bad_filter"),
        ({"base": "x" * 301}, "commands.too_long"),
        ({"password": "x" * 201}, "commands.too_long"),
        ({"version": "7"}, "directory.changed"),
    ],
)
def test_impossible_values_are_reported_and_nothing_is_saved(
    admin: Browser, slapd: Slapd, typed: dict[str, str], code: str
) -> None:
    data = {"csrf_token": admin.csrf(), **form(slapd, **typed)}
    answer = admin.client.post("/directory", data=data)
    assert sentence(code) in said(answer.text)
    assert answer.status_code >= 400
    assert 'name="version" value="0"' in admin.get("/directory").text


def test_a_file_that_holds_no_certificate_is_refused(admin: Browser, slapd: Slapd) -> None:
    for data in (b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n", b"\x00\x01"):
        typed = {"csrf_token": admin.csrf(), **form(slapd), "authority": (io.BytesIO(data), "ca.pem")}
        answer = admin.client.post("/directory", data=typed, content_type="multipart/form-data")
        assert sentence("directory.not_a_certificate") in said(answer.text)


@pytest.mark.usefixtures("real_jail")
@pytest.mark.parametrize(
    ("bounds", "jail", "code"),
    [
        (Bounds(seconds=60, memory=32 << 20), True, "directory.not_a_certificate"),
        (Bounds(seconds=60), False, "work.no_jail"),
    ],
    ids=["the reader falls", "there is no jail"],
)
def test_a_certificate_that_cannot_be_read_in_the_jail_is_not_read(
    admin: Browser, slapd: Slapd, bounds: Bounds, jail: bool, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vouching, "_BOUNDS", bounds)
    if not jail:
        monkeypatch.setattr(jails, "jail_works", lambda: False)
    data = slapd.authority.read_bytes()
    typed = {"csrf_token": admin.csrf(), **form(slapd), "authority": (io.BytesIO(data), "ca.pem")}
    answer = admin.client.post("/directory", data=typed, content_type="multipart/form-data")
    assert sentence(code) in said(answer.text)
    assert 'name="version" value="0"' in admin.get("/directory").text, "and nothing is saved"


def test_a_stored_password_goes_only_to_the_server_that_it_was_typed_for(admin: Browser, slapd: Slapd) -> None:
    assert sets(admin, form(slapd)) == 303
    assert sets(admin, form(slapd, version="1", password="", base="dc=khac")) == 303
    for other in ({"address": "ldap://127.0.0.1:9"}, {"service": "cn=khac"}):
        data = {"csrf_token": admin.csrf(), **form(slapd, version="2", password=""), **other}
        answer = admin.client.post("/directory", data=data)
        assert sentence("directory.password_again") in said(answer.text)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"urls": ("ldap://127.0.0.1:9",)}, "Chưa kết nối được máy chủ danh bạ"),
        ({"authority": ""}, "Chứng thư của máy chủ danh bạ không tin được"),
        ({"password": "x"}, "Danh bạ không nhận tài khoản dịch vụ"),
        ({"base": "dc=khac,dc=vn"}, "Không tìm được người trong danh bạ"),
        ({"wanted": "(uid=khong-co)"}, "không thấy ai"),
    ],
)
def test_a_trial_names_what_failed(
    council: Council, admin: Browser, slapd: Slapd, other: dict[str, str], told: str
) -> None:
    sets_up(council, slapd.link(**other))
    assert told in said(admin.send("/directory/try").text)


def test_no_screen_names_a_setting_by_its_key(council: Council, admin: Browser, slapd: Slapd) -> None:
    sets_up(council, slapd.link())
    assert "ldap_" not in admin.get("/directory").text


def test_rules_are_put_in_order_and_taken_away_on_screen(council: Council, admin: Browser, slapd: Slapd) -> None:
    sets_up(council, slapd.link())

    def chosen() -> list[tuple[object, object]]:
        with council.database.read() as db:
            return [(each["group"], each["gives"]) for each in find_directory(db).rules]

    def sends(version: int, act: str, *groups: str, **gives: str) -> int:
        form = {"csrf_token": admin.csrf(), "version": str(version), "act": act, "group": list(groups), **gives}
        return admin.client.post("/directory/rules", data=form).status_code

    two = {"gives-0": "administrator", "gives-1": "nobody", "gives-others": "person"}
    assert sends(1, "save", "A", "B", "", **two) == 303
    assert chosen() == [("A", "administrator"), ("B", "nobody"), ("", "person")]
    assert sends(2, "up-1", "A", "B", **two) == 303
    assert chosen() == [("B", "nobody"), ("A", "administrator"), ("", "person")]
    assert sends(3, "drop-0", "B", "A", **{"gives-0": "nobody", "gives-1": "administrator"}) == 303
    assert chosen() == [("A", "administrator"), ("", "person")]
    assert sends(3, "save") == 409, "somebody else has been quicker"
    assert (
        council.refuses("admin", ChooseRules(version=4, rules=(Rule("", Gives.ADMIN),))) == "directory.not_all_admins"
    )
    assert council.refuses("admin", ChooseRules(version=4, rules=(Rule("A", Gives.ADMIN),))) == "directory.bad_rules"


def test_disconnecting_the_directory_forgets_its_password(council: Council, admin: Browser, slapd: Slapd) -> None:
    sets_up(council, slapd.link())
    assert admin.send("/directory/cut").status_code == 303
    assert "Chưa nối danh bạ" in said(admin.get("/directory").text)
    for act in ("try", "read", "rules", "cut"):
        assert sentence("directory.none") in said(admin.send(f"/directory/{act}", version="0").text)


@pytest.mark.parametrize("act", ["", "/try", "/read", "/rules", "/cut"])
def test_only_an_administrator_changes_the_directory(council: Council, slapd: Slapd, act: str) -> None:
    council.watching = False
    sets_up(council, slapd.link())
    for who in ("an", "ha", "lan"):
        assert Browser(council, who).send(f"/directory{act}").status_code == 403


# newcomers


def here(question: Question | Everybody | StillThere) -> Answer:
    return ldap_apart.answer(question)


def signs_in(council: Council, account: str) -> tuple[int, str]:
    answer = Browser(council).signs_in(account, f"mat-khau-cua-{account}")
    return answer.status_code, said(answer.text)


def test_a_newcomer_becomes_a_person_by_the_rules_at_the_first_sign_in(council: Council, slapd: Slapd) -> None:
    council.watching = False
    join(council, slapd.link(), here, newcomers=True)
    rules(council, Rule("văn phòng", Gives.PERSON), Rule("", Gives.NOBODY))
    assert signs_in(council, "hoa")[0] == 303
    assert signs_in(council, "hoa")[0] == 303, "and is known from then on"
    status, told = signs_in(council, "son")
    assert (status, sentence("directory.not_admitted") in told) == (403, True)
    with council.database.read() as db:
        assert person_of_account(db, "hoa") is not None
        assert person_of_account(db, "son") is None


def test_a_newcomer_reads_whom_to_ask_where_no_rule_admits_them(council: Council, slapd: Slapd) -> None:
    council.watching = False
    join(council, slapd.link(), here)
    status, told = signs_in(council, "hoa")
    assert (status, sentence("directory.not_admitted") in told) == (403, True)
    assert Browser(council).signs_in("hoa", "sai").status_code == 403


def test_a_screen_set_under_another_key_asks_for_the_password_again(
    council: Council, admin: Browser, slapd: Slapd, tmp_path: Path
) -> None:
    sets_up(council, slapd.link())
    council.database.gate.submit(lambda db: setattr(find_directory(db), "locked", "x"))
    assert "Nhập lại mật khẩu" in said(admin.send("/directory/try").text)
    assert Browser(council).signs_in("hoa", "mat-khau-cua-hoa").status_code == 403
