"""Checking in by the code on the hall screen."""

from collections.abc import Callable

import pytest

from meeting.attendance import passes
from meeting.attendance.events import CheckedIn
from tests.cast import PIN
from tests.council import Council
from tests.heard import statements
from tests.pages.client import Browser

JSON = "application/json"


def shown(council: Council, meeting: int | None = None) -> str:
    """The pass that the hall screen shows now."""
    return passes.make_pass(council.house.site.secret, meeting or council.meeting, council.clock(), 15)


def arrivals(council: Council) -> list[str]:
    return [event.how for event in council.events() if isinstance(event, CheckedIn)]


def test_the_code_leads_to_one_button_and_the_button_checks_in(council: Council) -> None:
    browser = Browser(council, "lan")
    assert browser.get(f"/q/{shown(council)}").headers["Location"] == "/m/1/arrive"
    page = browser.get("/m/1/arrive").text
    assert "Tôi có mặt" in page
    assert arrivals(council) == [], "looking changes nothing"
    answer = browser.send("/m/1/arrive")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1")
    assert arrivals(council) == ["qr"]


def test_to_check_in_asks_as_much_of_the_database_in_a_big_hall_as_in_a_small_room(
    build: Callable[..., Council],
) -> None:
    asked = [asked_to_check_in(build(voters=voters), begun=begun) for voters, begun in ((9, 2), (60, 50))]
    assert asked[0] == asked[1]
    assert len(asked[0]["scan"]) == 0, "the code is read without it"
    assert len(asked[0]["page"]) <= 8
    assert len(asked[0]["button"]) <= 11


def asked_to_check_in(council: Council, *, begun: int) -> dict[str, list[str]]:
    """By step: the first words of each statement; so many of the hall are here already."""
    with council.unwatched():
        council.arrives(*council.members[:begun])
    browser, asked = Browser(council, council.members[-1]), dict[str, list[str]]()
    token = browser.csrf()
    steps = {
        "scan": lambda: browser.get(f"/q/{shown(council)}"),
        "page": lambda: browser.get("/m/1/arrive"),
        "button": lambda: browser.client.post("/m/1/arrive", data={"csrf_token": token}),
    }
    for step, take in steps.items():
        with statements(council.database) as heard:
            assert take().status_code in (200, 303)
        asked[step] = [" ".join(told.split()[:3]) for told in heard if not told.startswith("PRAGMA")]
    assert arrivals(council)[-1] == "qr"
    return asked


def test_the_code_before_this_one_is_still_good_and_the_one_before_that_is_not(council: Council) -> None:
    token = shown(council)
    council.clock.advance(seconds=15)
    assert Browser(council, "lan").get(f"/q/{token}").status_code == 303
    council.clock.advance(seconds=15)
    answer = Browser(council, "lan").get(f"/q/{token}", Accept=JSON)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "attendance.stale_pass")


@pytest.mark.parametrize(
    "forge",
    [lambda t: t[:-1] + "2", lambda t: "2" + t[1:], lambda t: "x", lambda t: "9" * 5000 + t, lambda t: "1.²." + t],
)
def test_a_code_not_made_here_is_refused(council: Council, forge: Callable[[str], str]) -> None:
    answer = Browser(council, "lan").get(f"/q/{forge(shown(council))}", Accept=JSON)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "attendance.copied_pass")


def test_the_code_of_another_meeting_is_refused_with_the_reason(council: Council) -> None:
    browser = Browser(council, "lan")
    browser.get(f"/q/{shown(council, council.meeting + 1)}")
    answer = browser.get("/m/2/arrive", Accept=JSON)
    assert answer.get_json()["code"] == "attendance.foreign_pass"
    answer = browser.get("/m/1/arrive", Accept=JSON)
    assert answer.get_json()["code"] == "attendance.foreign_pass"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:db8::1", "172.32.0.1"])
def test_the_code_is_taken_only_in_the_rooms_networks(council: Council, address: str) -> None:
    answer = Browser(council, "lan", address).get(f"/q/{shown(council)}", Accept=JSON)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "attendance.outside")


@pytest.mark.parametrize("address", ["192.168.7.20", "10.1.2.3", "::ffff:192.168.7.20", "fe80::1%eth0"])
def test_a_device_in_the_room_may_use_the_code(council: Council, address: str) -> None:
    assert Browser(council, "lan", address).get(f"/q/{shown(council)}").status_code == 303


def test_the_room_is_where_the_settings_say(build: Callable[..., Council]) -> None:
    council = build(room_networks="192.168.7.0/24")
    assert Browser(council, "lan", "192.168.7.20").get(f"/q/{shown(council)}").status_code == 303
    assert Browser(council, "lan", "192.168.8.20").get(f"/q/{shown(council)}").status_code == 403


