"""The office's own directory, against a real OpenLDAP: who signs in by it, and a room that never waits for it."""

import unicodedata
from collections.abc import Iterator
from uuid import UUID

import pytest
from msgspec.structs import replace

from meeting.access.directory import ldap_apart, ldap_wire
from meeting.access.directory.task import Answer, DirectoryKind, Everybody, Link, LinkStep, Question, StillThere
from meeting.access.tables import Login
from meeting.conduct.officers_cards import AllowOfficersCard
from meeting.directory.asking import ask
from meeting.directory.rules import Gives, Rule
from meeting.kernel.refusals import Refused
from meeting.people.commands import RetirePerson, SetAdmin
from tests.cast import PIN
from tests.council import Council
from tests.directory.joined import binds, join, rules
from tests.pages.client import Browser
from tests.slapd import BASE, Slapd, ad_person, group, person

GUID = UUID("01234567-89ab-cdef-0123-456789abcdef")
LANS = "mat-khau-cua-lan"


@pytest.fixture(scope="session")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """One directory for the whole run; tests that change it put it back."""
    entries = [
        person("lan", "Trần Thị Lan"),
        person("nam", "Phạm Hoài Nam"),
        person("an", "Nguyễn Văn An"),
        person("ha", "Lê Thu Hà"),
        person("quyền", "Trần Văn Quyền (Thư ký)"),
        person("star*", "Ngôi Sao"),
        person("stranger", "Người Lạ"),
        group("Tin học", "uid=stranger"),
        ad_person("mai", "Đỗ Tuyết Mai", GUID),
        ad_person("hung", "Vũ Mạnh Hùng", UUID(int=2), 514),
    ]
    found = Slapd(tmp_path_factory.mktemp("slapd"), entries)
    yield found
    found.stop()


@pytest.fixture
def link(slapd: Slapd) -> Link:
    return slapd.link()


def asked(link: Link, account: str, password: str) -> list[str]:
    """The passwords, by account."""
    answer = ldap_apart.answer(Question(link, account, password))
    assert answer.step is LinkStep.DONE, answer.problem
    return [each.account for each in answer.found]


@pytest.mark.parametrize("way", ["url", "secure"])
def test_a_password_signs_in_its_owner_by_starttls_and_by_ldaps(slapd: Slapd, link: Link, way: str) -> None:
    link = replace(link, urls=(getattr(slapd, way),))
    assert asked(link, "lan", LANS) == ["lan"]
    assert asked(link, "LAN", LANS) == ["lan"]
    assert asked(link, "lan", "mat-khau-cua-nam") == []
    assert asked(link, "nobody", LANS) == []


@pytest.mark.parametrize(
    "account", ["*", "l*", "lan)(uid=*", "lan))(|(uid=*", "\\2a", "lan\x00", "x" * 64_000, "l\u2028an", "(", "&"]
)
def test_an_account_is_never_read_as_a_filter(link: Link, account: str) -> None:
    assert asked(link, account, LANS) in ([], ["lan"] if account == "lan\x00" else [])


def test_signs_and_accents_of_an_account_are_taken_literally(link: Link) -> None:
    assert asked(link, "star*", "mat-khau-cua-star*") == ["star*"]
    assert asked(link, unicodedata.normalize("NFD", "quyền"), "mat-khau-cua-quyền") == ["quyền"]


def test_active_directory_names_are_understood_and_its_disabled_people_rejected(link: Link) -> None:
    link = replace(link, kind=DirectoryKind.ACTIVE)
    answer = ldap_apart.answer(Question(link, "mai", "mat-khau-cua-mai"))
    assert [(each.id, each.account, each.name) for each in answer.found] == [(str(GUID), "mai", "Đỗ Tuyết Mai")]
    assert asked(link, "hung", "mat-khau-cua-hung") == []


@pytest.mark.parametrize("password", ["", " ", "\t"])
def test_an_empty_password_signs_nobody_in(link: Link, password: str) -> None:
    """To a directory an empty password is an anonymous sign-in, which succeeds."""
    assert asked(link, "lan", password) == []


def test_a_failure_is_named_by_its_step(slapd: Slapd, link: Link) -> None:
    faults = {
        "closed": (replace(link, urls=("ldap://127.0.0.1:9",)), LinkStep.CONNECT),
        "stranger": (replace(link, authority=""), LinkStep.CERTIFICATE),
        "stranger by ldaps": (replace(link, authority="", urls=(slapd.secure,)), LinkStep.CERTIFICATE),
        "name": (replace(link, urls=(slapd.secure.replace("127.0.0.1", "localhost"),)), LinkStep.CERTIFICATE),
        "password": (replace(link, password="x"), LinkStep.SERVICE),
        "service": (replace(link, service=f"cn=khac,{BASE}"), LinkStep.SERVICE),
        "base": (replace(link, base="dc=khac,dc=vn"), LinkStep.SEARCH),
        "filter": (replace(link, wanted="(ou"), LinkStep.SEARCH),
        "none": (link, LinkStep.DONE),
        "the first address away": (replace(link, urls=("ldap://127.0.0.1:9", slapd.url)), LinkStep.DONE),
    }
    told = {name: ldap_apart.answer(Question(wrong)).step for name, (wrong, _) in faults.items()}
    assert told == {name: step for name, (_, step) in faults.items()}


# signing in


