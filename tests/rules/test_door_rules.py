"""Kiosks, points, rechecks, cards that take two people, and the register: the rules alone."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.accord import rules as accord
from meeting.attendance import card_rules, point_rules, recheck_rules
from meeting.entrance import rules as log
from meeting.kernel.refusals import Refused
from meeting.kiosk import rules as kiosk
from meeting.register import rules as register
from meeting.register.rules import Because, Why
from tests.refusing import refusal

NOW = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_code_for_the_door_has_eight_unmistakable_signs_and_any_spelling() -> None:
    codes = {kiosk.new_code() for _ in range(200)}
    assert {len(code) for code in codes} == {8}
    assert not set("01OI") & set("".join(codes))
    assert len(codes) == 200
    assert kiosk.spoken("ABCD2345") == "ABCD 2345"
    assert kiosk.code_hash("abcd 2345") == kiosk.code_hash("ABCD-2345") == kiosk.code_hash("ABCD2345")
    assert kiosk.code_hash("ABCD2346") != kiosk.code_hash("ABCD2345")


def test_a_code_is_valid_for_ten_minutes_and_a_reading_is_late_after_one() -> None:
    assert at(600) == NOW + kiosk.CODE_LASTS
    assert [kiosk.is_late(NOW, at(seconds)) for seconds in (-60, 0, 60, 61)] == [False, False, False, True]


def test_a_meeting_has_at_most_twenty_kiosks_with_different_names() -> None:
    assert [refusal(lambda count=count: kiosk.check_count(count)) for count in (0, 19, 20, 21)] == [
        None,
        None,
        "too_many",
        "too_many",
    ]
    assert [refusal(lambda name=name: kiosk.check_name(name)) for name in ("", "Cửa chính")] == ["no_name", None]


@pytest.mark.parametrize(("claimed", "told"), [(-60, 0), (0, 0), (30, 30), (60, 60), (61, 60), (10**9, 60)])
def test_a_reading_from_before_the_kiosk_or_after_now_is_bounded(claimed: int, told: int) -> None:
    found = kiosk.believed(int(NOW.timestamp()) + claimed, NOW, at(60))
    assert found == at(told)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(("claimed", "before"), [(-1, True), (0, False), (1, False)])
def test_a_reading_from_before_the_sign_in_is_recognised(claimed: int, before: bool) -> None:
    assert kiosk.is_before(int(NOW.timestamp()) + claimed, at(0.5)) is before


def test_a_card_that_needs_two_people_needs_a_reason_too() -> None:
    asked = [(two, reason) for two in (False, True) for reason in ("Mất thẻ", "", "  ")]
    answers = [refusal(lambda two=two, reason=reason: card_rules.check_needs_two(two, reason)) for two, reason in asked]
    assert answers == [*["card_needs_one"] * 3, None, "no_card_reason", "no_card_reason"]


def test_nobody_is_their_own_second_person_and_a_request_waits_ten_minutes() -> None:
    assert [refusal(lambda who=who: accord.check_second(1, who)) for who in (1, 2)] == ["same_person", None]
    assert [accord.stands(NOW + accord.WAITS, at(seconds)) for seconds in (0, 599, 600, 601)] == [
        True,
        True,
        False,
        False,
    ]


def test_two_points_never_have_one_name_in_any_spelling() -> None:
    decomposed = "UBND xa\u0303  Minh  Ta\u0302n "
    assert point_rules.tidy(decomposed) == "UBND xã Minh Tân"
    assert point_rules.key_of(decomposed) == point_rules.key_of("ubnd XÃ minh tân")
    others = ["Thôn Đông", "UBND xã Minh Tân"]
    answers = [
        refusal(lambda name=name: point_rules.check_name(name, others))
        for name in ("", "ubnd xã  minh tân", "Thôn Tây")
    ]
    assert answers == ["no_point_name", "point_name_taken", None]
    with pytest.raises(Refused, match="“UBND xã Minh Tân”"):
        point_rules.check_name("ubnd xã minh tân", others)


def test_a_meeting_has_at_most_two_hundred_points_and_keeps_used_ones() -> None:
    assert [refusal(lambda count=count: point_rules.check_count(count)) for count in (0, 199, 200, 201)] == [
        None,
        None,
        "too_many_points",
        "too_many_points",
    ]
    assert [refusal(lambda used=used: point_rules.check_unused("Thôn Đông", used=used)) for used in (False, True)] == [
        None,
        "point_in_use",
    ]


def test_only_one_recheck_runs_at_a_time_and_nobody_is_marked_unseen() -> None:
    assert [refusal(lambda runs=runs: recheck_rules.check_may_ask(runs=runs)) for runs in (False, True)] == [
        None,
        "recheck_runs",
    ]
    seen = recheck_rules.sum_of([7, 3])
    assert seen == recheck_rules.sum_of([3, 7])
    assert 1 << 30 <= max(recheck_rules.sum_of([seat]) for seat in range(200)) < 1 << 31, "a request carries it"
    assert {recheck_rules.sum_of([]), recheck_rules.sum_of([3]), recheck_rules.sum_of([37])}.isdisjoint({seen})
    answers = [refusal(lambda now=now: recheck_rules.check_seen(now, seen)) for now in ([3, 7], [3], [3, 7, 8], [3, 8])]
    assert answers == [None, *["missing_changed"] * 3]


def test_the_log_of_sign_ins_keeps_half_a_year_at_least_and_deletes_a_week_at_a_time() -> None:
    month, week = timedelta(days=30), timedelta(days=7)
    assert [log.keeps_from(NOW, months) for months in (0, 6, 7)] == [NOW - 6 * month, NOW - 6 * month, NOW - 7 * month]
    assert [log.keeps_from(NOW, months) for months in (1199, 1200, 10**9)] == [
        NOW - 1199 * month,
        NOW - 1200 * month,
        NOW - 1200 * month,
    ]
    oldest = NOW - 6 * month - week
    assert not log.forgetting_due(None, NOW, 6)
    assert not log.forgetting_due(oldest, NOW, 6)
    assert log.forgetting_due(oldest - timedelta(seconds=1), NOW, 6)
    assert not log.forgetting_due(oldest - timedelta(seconds=1), NOW, 7)


def test_revoking_by_hand_needs_a_reason_which_the_register_says_in_words() -> None:
    assert [refusal(lambda why=why: register.check_reason(why)) for why in ("", "  ", "Lộ khóa")] == [
        "no_reason",
        "no_reason",
        None,
    ]
    told = {
        Because(Why.LOST): "mất thẻ hoặc lộ PIN",
        Because(Why.LOST, "rơi ở chợ"): "mất thẻ hoặc lộ PIN: rơi ở chợ",
        Because(Why.OTHER, "đổi tên"): "đổi tên",
        Because(Why.OTHER): "lý do khác",
    }
    assert {because: str(because) for because in told} == told
