"""Accounts behave alike, whichever directory knows the secret: the office's own list, or a real OpenLDAP beside it."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest

from meeting.access import sessions
from meeting.access.directory import ldap_apart
from meeting.kernel.refusals import declared
from meeting.kernel.tokens import token_hash
from meeting.people.commands import ChangePerson, IssueCard, RetirePerson, ReturnPerson, SetAdmin, SignOut
from meeting.people.particulars import Particulars
from tests.cast import PIN, card_of, pin_hash
from tests.council import Council
from tests.directory.joined import binds, join
from tests.pages.client import Browser, Tags
from tests.second_factor import ASKED, code_of, enrols
from tests.slapd import Slapd, person

ACCOUNTS = ["an", "ha", "lan", "nam", "guest", "outsider"]
Secret = Callable[[str], str]


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """No test changes it."""
    found = Slapd(tmp_path_factory.mktemp("slapd"), [person(who, f"Người {who}") for who in [*ACCOUNTS, "stranger"]])
    yield found
    found.stop()


@pytest.fixture(params=["local", "slapd"])
def secret(request: pytest.FixtureRequest, council: Council) -> Secret:
    """What each account types: the PIN of its card, or its password in the directory."""
    council.watching = False
    if request.param == "local":
        return lambda account: PIN
    link = request.getfixturevalue("slapd").link()
    join(council, link, ldap_apart.answer)
    binds(council, link, "an", "ha")
    return lambda account: f"mat-khau-cua-{account}"


def said(page: str) -> str:
    return " ".join(Tags(page).text.split())


@pytest.mark.parametrize("who", ACCOUNTS)
def test_everybody_signs_in_with_their_own_secret_and_only_as_themselves(
    council: Council, secret: Secret, who: str
) -> None:
    browser = Browser(council)
    answer = browser.signs_in(who, secret(who))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    with council.database.read() as db:
        device = sessions.live_of(db, council.people[who], council.clock())
    assert browser.get("/devices").text.count("Máy này") == 1
    assert len(device) >= 1


def test_the_door_asks_for_what_opens_it_and_shows_the_keys_for_it(council: Council, secret: Secret) -> None:
    page = Browser(council).get("/sign-in").text
    (field,) = [given for tag, given in Tags(page).tags if tag == "input" and given.get("id") == "pin"]
    by_password = secret("lan") != PIN
    assert ("mật khẩu cơ quan" in said(page)) is by_password
    assert (field.get("inputmode") == "numeric") is not by_password, "letters cannot be typed on a pad of digits"


@pytest.mark.parametrize("spelling", [" LAN ", "Lan", unicodedata.normalize("NFD", "lan"), "lan\u200b"])
def test_another_spelling_of_an_account_is_the_same_account(council: Council, secret: Secret, spelling: str) -> None:
    assert Browser(council).signs_in(spelling, secret("lan")).status_code == 303


def test_a_wrong_secret_is_answered_like_an_unknown_account(council: Council, secret: Secret) -> None:
    wrong = Browser(council).signs_in("lan", f"{secret('lan')}x")
    unknown = Browser(council).signs_in("nobody", f"{secret('lan')}x")
    assert wrong.status_code == unknown.status_code == 403
    assert said(wrong.text) == said(unknown.text)
    assert declared()["access.unknown"][1] in wrong.text


@pytest.mark.parametrize(
    ("account", "typed"), [("", ""), ("lan", ""), ("lan", " "), ("lan", "x" * 5000), ("*", "x"), ("' or 1=1 --", "x")]
)
def test_nonsense_does_not_sign_in(council: Council, secret: Secret, account: str, typed: str) -> None:
    browser = Browser(council)
    assert browser.signs_in(account, typed).status_code in (403, 503)
    assert browser.session_token() is None


def test_a_new_sign_in_ends_the_former_of_the_browser_and_signing_out_ends_it_everywhere(
    council: Council, secret: Secret
) -> None:
    browser = Browser(council, "guest")
    planted = browser.session_token()
    browser.signs_in("lan", secret("lan"))
    fresh = browser.session_token()
    for token, place in ((planted, "/sign-in"), (fresh, None)):
        copy = Browser(council)
        with copy.client.session_transaction() as session:
            session["token"] = token
        assert copy.get("/").headers.get("Location") == place
    browser.send("/sign-out")
    assert browser.get("/").headers["Location"] == "/sign-in"


def test_a_sign_in_lasts_a_meeting_day(council: Council, secret: Secret) -> None:
    browser = Browser(council)
    browser.signs_in("lan", secret("lan"))
    council.clock.advance(hours=13, minutes=59)
    assert browser.get("/").status_code == 200
    council.clock.advance(minutes=1)
    assert browser.get("/").headers["Location"] == "/sign-in"


def test_a_person_whom_an_administrator_signs_out_or_retires_is_out_and_the_retired_stay_out(
    council: Council, secret: Secret
) -> None:
    browser, lan = Browser(council), council.people["lan"]
    browser.signs_in("lan", secret("lan"))
    council.submits("admin", SignOut(person_id=lan))
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert browser.signs_in("lan", secret("lan")).status_code == 303
    council.submits("admin", RetirePerson(person_id=lan))
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert browser.signs_in("lan", secret("lan")).status_code == 403


def test_guessing_is_slowed_with_every_directory(council: Council, secret: Secret) -> None:
    browser = Browser(council, address="192.168.1.66")
    assert [browser.signs_in("an", f"sai-{n}").status_code for n in range(11)] == [403] * 10 + [429]
    assert browser.signs_in(" AN ", secret("an")).status_code == 429
    assert Browser(council).signs_in("lan", secret("lan")).status_code == 303


def test_the_secret_is_in_no_cookie_and_in_no_log(
    council: Council, secret: Secret, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    cookie = Browser(council).signs_in("lan", secret("lan")).headers["Set-Cookie"]
    Browser(council).signs_in("lan", f"{secret('lan')}-sai")
    assert secret("lan") not in cookie + caplog.text


def test_the_local_administrator_signs_in_by_pin_whatever_the_directory_says(council: Council, secret: Secret) -> None:
    assert Browser(council).signs_in("admin", PIN).headers["Location"] == "/"


# what an office does to an account: here on screen, or in the directory; people see the same


class Office:
    """Keeps accounts on screen: they are retired and come back; account names stay, because keys are named after
    them."""

    def __init__(self, council: Council) -> None:
        self.council = council

    def secret(self, account: str) -> str:
        return PIN

    def signs_in(self, account: str) -> Browser | None:
        """Their browser; None when they are not let in."""
        browser = Browser(self.council)
        status = browser.signs_in(account, self.secret(account)).status_code
        assert status in (303, 403)
        return browser if status == 303 else None

    def disables(self, account: str) -> None:
        self.council.submits("admin", RetirePerson(person_id=self.council.people[account]))

    def takes_back(self, account: str) -> None:
        self.council.submits("admin", ReturnPerson(person_id=self.council.people[account]))
        card = token_hash(card_of(account))  # the former card ended with the account
        self.council.submits(
            "admin", IssueCard(person_id=self.council.people[account], card_hash=card, pin_hash=pin_hash())
        )


class OutsideOffice(Office):
    """The same, done by the directory's administrator."""

    def __init__(self, council: Council, slapd: Slapd) -> None:
        super().__init__(council)
        self._slapd = slapd

    def secret(self, account: str) -> str:
        return f"mat-khau-cua-{account}"

    def disables(self, account: str) -> None:
        self._slapd.change(f"uid={account}", pwdAccountLockedTime="000001010000Z")

    def takes_back(self, account: str) -> None:
        self._slapd.change(f"uid={account}", pwdAccountLockedTime="")