class Asking:
    """Asks the real directory and counts the questions."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, question: Question | Everybody | StillThere) -> Answer:
        self.times += 1
        return ldap_apart.answer(question)


@pytest.fixture
def asking() -> Asking:
    return Asking()


@pytest.fixture
def joined(council: Council, link: Link, asking: Asking) -> Council:
    """The council's server asks the directory too."""
    join(council, link, asking)
    return council


def signs_in(council: Council, account: str, secret: str) -> int:
    return Browser(council).signs_in(account, secret).status_code


def test_people_on_the_list_sign_in_by_the_directorys_password_and_by_the_pin_as_before(
    joined: Council, asking: Asking
) -> None:
    assert signs_in(joined, "lan", LANS) == 303
    assert signs_in(joined, "lan", "mat-khau-cua-nam") == 403
    assert signs_in(joined, "stranger", "mat-khau-cua-stranger") == 403, "not on the office's list"
    before = asking.times
    assert signs_in(joined, "lan", PIN) == 303
    assert signs_in(joined, "lan", "000000") == 403
    assert asking.times == before, "a PIN, right or wrong, is never sent to the directory"


def test_a_person_who_has_retired_is_not_let_in_by_the_directory(joined: Council) -> None:
    joined.submits("admin", RetirePerson(person_id=joined.people["lan"]))
    assert signs_in(joined, "lan", LANS) == 403


def test_an_account_of_the_same_name_does_not_become_an_administrator(joined: Council) -> None:
    joined.submits("admin", SetAdmin(person_id=joined.people["nam"], admin=True))
    assert signs_in(joined, "nam", "mat-khau-cua-nam") == 403
    assert signs_in(joined, "nam", PIN) == 303


@pytest.mark.parametrize("who", ["an", "ha"])
def test_an_account_of_the_same_name_does_not_become_an_officer(joined: Council, who: str) -> None:
    """Otherwise the person who sets the directory would sign in as the chair, with a password that they chose."""
    joined.starts()
    assert signs_in(joined, who, f"mat-khau-cua-{who}") == 403
    assert signs_in(joined, who, PIN) == 303
    with joined.database.read() as db:
        assert db.get_one(Login, joined.people[who]).directory_id is None


def test_a_person_who_was_bound_before_they_got_the_chair_still_signs_in_by_the_directory(
    joined: Council, slapd: Slapd
) -> None:
    binds(joined, slapd.link(), "an")
    assert signs_in(joined, "an", "mat-khau-cua-an") == 303


def test_an_administrator_just_imported_is_not_accepted_as_a_second_person(
    council: Council, link: Link, asking: Asking
) -> None:
    """The first may have set the directory and know the password."""
    council.watching = False
    join(council, link, asking, newcomers=True)
    rules(council, Rule("Tin học", Gives.ADMIN), Rule("", Gives.NOBODY))
    council.submits("admin", SetAdmin(person_id=council.people["outsider"], admin=True))
    card = AllowOfficersCard(person_id=council.people["an"], reason="mất thẻ")
    council.submits("admin", card)
    for comes_back in (False, True):
        council.clock.advance(days=8 * comes_back)
        browser = Browser(council)
        assert browser.signs_in("stranger", "mat-khau-cua-stranger").status_code == 303
        council.tokens["stranger"] = browser.session_token() or ""
        if not comes_back:
            assert council.refuses("stranger", card) == "conduct.admin_from_directory"
    council.submits("stranger", card)


def test_a_renamed_account_stays_the_same_person_and_its_old_name_opens_nothing(joined: Council, slapd: Slapd) -> None:
    assert signs_in(joined, "lan", LANS) == 303
    slapd.rename("uid=lan", "uid=lan.tran")
    slapd.rename("uid=stranger", "uid=lan")
    try:
        assert signs_in(joined, "lan.tran", LANS) == 303
        assert signs_in(joined, "lan", "mat-khau-cua-stranger") == 403
    finally:
        slapd.rename("uid=lan", "uid=stranger")
        slapd.rename("uid=lan.tran", "uid=lan")
    with joined.database.read() as db:
        assert len(db.get_one(Login, joined.people["lan"]).directory_id or "") == 36


def test_an_unreachable_directory_delays_nobody_and_is_asked_again_later(
    joined: Council, slapd: Slapd, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ldap_wire, "SECONDS", 1)
    slapd.hang()
    try:
        assert signs_in(joined, "nam", PIN) == 303, "cards and PINs need no directory"
        for _ in range(3):
            assert signs_in(joined, "lan", LANS) == 503
        asked_before = asking.times
        assert signs_in(joined, "lan", LANS) == 503
        assert asking.times == asked_before, "it is left alone for a while"
        assert signs_in(joined, "admin", PIN) == 303
    finally:
        slapd.go_on()
    monkeypatch.undo()
    joined.clock.advance(seconds=31)
    assert signs_in(joined, "lan", LANS) == 303


def test_the_directory_is_asked_in_a_separate_process_which_ends_in_time(slapd: Slapd, link: Link) -> None:
    assert [each.name for each in ask(Question(link, "lan", LANS)).found] == ["Trần Thị Lan"]
    slapd.hang()
    try:
        assert ask(Question(link, "lan", LANS), seconds=0.5) == Answer(LinkStep.CONNECT, "timeout")
    finally:
        slapd.go_on()


def test_the_refusal_of_an_unreachable_directory_says_how_to_sign_in_anyway() -> None:
    with pytest.raises(Refused, match="quét thẻ"):
        raise Refused("access.directory_away")
