"""Checking in by the code on the hall screen."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from meeting.access import actors
from meeting.attendance import passes, scan
from meeting.attendance.events import CheckedIn
from tests.cast import PIN
from tests.council import Council
from tests.heard import statements
from tests.pages.client import Browser


def shown(council: Council, meeting: int | None = None) -> str:
    """The pass that the hall screen shows now."""
    return passes.make_pass(council.house.site.secret, meeting or council.meeting, council.clock(), 15)


def arrivals(council: Council) -> list[str]:
    return [event.how for event in council.events() if isinstance(event, CheckedIn)]


def said(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal; the card on the page says the same sentence."""
    told = answer.get_json()
    assert told["message"] in told["html"]
    return answer.status_code, told["code"]


def card(answer: TestResponse) -> str:
    """What the page shows to somebody who is checked in."""
    assert answer.status_code == 200, answer.text
    html: str = answer.get_json()["answer"]["html"]
    return html


def test_one_request_of_a_signed_in_device_checks_its_person_in(council: Council) -> None:
    council.clock.advance(minutes=2)
    told = card(Browser(council, "lan").arrives(shown(council)))
    assert "Đã điểm danh" in told
    assert "Trần Thị Lan" in told
    assert "08:02" in told
    assert 'href="/m/1"' in told
    assert arrivals(council) == ["qr"]
    assert "1/9" in council.sees("screen", "quorum")


def test_opening_the_address_in_the_code_changes_nothing(council: Council) -> None:
    """Browsers fetch pages ahead, and programs that show previews of links fetch them too."""
    page = Browser(council, "lan").get(scan.address())
    assert page.status_code == 200
    assert "Đang điểm danh" in page.text
    assert arrivals(council) == []


def test_the_page_of_arrival_is_the_same_for_everybody_and_cached(council: Council) -> None:
    pages = [Browser(council, who).get(scan.address()) for who in ("lan", "ha", None)]
    assert len({page.data for page in pages}) == 1
    for page in pages:
        assert page.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert "Set-Cookie" not in page.headers
        assert "Cookie" not in page.headers.get("Vary", "")
        nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
        assert len(nonces) == 1
        assert f"'nonce-{nonces.pop()}'" in page.headers["Content-Security-Policy"]


def test_a_person_who_reads_english_gets_their_own_page(council: Council) -> None:
    browser = Browser(council, "lan")
    browser.send("/language", language="en")
    assert "Checking in" in browser.get(scan.address()).text
    assert "Checked in" in card(browser.arrives(shown(council)))
    assert "Đang điểm danh" in Browser(council, "nam").get(scan.address()).text


def test_pages_of_the_way_in_name_the_page_of_arrival_so_that_it_can_be_fetched_ahead(council: Council) -> None:
    for path in ("/", "/m/1/check-in"):
        assert f'data-arriving="{scan.address()}"' in Browser(council, "lan").get(path).text


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "https://localhost", "http://localhost.evil"])
def test_no_page_of_another_site_checks_anybody_in(council: Council, origin: str) -> None:
    assert said(Browser(council, "lan").hands_in({"pass": shown(council)}, origin)) == (400, "web.bad_form")
    assert arrivals(council) == []


def test_a_check_in_runs_as_many_statements_in_a_big_hall_as_in_a_small_room(
    build: Callable[..., Council],
) -> None:
    asked = [asked_to_check_in(build(voters=voters), begun=begun) for voters, begun in ((9, 2), (60, 50))]
    assert asked[0] == asked[1]
    assert len(asked[0]) <= 18


def asked_to_check_in(council: Council, *, begun: int) -> list[str]:
    """The first words of each statement, when `begun` members are here already."""
    with council.unwatched():
        council.arrives(*council.members[:begun])
    browser = Browser(council, council.members[-1])
    with statements(council.database) as heard:
        card(browser.arrives(shown(council)))
    assert arrivals(council)[-1] == "qr"
    return [" ".join(told.split()[:3]) for told in heard if not told.startswith("PRAGMA")]


def test_the_previous_code_is_still_valid_and_the_one_before_it_is_not(council: Council) -> None:
    token = shown(council)
    council.clock.advance(seconds=15)
    card(Browser(council, "lan").arrives(token))
    council.clock.advance(seconds=15)
    answer = Browser(council, "nam").arrives(token)
    assert said(answer) == (410, "attendance.stale_pass")
    assert "Quét lại mã" in answer.get_json()["html"]