@pytest.fixture(params=["local", "slapd"])
def office(request: pytest.FixtureRequest, council: Council, slapd: Slapd) -> Office:
    """Keeps the accounts in one of the two ways."""
    council.watching = False
    if request.param == "local":
        return Office(council)
    join(council, slapd.link(), ldap_apart.answer)
    return OutsideOffice(council, slapd)


def test_a_person_disabled_by_the_office_stays_out_until_that_is_undone(office: Office) -> None:
    assert office.signs_in("lan")
    office.disables("lan")
    try:
        assert not office.signs_in("lan")
        assert office.signs_in("nam"), "nobody else is touched"
    finally:
        office.takes_back("lan")
    browser = office.signs_in("lan")
    assert browser
    assert "Trần Thị Lan" in browser.get("/").text


def test_a_person_whose_name_changes_signs_in_as_before_and_reads_the_new_one(office: Office) -> None:
    council = office.council
    named = Particulars(full_name="Trần Thị Lan Hương", given_name="Hương", honorific="bà", title="Ủy viên", unit="")
    council.submits("admin", ChangePerson(person_id=council.people["lan"], version=1, particulars=named))
    browser = office.signs_in("lan")
    assert browser
    assert "Trần Thị Lan Hương" in browser.get("/").text
    assert f"/m/{council.meeting}" in browser.get("/").text, "with the seat that was hers"


