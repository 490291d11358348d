"""HTTPS and Wi-Fi on screen: what an administrator presses, and what a tablet shows."""

import plistlib
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography import x509

from meeting.access import sessions
from meeting.journal import book as journal
from meeting.network.commands import ChooseWifi, RequestHttps
from meeting.network.shelf import Shelf
from meeting.work.routines import request_due
from meeting.worker import create_workshop
from tests.conftest import Builder
from tests.council import Council
from tests.pages.client import Browser

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


def works(council: Council) -> None:
    workshop = create_workshop(council.house.site.settings, clock=council.clock)
    while workshop.work_once():
        pass
    workshop.database.close()


@pytest.fixture
def secured(council: Council) -> Council:
    """An office whose administrator has pressed “Bật HTTPS”."""
    answer = Browser(council, "admin").send("/network/https", host="phonghop.xa.gov.vn")
    assert answer.status_code == 303
    works(council)
    return council


def test_one_press_makes_everything_for_https_and_the_journal_says_so(secured: Council) -> None:
    page = Browser(secured, "admin").get("/network").text
    assert 'data-testid="sound"' in page
    assert "phonghop.xa.gov.vn" in page
    with secured.database.read() as db:
        events = [entry.kind for entry in journal.entries(db, journal.OFFICE)]
    assert events.count("network.https_made") == 1


def test_the_page_says_that_it_is_being_made_and_refuses_a_second_press(council: Council) -> None:
    browser = Browser(council, "admin")
    browser.send("/network/https", host="")
    assert "data-awaiting" in browser.get("/network").text
    again = browser.send("/network/https", host="")
    assert again.status_code == 409
    assert "Đang tạo chứng thư" in again.text
    assert council.refuses("admin", RequestHttps(host="")) == "network.under_way"


def test_an_invalid_name_is_refused_with_its_reason(council: Council) -> None:
    answer = Browser(council, "admin").send("/network/https", host="phòng họp")
    assert answer.status_code == 400
    assert "Tên máy chủ gồm chữ không dấu" in answer.text
    assert council.refuses("admin", RequestHttps(host="10.0.0.1")) == "network.bad_name"


def test_the_profile_for_an_ipad_contains_the_authority_and_replaces_its_predecessor(secured: Council) -> None:
    browser = Browser(secured)
    answer = browser.get("/trust/phonghop.mobileconfig")
    assert answer.mimetype == "application/x-apple-aspen-config"
    profile = plistlib.loads(answer.data)
    (root,) = profile["PayloadContent"]
    assert root["PayloadType"] == "com.apple.security.root"
    crt = browser.get("/trust/phonghop.crt")
    assert crt.mimetype == "application/x-x509-ca-cert"
    assert root["PayloadContent"] == crt.data
    assert x509.load_der_x509_certificate(crt.data) == Shelf(secured.house.site.settings.data).authority()
    again = plistlib.loads(browser.get("/trust/phonghop.mobileconfig").data)
    assert again["PayloadUUID"] == profile["PayloadUUID"]


def test_the_page_of_steps_asks_only_the_secure_address_and_redirects_nobody(secured: Council) -> None:
    answer = Browser(secured).get("/trust", User_Agent=IPAD)
    assert answer.status_code == 200, "no redirect"
    policy = answer.headers["Content-Security-Policy"]
    (connects,) = [part for part in policy.split("; ") if part.startswith("connect-src")]
    assert connects.startswith("connect-src 'self' https://")
    assert connects.endswith(":8443")
    assert 'data-testid="apple"' in answer.text
    assert "Refresh" not in answer.headers


def test_over_https_the_page_asks_for_nothing(secured: Council) -> None:
    page = secured.browser().get("/trust", base_url="https://phonghop.xa.gov.vn:8443").text
    assert 'data-testid="here"' in page
    assert "mobileconfig" not in page


def test_the_check_may_be_asked_from_the_plain_address(secured: Council) -> None:
    answer = secured.browser().get("/trust/check", base_url="https://phonghop.xa.gov.vn:8443")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.data


def test_todays_page_says_what_plain_http_lacks_and_nothing_over_https(secured: Council) -> None:
    client = secured.browser("lan")
    page = client.get("/").text
    assert 'data-testid="plain"' in page
    assert "/trust" in page


def test_the_button_is_missing_where_another_certificate_is_used(build: Builder) -> None:
    page = Browser(build(tls_certificate="x.pem", tls_key="x.key"), "admin").get("/network").text
    assert 'data-testid="make-https"' not in page


def test_the_overview_warns_of_a_clock_before_the_certificate_and_of_an_expiring_one(secured: Council) -> None:
    def sign() -> str:
        begin = partial(sessions.begin, person_id=secured.people["admin"], screen_of=None, now=secured.clock(), hours=1)
        browser = Browser(secured)
        with browser.client.session_transaction() as session:
            session["token"] = secured.database.gate.submit(begin)
        page = browser.get("/overview").text
        return page.partition('data-testid="sign-https" data-sign="')[2].partition('"')[0]

    assert sign() == "good"
    for days, told in ((380, "look"), (-390, "bad")):
        secured.clock.advance(days=days)
        assert sign() == told


def test_the_overview_says_when_a_foreign_certificate_ends(build: Builder, tmp_path: Path) -> None:
    given = Shelf(tmp_path, b"s" * 32)
    council = build(tls_certificate=str(given.certificate), tls_key=str(given.certificate))
    given.make("UBND", ["phonghop.xa.gov.vn"], council.clock())
    page = Browser(council, "admin").get("/overview").text
    assert 'data-testid="sign-https" data-sign="good"' in page
    assert "đến 25/10/2027" in page
    given.make("UBND", ["phonghop.xa.gov.vn"], council.clock() - timedelta(days=380))
    page = Browser(council, "admin").get("/overview").text
    assert 'data-testid="sign-https" data-sign="look"' in page
    assert "thay tệp chứng thư và tệp khóa HTTPS" in page


def test_the_chosen_wifi_is_on_the_hall_screen_and_its_password_in_no_journal(council: Council) -> None:
    council.submits("admin", ChooseWifi(wifi='Hop "UBND"', password="so;tay:2026", hidden=False))
    page = council.browser("screen").get(f"/m/{council.meeting}/screen").text
    assert "Hop &#34;UBND&#34;" in page
    assert "so;tay:2026" in page
    assert "data:image/svg+xml;base64," in page
    with council.database.read() as db:
        assert "so;tay" not in journal.export(db, journal.OFFICE).decode()


def test_without_a_wifi_the_hall_screen_shows_the_address_alone(council: Council) -> None:
    page = council.browser("screen").get(f"/m/{council.meeting}/screen").text
    assert 'data-testid="address"' in page
    assert "Mã QR để nối Wi-Fi" not in page


def test_a_password_that_is_too_short_is_refused(council: Council) -> None:
    answer = Browser(council, "admin").send("/network/wifi", wifi="A", password="1234567")
    assert answer.status_code == 400
    assert "mật khẩu 8–63 ký tự" in answer.text
    assert council.refuses("admin", ChooseWifi(wifi="", password="12345678", hidden=False)) == "network.bad_wifi"


def test_the_worker_renews_the_certificate_when_it_is_due(secured: Council) -> None:
    settings = secured.house.site.settings
    before = Shelf(settings.data).certificate.read_bytes()
    secured.clock.advance(days=340)
    request_due(secured.database, settings, secured.clock())
    works(secured)
    assert Shelf(settings.data).certificate.read_bytes() != before
    ends = Shelf(settings.data).https(secured.clock()).ends
    assert ends is not None
    assert ends - secured.clock() > timedelta(days=390)
