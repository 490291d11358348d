"""Names, dates, numbers, texts and secrets as a Vietnamese office expects them."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.kernel import dates
from meeting.kernel.clock import local, now, read_stamp, stamp
from meeting.kernel.names import by_given_name, collation_key
from meeting.kernel.text import clean, fold
from meeting.kernel.tokens import mac, new_pin, new_token, same, token_hash
from tests.pace import ANY_PACE


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment given by a wall clock in Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Ba", "Cao", "Da", "Đa", "Em", "Êm"],
        ["Lan", "Làn", "Lản", "Lãn", "Lán", "Lạn", "Lăn"],
        ["On", "Ôn", "Ơn", "Un", "Ưn", "Yên"],
        ["Hoa", "Hoà", "Hoan"],
        ["Bình", "Bỉnh", "Bình An"],
    ],
)
def test_names_follow_the_order_of_the_vietnamese_alphabet(ordered: list[str]) -> None:
    for shuffled in itertools.islice(itertools.permutations(ordered), 200):
        assert sorted(shuffled, key=collation_key) == ordered


def test_people_are_ordered_by_given_name_and_then_by_the_whole_name() -> None:
    people = [("Bình", "Đặng Thanh Bình"), ("An", "Nguyễn Văn An"), ("An", "Đỗ Hoài An"), ("Y Thịnh", "Y Thịnh Niê")]
    ordered = sorted(people, key=lambda person: by_given_name(*person))
    assert [full for _, full in ordered] == ["Đỗ Hoài An", "Nguyễn Văn An", "Đặng Thanh Bình", "Y Thịnh Niê"]


@ANY_PACE
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_put_in_order(one: str, other: str) -> None:
    assert (collation_key(one) < collation_key(other)) or (collation_key(one) >= collation_key(other))


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (at(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (at(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (at(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (at(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_the_first_two_months_have_a_leading_zero(moment: datetime, written: str) -> None:
    assert dates.formal_date(moment) == written


def test_a_moment_is_shown_by_the_clock_in_vietnam() -> None:
    late = datetime(2026, 9, 23, 17, 30, tzinfo=UTC)
    assert dates.short_time(late) == "00:30"
    assert dates.short_date(late) == "24/09/2026"
    assert dates.weekday(late) == "Thứ Năm"
    assert dates.formal_time(at(2026, 9, 24, 8, 5)) == "8 giờ 05"
    assert local(late).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (2, 3, "66,67%"),
        (1, 3, "33,33%"),
        (1, 8, "12,50%"),
        (0, 9, "0,00%"),
        (9, 9, "100,00%"),
        (1, 800, "0,13%"),
        (1, 0, "–"),
    ],
)
def test_a_share_has_two_decimals_and_a_comma_and_halves_go_up(part: int, whole: int, written: str) -> None:
    assert dates.percent(part, whole) == written


@ANY_PACE
@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_a_stamp_is_read_back_to_the_millisecond(moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
    assert read_stamp(stamp(moment)) == moment
    assert len(stamp(moment)) == 24


def test_the_clock_is_as_precise_as_the_journal() -> None:
    assert read_stamp(stamp(now())).microsecond % 1000 == 0
    assert now().microsecond % 1000 == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tha\u0309o lua\u0323\u0302n", "Thảo luận"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("  x\x00\x07 ", "x"),
        ("\ud800", ""),
    ],
)
def test_text_is_stored_in_one_unicode_form(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@ANY_PACE
@given(st.text(max_size=50))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_search_ignores_accents() -> None:
    assert fold("Đặng Thị Ngọc Ánh") == "dang thi ngoc anh"


def test_secrets_are_long_and_pins_are_no_patterns() -> None:
    pins = [new_pin() for _ in range(500)]
    assert all(len(pin) == 6 and pin.isdigit() and len(set(pin)) > 2 for pin in pins)
    assert not {"012345", "123456", "987654"} & set(pins)
    assert len(new_token()) == 43
    assert token_hash("a") != token_hash("b")


def test_no_two_lists_of_parts_have_the_same_mac() -> None:
    assert mac(b"k", "ab", "c") != mac(b"k", "a", "bc")
    assert mac(b"k", "a") != mac(b"l", "a")
    assert same(mac(b"k", "a"), mac(b"k", "a"))