def test_an_account_renamed_in_the_directory_keeps_person_seat_and_card(council: Council, slapd: Slapd) -> None:
    """The room never renames an account, only the directory can: the person behind it stays the same."""
    council.watching = False
    join(council, slapd.link(), ldap_apart.answer)
    assert Browser(council).signs_in("lan", "mat-khau-cua-lan").status_code == 303
    slapd.rename("uid=lan", "uid=lan.tran")
    try:
        for browser in (Browser(council), Browser(council)):
            assert browser.signs_in("lan.tran", "mat-khau-cua-lan").status_code == 303
            assert "Trần Thị Lan" in browser.get("/").text
            assert f"/m/{council.meeting}" in browser.get("/").text
        assert Browser(council).signs_in("lan", "mat-khau-cua-lan").status_code == 403
        assert Browser(council).scans(card_of("lan")).status_code == 303
    finally:
        slapd.rename("uid=lan.tran", "uid=lan")


def test_a_card_signs_in_beside_the_password_after_a_question_and_a_new_card_ends_it(
    council: Council, secret: Secret
) -> None:
    browser = Browser(council)
    assert browser.scans(card_of("lan"), answer="no").headers["Location"] == "/sign-in"
    assert browser.scans(card_of("lan")).headers["Location"] == "/"
    assert "Trần Thị Lan" in browser.get("/").text
    fresh = IssueCard(person_id=council.people["lan"], card_hash=token_hash("the-new-one"), pin_hash=pin_hash())
    council.submits("admin", fresh)
    assert Browser(council).scans(card_of("lan")).status_code == 404
    assert Browser(council).scans("the-new-one").headers["Location"] == "/"
    assert Browser(council).signs_in("lan", secret("lan")).status_code == 303


def test_the_pin_of_the_card_opens_too_and_a_wrong_one_does_not(council: Council, secret: Secret) -> None:
    assert Browser(council).signs_in("lan", PIN).status_code == 303
    assert Browser(council).signs_in("lan", "000000").status_code == 403
    assert Browser(council).signs_in("lan", secret("lan")).status_code == 303


def test_only_a_secret_of_the_office_makes_an_administrator(council: Council, secret: Secret) -> None:
    assert Browser(council).signs_in("admin", "mat-khau-cua-admin").status_code == 403
    assert Browser(council).signs_in("admin", "000000").status_code == 403


def test_an_administrator_shows_the_second_factor_whichever_way_the_first_was_checked(
    council: Council, secret: Secret
) -> None:
    assert Browser(council).signs_in("nam", secret("nam")).headers["Location"] == "/"
    council.submits("admin", SetAdmin(person_id=council.people["nam"], admin=True))
    _, key, spares = enrols(council, "nam")
    for code in (code_of(council, key), spares[0]):
        browser = Browser(council)
        assert browser.signs_in("nam", secret("nam")).headers["Location"] == ASKED
        assert browser.get("/people").headers["Location"] == "/sign-in", "nobody is signed in yet"
        assert browser.send(ASKED, code="000000").status_code == 403
        assert browser.send(ASKED, code=code).headers["Location"] == "/"
        assert browser.get("/people").status_code == 200
    assert Browser(council).signs_in("lan", secret("lan")).headers["Location"] == "/", "who is none is not asked"


def test_a_retired_person_cannot_sign_in_in_any_way(council: Council, secret: Secret) -> None:
    council.submits("admin", RetirePerson(person_id=council.people["lan"]))
    assert [Browser(council).signs_in("lan", typed).status_code for typed in (secret("lan"), PIN)] == [403, 403]
    assert Browser(council).scans(card_of("lan")).status_code == 404