@pytest.mark.parametrize(
    "forge",
    [
        lambda t: t[:-1] + "2",
        lambda t: "2" + t[1:],
        lambda t: "x",
        lambda t: "9" * 5000 + t,
        lambda t: "1.²." + t,
        lambda t: "<img src=x>",
        lambda t: "\ud800",
    ],
)
def test_a_code_not_made_here_is_refused(council: Council, forge: Callable[[str], str]) -> None:
    assert said(Browser(council, "lan").arrives(forge(shown(council)))) == (403, "attendance.copied_pass")
    assert arrivals(council) == []


@pytest.mark.parametrize("payload", [None, [], "x", {"pass": 5}, {"pass": None}, {"pass": ["x"]}])
def test_a_text_that_is_not_a_pass_is_refused(council: Council, payload: object) -> None:
    assert said(Browser(council, "lan").hands_in(payload)) == (400, "commands.malformed")


def test_the_code_of_another_meeting_is_refused_with_the_reason(council: Council) -> None:
    assert said(Browser(council, "lan").arrives(shown(council, 2))) == (403, "attendance.foreign_pass")
    assert said(Browser(council, "outsider").arrives(shown(council))) == (403, "attendance.foreign_pass")
    assert arrivals(council) == []


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:db8::1", "172.32.0.1"])
def test_the_code_is_accepted_only_in_the_rooms_networks(council: Council, address: str) -> None:
    for who in ("lan", None):
        assert said(Browser(council, who, address).arrives(shown(council))) == (403, "attendance.outside")
    assert arrivals(council) == []


@pytest.mark.parametrize("address", ["192.168.7.20", "10.1.2.3", "::ffff:192.168.7.20", "fe80::1%eth0"])
def test_a_device_in_the_room_may_use_the_code(council: Council, address: str) -> None:
    card(Browser(council, "lan", address).arrives(shown(council)))


def test_the_room_is_where_the_settings_say(build: Callable[..., Council]) -> None:
    council = build(room_networks="192.168.7.0/24")
    assert Browser(council, "lan", "192.168.8.20").arrives(shown(council)).status_code == 403
    assert Browser(council, "lan", "192.168.7.20").arrives(shown(council)).status_code == 200


def test_a_person_who_has_to_sign_in_first_is_checked_in_afterwards(council: Council) -> None:
    browser = Browser(council)
    assert said(browser.arrives(shown(council))) == (401, "access.not_signed_in")
    council.clock.advance(seconds=60)
    assert browser.signs_in("lan", PIN).headers["Location"] == scan.address()
    assert "Trần Thị Lan" in card(browser.arrives())
    assert arrivals(council) == ["qr"]


def test_the_hall_screen_cannot_check_in(council: Council) -> None:
    assert said(Browser(council, "screen").arrives(shown(council))) == (401, "access.not_signed_in")


def test_the_claim_of_a_scan_holds_for_two_minutes(council: Council) -> None:
    browser = Browser(council)
    browser.arrives(shown(council))
    council.clock.advance(seconds=100)
    assert browser.signs_in("lan", PIN).headers["Location"] == scan.address()
    council.clock.advance(seconds=21)
    assert said(browser.arrives()) == (410, "attendance.stale_pass")
    assert arrivals(council) == []


def test_the_claim_of_a_scan_is_useless_outside_the_room(council: Council) -> None:
    """A colleague outside gets all that the scanning device holds: its page, and even its cookies."""
    scanning = Browser(council)
    scanning.arrives(shown(council))
    absent = Browser(council, address="8.8.8.8")
    with scanning.client.session_transaction() as held, absent.client.session_transaction() as session:
        session.update(held)
    assert absent.signs_in("lan", PIN).headers["Location"] == scan.address()
    assert said(absent.arrives()) == (403, "attendance.outside")
    with scanning.client.session_transaction() as held:
        claim = held["arrival"]
    command = {"meeting_id": council.meeting, "claim": claim}
    assert Browser(council, "lan", "8.8.8.8").submits("attendance.check_in", command).status_code == 404
    assert said(Browser(council, "nam").arrives(claim)) == (403, "attendance.copied_pass"), "a claim is no pass"
    assert arrivals(council) == []


