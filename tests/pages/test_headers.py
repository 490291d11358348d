"""What every page has in common: headers that allow only our own scripts and styles."""

import re
from collections.abc import Callable

import pytest

from meeting.kernel.refusals import number_of
from tests.conftest import Builder
from tests.council import Council
from tests.every_page import PAGES
from tests.pages.client import Browser, Tags

SEEN_BY = {"/m/1/chair": "an", "/m/1/console": "ha", "/m/1/roll": "ha", "/m/1/votes": "ha", "/m/1/screen": "screen"}


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(seen: Council, path: str) -> None:
    for who in ("ha", "lan", None):
        answer = Browser(seen, who).get(path)
        policy = directives(answer.headers["Content-Security-Policy"])
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
        for words in policy.values():
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(words)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Server" not in answer.headers
        if answer.mimetype == "text/html":
            kept = path.startswith("/q/")  # where a scanned code leads: it knows nobody
            assert answer.headers["Cache-Control"] == ("private, max-age=31536000, immutable" if kept else "no-store")
        answer.close()


def test_each_answer_has_a_different_nonce(seen: Council) -> None:
    browser = Browser(seen, "lan")
    nonces = {re.findall(r"nonce-([^']+)'", browser.get("/").headers["Content-Security-Policy"])[0] for _ in range(5)}
    assert len(nonces) == 5


def test_over_https_the_browser_is_asked_to_stay_there(build: Callable[..., Council]) -> None:
    council = build(tls_certificate="x.pem", tls_key="x.key")
    answer = council.browser("lan").get("/", base_url="https://phonghop.test")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in Browser(council, "lan").get("/").headers


def test_with_our_own_certificate_the_plain_address_stays_open(council: Council) -> None:
    """HSTS holds for every port of a host: a tablet that lost its trust could open nothing here."""
    answer = council.browser("lan").get("/sign-in", base_url="https://phonghop.test")
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers


def test_the_two_addresses_have_separate_cookies(council: Council) -> None:
    """A browser does not replace a secure cookie by a plain one: a person could never sign in again without TLS."""
    client = council.browser()
    plain = client.get("/sign-in", base_url="http://phonghop.test").headers["Set-Cookie"]
    secure = client.get("/sign-in", base_url="https://phonghop.test").headers["Set-Cookie"]
    assert plain.startswith("meeting=")
    assert secure.startswith("__Host-meeting=")
    assert "Secure" in secure
    assert "Path=/" in secure
    assert "Domain" not in secure


def test_a_cookie_from_https_returns_over_https_only(build: Callable[..., Council]) -> None:
    for settings, headers, secure in (
        ({}, {}, False),
        ({}, {"X-Forwarded-Proto": "https"}, False),
        ({"behind_proxy": "127.0.0.1"}, {"X-Forwarded-Proto": "https"}, True),
        ({"behind_proxy": "127.0.0.1"}, {"X-Forwarded-Proto": "http"}, False),
        ({"behind_proxy": "10.1.1.1"}, {"X-Forwarded-Proto": "https"}, False),
    ):
        cookie = build(**settings).browser("lan").get("/sign-in", headers=headers).headers["Set-Cookie"]
        assert ("Secure" in cookie) is secure, (settings, headers)
    assert "Secure" in build().browser().get("/sign-in", base_url="https://phonghop.test").headers["Set-Cookie"]


def test_only_the_named_proxy_says_where_a_request_comes_from(
    build: Callable[..., Council], caplog: pytest.LogCaptureFixture
) -> None:
    """A stranger who names another address each time could guess at PINs without end, and check in from anywhere."""
    council = build(behind_proxy="10.1.1.1, 10.2.0.0/16")
    for connecting, counted in (
        ("10.1.1.1", "203.0.113.5"),
        ("10.2.7.7", "203.0.113.5"),
        ("::ffff:10.1.1.1", "203.0.113.5"),
        ("10.1.1.2", "10.1.1.2"),
        ("127.0.0.1", "127.0.0.1"),
    ):
        caplog.clear()
        client = council.browser()
        where = {"environ_base": {"REMOTE_ADDR": connecting}, "headers": {"X-Forwarded-For": "1.1.1.1, 203.0.113.5"}}
        token = re.findall(r'csrf-token" content="([^"]+)"', client.get("/sign-in", **where).text)[0]
        client.post("/sign-in", data={"csrf_token": token, "account": "lan", "pin": "000000"}, **where)
        assert f"from {counted}" in caplog.text, connecting


@pytest.fixture(scope="module")
def voting(lasting: Builder) -> Council:
    """All nine are in the room, and a vote is open."""
    council = lasting(sits=True)
    council.opens_motion()
    return council


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_inside_nor_a_style_without_its_nonce(voting: Council, path: str) -> None:
    answer = Browser(voting, SEEN_BY.get(path, "lan")).get(path)
    if answer.mimetype != "text/html":
        answer.close()
        return
    for tag, attributes in Tags(answer.text).tags:
        if tag == "style":
            assert f"'nonce-{attributes['nonce']}'" in answer.headers["Content-Security-Policy"]
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")]
        assert not (attributes.get("href") or "").lower().startswith("javascript:")
        if tag == "script":
            assert attributes.get("src", "").startswith("/static/") or attributes.get("type") == "application/json"
        for name in ("src", "href", "action"):
            assert not (attributes.get(name) or "/").startswith(("http:", "https:", "//")), "nothing from elsewhere"


def test_a_static_file_is_cached_for_ever_under_an_address_that_changes_with_it(council: Council) -> None:
    browser = Browser(council)
    address = re.findall(r'href="(/static/[0-9a-f]{12}/icons/emblem\.svg)"', browser.get("/sign-in").text)[0]
    with browser.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert browser.get("/static/000000000000/icons/emblem.svg").status_code == 404


@pytest.mark.parametrize("path", ["../meeting/app.py", "%2e%2e/pyproject.toml", "/etc/passwd", "..%2fwsgi.py"])
def test_static_files_are_static_files(seen: Council, path: str) -> None:
    assert Browser(seen).get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/m/99999999999999999999", "/m/2147483648/tablet", "/m/1/papers/9999999999", "/m/-1", "/m/²"]
)
def test_an_address_that_no_row_can_have_is_not_found(seen: Council, path: str) -> None:
    assert Browser(seen, "lan").get(path).status_code == 404


def test_a_fault_is_shown_without_its_trace_and_logged_with_it(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(**_: object) -> str:
        raise ZeroDivisionError("the-inside-of-the-house")

    app = council.house.app
    app.view_functions = dict.fromkeys(app.view_functions, fault)
    browser = Browser(council, "lan")
    page = browser.get("/")
    assert page.status_code == 500
    assert " ".join(str(number_of("web.failed"))) in page.text
    assert "the-inside-of-the-house" not in page.text
    assert "Traceback" not in page.text
    assert browser.get("/", Accept="application/json").get_json()["code"] == "web.failed"
    assert "the-inside-of-the-house" in caplog.text


def test_reading_changes_nothing(sitting: Council) -> None:
    before = sitting.seq(), sitting.watch.look()
    for path in PAGES:
        for who in ("an", "ha", "lan", "guest", "screen"):
            Browser(sitting, who).get(path).close()
    assert (sitting.seq(), sitting.watch.look()) == before