def test_whoever_is_not_signed_in_does_so_and_comes_back_to_the_button(council: Council) -> None:
    browser = Browser(council)
    browser.get(f"/q/{shown(council)}")
    assert browser.get("/m/1/arrive").headers["Location"] == "/sign-in"
    council.clock.advance(seconds=60)
    assert browser.signs_in("lan", PIN).headers["Location"] == "/m/1/arrive"
    assert "Tôi có mặt" in browser.get("/m/1/arrive").text


def test_the_button_works_for_two_minutes_and_then_says_why_not(council: Council) -> None:
    browser = Browser(council, "lan")
    browser.get(f"/q/{shown(council)}")
    browser.get("/m/1/arrive")
    council.clock.advance(seconds=121)
    answer = browser.send("/m/1/arrive")
    assert answer.status_code == 410
    assert "Mã này đã hết hạn" in answer.text
    assert arrivals(council) == []


def test_what_the_scan_gave_is_no_use_to_whoever_is_elsewhere(council: Council) -> None:
    """A colleague outside gets all that the scanning device holds: its page, and even its cookies."""
    scanning = Browser(council)
    scanning.get(f"/q/{shown(council)}")
    absent = Browser(council, address="8.8.8.8")
    with scanning.client.session_transaction() as held, absent.client.session_transaction() as session:
        session.update(held)
    assert absent.signs_in("lan", PIN).headers["Location"] == "/m/1/arrive"
    for answer in (absent.get("/m/1/arrive", Accept=JSON), absent.send("/m/1/arrive")):
        assert answer.status_code == 403
    assert "mạng của phòng họp" in absent.send("/m/1/arrive").text
    assert arrivals(council) == []
    with scanning.client.session_transaction() as held:
        claim = held["arrival"]
    order = {"meeting_id": council.meeting, "claim": claim}
    assert Browser(council, "lan", "8.8.8.8").orders("attendance.check_in", order).status_code == 404
    assert Browser(council, "nam").send("/m/1/arrive", claim=claim).status_code == 410
    assert arrivals(council) == []


def test_a_scan_that_came_to_nothing_does_not_lead_the_next_person_astray(council: Council) -> None:
    tablet = Browser(council)
    tablet.get(f"/q/{shown(council)}")
    council.clock.advance(minutes=5)
    assert tablet.signs_in("lan", PIN).headers["Location"] == "/"
    answer = tablet.get("/m/1/arrive", Accept=JSON)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "attendance.stale_pass"), "it is forgotten"


def test_whoever_signs_in_too_late_is_told_to_scan_again(council: Council) -> None:
    tablet = Browser(council)
    tablet.get(f"/q/{shown(council)}")
    council.clock.advance(minutes=5)
    tablet.signs_in("lan", PIN)
    assert "Mời quét lại mã mới" in tablet.get("/").text
    assert "Mời quét lại mã mới" not in tablet.get("/").text, "once"
    other = Browser(council)
    other.signs_in("lan", PIN)
    assert "Mời quét lại mã mới" not in other.get("/").text, "nobody who has scanned nothing"


def test_without_a_scanned_code_there_is_no_button(council: Council) -> None:
    browser = Browser(council, "lan")
    assert browser.get("/m/1/arrive", Accept=JSON).get_json()["code"] == "attendance.stale_pass"
    answer = browser.send("/m/1/arrive")
    assert answer.status_code == 410
    assert "Mời quét lại mã mới" in answer.text
    assert arrivals(council) == []


def test_whoever_has_checked_in_and_comes_back_to_the_button_is_led_into_the_room(council: Council) -> None:
    browser = Browser(council, "lan")
    browser.get(f"/q/{shown(council)}")
    browser.send("/m/1/arrive")
    for answer in (browser.get("/m/1/arrive"), browser.send("/m/1/arrive")):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1")
    browser.get(f"/q/{shown(council)}")
    council.clock.advance(minutes=5)
    assert browser.get("/m/1/arrive").headers["Location"] == "/m/1", "with a claim run out too"
    assert arrivals(council) == ["qr"]


def test_whoever_is_here_already_is_told_so(council: Council) -> None:
    council.arrives("lan")
    browser = Browser(council, "lan")
    browser.get(f"/q/{shown(council)}")
    page = browser.get("/m/1/arrive").text
    assert "Đã điểm danh" in page
    assert "08:00" in page


def test_the_screen_shows_a_picture_of_this_moments_code(council: Council) -> None:
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


def test_whoever_is_not_checked_in_reads_how_and_whoever_is_goes_on_into_the_room(council: Council) -> None:
    page = Browser(council, "lan").get(f"/m/{council.meeting}/check-in").text
    assert "hướng vào mã QR trên màn hình hội trường" in page
    council.arrives("lan")
    assert Browser(council, "lan").get(f"/m/{council.meeting}/check-in").headers["Location"] == f"/m/{council.meeting}"
    assert Browser(council, "outsider").get(f"/m/{council.meeting}/check-in").status_code == 403
