"""What may be certified and how a Wi-Fi is written: pure rules, ugly words first."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.kernel.refusals import Refused
from meeting.network.rules import HttpsState, check_wifi, checked_name, is_due, is_named, is_within, state_of, wifi_code

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["Phonghop.XA.gov.vn", " phonghop.xa.gov.vn. ", "may-1.local"])
def test_a_server_name_is_accepted_as_it_is_typed(typed: str) -> None:
    assert checked_name(typed) == typed.strip().rstrip(".").lower()


@pytest.mark.parametrize(
    "typed",
    ["phonghop", "phòng.họp.vn", "*.vn", "a..vn", "-a.vn", "a-.vn", "10.0.0.1", "a b.vn", "a" * 64 + ".vn", "a.vn/x"],
)
def test_an_invalid_server_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        checked_name(typed)


def test_an_empty_server_name_stays_empty() -> None:
    assert checked_name("  ") == ""


def test_the_code_of_a_wifi_escapes_its_separators() -> None:
    assert wifi_code('A;B,C:"D\\', "x;y:z\\12", hidden=True) == r"WIFI:T:WPA;S:A\;B\,C\:\"D\\;P:x\;y\:z\\12;H:true;;"
    assert wifi_code("Hội trường", "", hidden=False) == "WIFI:T:nopass;S:Hội trường;;"


@pytest.mark.parametrize(
    ("name", "password"),
    [("x" * 33, ""), ("ả" * 12, ""), ("A", "1234567"), ("A", "x" * 64), ("A", "mậtkhẩu12"), ("", "12345678")],
)
def test_an_impossible_wifi_is_refused(name: str, password: str) -> None:
    with pytest.raises(Refused):
        check_wifi(name, password)


def test_the_longest_wifi_is_accepted() -> None:
    check_wifi("x" * 32, "~" * 63)
    check_wifi("", "")


def test_a_certificate_is_due_sixty_days_ahead_or_when_the_server_has_moved() -> None:
    ends = NOW + timedelta(days=61)
    longest = NOW + timedelta(days=3000)
    assert not is_due(ends, longest, ["a.vn", "10.0.0.1"], ["10.0.0.1"], NOW)
    assert is_due(ends, longest, ["a.vn", "10.0.0.1"], ["10.0.0.2"], NOW)
    assert is_due(ends, longest, ["10.0.0.1"], ["10.0.0.1"], NOW + timedelta(days=1))


def test_a_certificate_as_long_as_its_authority_is_not_renewed_for_its_age() -> None:
    ends = NOW + timedelta(days=30)
    assert not is_due(ends, ends, ["10.0.0.1"], ["10.0.0.1"], NOW)
    assert is_due(ends, ends, ["10.0.0.1"], ["10.0.0.2"], NOW)
    assert is_due(ends, ends + timedelta(seconds=1), ["10.0.0.1"], ["10.0.0.1"], NOW)


def test_the_state_of_a_certificate_follows_the_clock() -> None:
    begins, ends = NOW, NOW + timedelta(days=396)
    for now, state in (
        (NOW - timedelta(seconds=1), HttpsState.CLOCK),
        (NOW, HttpsState.GOOD),
        (ends - timedelta(days=31), HttpsState.GOOD),
        (ends - timedelta(days=30), HttpsState.OVERDUE),
        (ends, HttpsState.OVER),
    ):
        assert state_of(begins, ends, now) == state


def test_only_names_within_the_limits_are_certified() -> None:
    assert is_within("192.168.1.9", ["10.0.0.0/8", "192.168.0.0/16"])
    assert not is_within("193.168.1.9", ["10.0.0.0/8", "192.168.0.0/16", "fc00::/7"])
    assert is_named("a.phonghop.vn", ["phonghop.vn"])
    assert not is_named("xphonghop.vn", ["phonghop.vn"])
