"""Passes, claims, reasons and the quorum: the rules of attendance alone, without any meeting."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from meeting.agenda.tables import Meeting
from meeting.attendance import passes, rules
from meeting.attendance.quorum import rule_of
from meeting.law.editions import preset
from meeting.law.rules import Quorum, quorum
from tests.refusing import refusal

SECRET = b"\x5e" * 32
NOW = datetime(2026, 9, 24, 1, 0, 10, tzinfo=UTC)
QUORUM = preset("vn-2025-07", "ubnd").quorum


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [(-11, "stale_pass"), (-10, None), (0, None), (4.9, None), (5, None), (19.9, None), (20, "stale_pass")],
)
def test_a_pass_is_valid_in_its_own_fifteen_seconds_and_in_the_next(seconds: float, answer: str | None) -> None:
    token = passes.make_pass(SECRET, 7, NOW, 15)
    assert refusal(lambda: passes.read_pass(SECRET, token, after(seconds), 15)) == answer


def test_a_pass_is_valid_for_its_own_meeting() -> None:
    assert passes.read_pass(SECRET, passes.make_pass(SECRET, 7, NOW, 15), NOW, 15) == 7


@pytest.mark.parametrize(("seconds", "left"), [(0, 5), (4, 1), (4.9, 1), (5, 15), (6, 14)])
def test_the_screen_knows_how_long_a_pass_stays_valid(seconds: float, left: int) -> None:
    assert passes.pass_lasts(after(seconds), 15) == left


@pytest.mark.parametrize(("seconds", "answer"), [(0, None), (119, None), (120, None), (121, "stale_pass")])
def test_a_claim_is_valid_for_two_minutes(seconds: float, answer: str | None) -> None:
    token = passes.make_claim(SECRET, 7, NOW)
    assert refusal(lambda: passes.check_claim(SECRET, token, 7, after(seconds))) == answer
    assert refusal(lambda: passes.read_claim(SECRET, token, after(seconds))) == answer


def test_a_device_shows_its_pass_or_else_its_claim_and_both_name_a_meeting() -> None:
    scanned, claim = passes.make_pass(SECRET, 7, NOW, 15), passes.make_claim(SECRET, 8, NOW)
    assert passes.meeting_of(SECRET, scanned, claim) == 7
    assert passes.meeting_of(SECRET, "", claim) == 8
    assert refusal(lambda: passes.meeting_of(SECRET, claim, claim)) == "copied_pass"
    assert refusal(lambda: passes.meeting_of(SECRET, "", scanned)) == "copied_pass"
    assert refusal(lambda: passes.meeting_of(SECRET, "", "")) == "stale_pass"


def test_a_claim_is_valid_for_its_own_meeting_only() -> None:
    token = passes.make_claim(SECRET, 7, NOW)
    assert passes.read_claim(SECRET, token, NOW) == 7
    assert refusal(lambda: passes.check_claim(SECRET, token, 8, NOW)) == "foreign_pass"
    assert refusal(lambda: passes.check_claim(SECRET, token, 8, after(999))) == "foreign_pass"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "7",
        "7.",
        "x.1.y",
        "7.x.y",
        f"7.{'9' * 13}.y",
        f"{'9' * 13}.7.y",
        passes.make_pass(SECRET, 7, NOW, 15)[:-1],
        passes.make_pass(SECRET, 7, NOW, 15) + "a",
        passes.make_pass(b"\x5f" * 32, 7, NOW, 15),
        "8" + passes.make_pass(SECRET, 7, NOW, 15)[1:],
        passes.make_claim(SECRET, 7, NOW),
    ],
)
def test_a_forged_pass_is_refused_as_a_copy(token: str) -> None:
    assert refusal(lambda: passes.read_pass(SECRET, token, NOW, 15)) == "copied_pass"


def test_a_missing_claim_counts_as_forgotten_and_a_pass_is_not_accepted_as_one() -> None:
    assert refusal(lambda: passes.read_claim(SECRET, "", NOW)) == "stale_pass"
    assert refusal(lambda: passes.read_claim(SECRET, passes.make_pass(SECRET, 7, NOW, 15), NOW)) == "copied_pass"


def test_a_code_of_twelve_digits_is_a_number_and_the_signature_has_eighty_bits() -> None:
    token = passes.make_pass(SECRET, 999_999_999_999, NOW, 15)
    assert passes.read_pass(SECRET, token, NOW, 15) == 999_999_999_999
    assert len(token.split(".")[2]) == 16, "sixteen letters of five bits"


@pytest.mark.parametrize(
    ("state", "answer"),
    [("planned", None), ("running", None), ("ended", "meeting_over"), ("withdrawn", "withdrawn")],
)
def test_people_check_in_until_the_meeting_is_over_or_withdrawn(state: str, answer: str | None) -> None:
    assert refusal(lambda: rules.check_open(state)) == answer


def of(present: int) -> Quorum:
    """A body of nine, of whom six must be there."""
    return quorum(QUORUM, 9, present)


@pytest.mark.parametrize(
    ("present", "waived_at", "enough"),
    [(6, None, True), (5, None, False), (5, 5, True), (5, 4, True), (4, 5, False), (6, 8, True)],
)
def test_beginning_needs_a_quorum_or_a_waiver_that_covers_those_who_are_here(
    present: int, waived_at: int | None, enough: bool
) -> None:
    assert rules.suffices(of(present), waived_at) == enough
    assert refusal(lambda: rules.check_quorum(of(present), waived_at)) == (None if enough else "no_quorum")


def test_a_meeting_that_has_begun_keeps_the_quorum_of_its_beginning() -> None:
    planned = Meeting(edition="vn-2025-07", preset="ubnd", quorum=None)
    assert rule_of(planned) == QUORUM.terms()
    half = msgspec.structs.replace(QUORUM.terms(), numerator=1, denominator=2)
    begun = Meeting(edition="vn-2025-07", preset="ubnd", quorum=msgspec.to_builtins(half))
    assert rule_of(begun) == half


def test_a_waiver_has_words_and_is_given_only_when_it_is_needed() -> None:
    assert refusal(lambda: rules.check_may_waive(of(5), "Không thể hoãn")) is None
    assert refusal(lambda: rules.check_may_waive(of(5), "")) == "no_reason"
    assert refusal(lambda: rules.check_may_waive(of(6), "Không thể hoãn")) == "quorum_met"


def test_a_person_who_came_is_not_absent_and_one_who_leaves_says_why() -> None:
    assert refusal(lambda: rules.check_may_be_absent(None)) is None
    assert refusal(lambda: rules.check_may_be_absent(NOW)) == "has_come"
    assert refusal(lambda: rules.check_reason("Việc gia đình")) is None
    assert refusal(lambda: rules.check_reason("")) == "no_reason"


@pytest.mark.parametrize(
    ("at", "wanted", "answer"),
    [
        ("", "", None),
        ("Thôn Đông", "Thôn Đông", None),
        ("", "Thôn Đông", "in_room"),
        ("Thôn Đông", "", "at_point"),
        ("Thôn Đông", "Thôn Tây", "at_point"),
    ],
)
def test_nobody_is_at_two_points_at_once(at: str, wanted: str, answer: str | None) -> None:
    assert refusal(lambda: rules.check_point("bà Lan", at, wanted)) == answer


def test_a_substitutes_card_is_accepted_at_the_door_only_where_one_is_named() -> None:
    assert refusal(lambda: rules.check_substituted("bà Lan", "ông Sơn")) is None
    assert refusal(lambda: rules.check_substituted("bà Lan", "")) == "no_substitute"