def test_a_scan_without_a_check_in_does_not_affect_the_next_person(council: Council) -> None:
    tablet = Browser(council)
    tablet.arrives(shown(council))
    council.clock.advance(minutes=5)
    assert tablet.signs_in("lan", PIN).headers["Location"] == "/"
    assert said(tablet.arrives()) == (410, "attendance.stale_pass"), "it is forgotten"


def test_a_person_who_signs_in_too_late_is_asked_to_scan_again(council: Council) -> None:
    tablet = Browser(council)
    tablet.arrives(shown(council))
    council.clock.advance(minutes=5)
    tablet.signs_in("lan", PIN)
    assert "Mời quét lại mã mới" in tablet.get("/").text
    assert "Mời quét lại mã mới" not in tablet.get("/").text, "once"
    other = Browser(council)
    other.signs_in("lan", PIN)
    assert "Mời quét lại mã mới" not in other.get("/").text, "nobody who has scanned nothing"


def test_without_a_scanned_code_nobody_is_checked_in(council: Council) -> None:
    answer = Browser(council, "lan").arrives()
    assert said(answer) == (410, "attendance.stale_pass")
    assert "Mời quét lại mã mới" in answer.get_json()["html"]
    assert arrivals(council) == []


def test_a_claim_is_used_up(council: Council) -> None:
    """No device keeps it: somebody who left is not checked in again by what was scanned before."""
    browser = Browser(council)
    browser.arrives(shown(council))
    browser.signs_in("lan", PIN)
    browser.arrives()
    with browser.client.session_transaction() as held:
        assert "arrival" not in held


def test_a_person_who_is_checked_in_reads_since_when_however_old_the_code_is(council: Council) -> None:
    token = shown(council)
    for address in ("127.0.0.1", "8.8.8.8"):
        told = card(Browser(council, "lan", address).arrives(token))
        assert "Đã điểm danh" in told
        assert "08:00" in told
        council.clock.advance(minutes=5)
    card(Browser(council, "lan").arrives(shown(council)))
    assert arrivals(council) == ["qr"], "the first arrival counts"


def test_two_devices_of_one_person_check_in_once(council: Council) -> None:
    for device in (Browser(council, "lan"), Browser(council, "lan")):
        assert "Trần Thị Lan" in card(device.arrives(shown(council)))
    assert arrivals(council) == ["qr"]


def test_a_guest_checks_in_by_the_code_too(council: Council) -> None:
    card(Browser(council, "guest").arrives(shown(council)))
    assert arrivals(council) == ["qr"]


def test_a_device_that_sends_codes_too_fast_is_slowed(council: Council) -> None:
    with council.database.read() as db:
        lan = actors.find(db, council.tokens["lan"], council.meeting, council.clock())
    for _ in range(1000):  # a minute and a half of what she may ask for is used up
        council.house.site.pace.owes(lan.in_journal)
    assert said(Browser(council, "lan").arrives(shown(council))) == (429, "kernel.too_fast")
    assert arrivals(council) == []


def test_the_screen_shows_a_picture_of_the_present_code(council: Council) -> None:
    screen = Browser(council, "screen")
    first = screen.get("/m/1/pass.svg")
    assert first.headers["Content-Type"].startswith("image/svg+xml")
    assert first.headers["X-Pass-Seconds"] == "15"
    council.clock.advance(seconds=4)
    assert screen.get("/m/1/pass.svg").headers["X-Pass-Seconds"] == "11", "then there is another"
    assert first.headers["Cache-Control"] == "no-store"
    assert screen.get("/m/1/pass.svg").data == first.data
    council.clock.advance(seconds=11)
    assert screen.get("/m/1/pass.svg").data != first.data


def test_a_person_who_is_not_checked_in_reads_how_and_others_go_on_into_the_room(council: Council) -> None:
    page = Browser(council, "lan").get(f"/m/{council.meeting}/check-in").text
    assert "hướng vào mã QR trên màn hình hội trường" in page
    council.arrives("lan")
    assert Browser(council, "lan").get(f"/m/{council.meeting}/check-in").headers["Location"] == f"/m/{council.meeting}"
    assert Browser(council, "outsider").get(f"/m/{council.meeting}/check-in").status_code == 403
