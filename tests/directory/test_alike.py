"""Accounts behave alike, whichever directory knows the secret: the office's own, or a real OpenLDAP beside it."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest

from meeting.access import sessions
from meeting.access.directory import ldap_apart
from meeting.kernel.refusals import declared
from meeting.people.commands import RetirePerson, SignOut
from tests.cast import PIN
from tests.council import Council
from tests.directory.joined import join
from tests.pages.client import Browser, Tags
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
    join(council, request.getfixturevalue("slapd").link(), ldap_apart.answer)
    return lambda account: f"mat-khau-cua-{account}"


def said(page: str) -> str:
    return " ".join(Tags(page).text.split())


@pytest.mark.parametrize("who", ACCOUNTS)
def test_everybody_comes_in_with_their_own_secret_and_only_as_themselves(
    council: Council, secret: Secret, who: str
) -> None:
    browser = Browser(council)
    answer = browser.signs_in(who, secret(who))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    with council.database.read() as db:
        device = sessions.live_of(db, council.people[who], council.clock())
    assert browser.get("/devices").text.count("Máy này") == 1
    assert len(device) >= 1


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


def test_whom_an_administrator_signs_out_or_retires_is_out_and_who_has_retired_stays_out(
    council: Council, secret: Secret
) -> None:
    browser, lan = Browser(council), council.people["lan"]
    browser.signs_in("lan", secret("lan"))
    council.orders("admin", SignOut(person_id=lan))
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert browser.signs_in("lan", secret("lan")).status_code == 303
    council.orders("admin", RetirePerson(person_id=lan))
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert browser.signs_in("lan", secret("lan")).status_code == 403


def test_who_guesses_is_slowed_alike(council: Council, secret: Secret) -> None:
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


def test_the_local_administrator_comes_in_by_pin_whatever_the_directory_says(council: Council, secret: Secret) -> None:
    assert Browser(council).signs_in("admin", PIN).headers["Location"] == "/"
