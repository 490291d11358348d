"""Planned times are read as people write them, and what does not fit is reported in words."""

from datetime import datetime

import pytest

from meeting.agenda.timing import ODD_WORDS, Odd, Timed, oddities, planned_minutes, read_start
from meeting.kernel.clock import VIETNAM
from meeting.kernel.refusals import Refused

BEGINS = datetime(2026, 9, 24, 8, 0, tzinfo=VIETNAM)
ENDS = datetime(2026, 9, 24, 11, 30, tzinfo=VIETNAM)
SECOND_DAY = datetime(2026, 9, 25, 11, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("8:30", "08:30"),
        ("08h30", "08:30"),
        ("8h", "08:00"),
        (" 8  giờ 05 ", "08:05"),
        ("14g00", "14:00"),
        ("08:30:00", "08:30"),
        ("23:59", "23:59"),
        ("0h00", "00:00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_time_is_read_in_any_common_spelling(text: str, kept: str) -> None:
    assert read_start(text) == kept


@pytest.mark.parametrize("text", ["24:00", "8:60", "8", "8:", "8:3", "sáng", "8:30 chiều", "٨:٣٠", "8:30\n9:00"])
def test_an_invalid_time_is_refused_and_kept_in_the_form(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_start(text)
    assert text.split(maxsplit=1)[0] in str(refused.value)


def test_without_planned_times_nothing_is_reported() -> None:
    assert list(oddities(BEGINS, ENDS, [Timed("Việc dài", "", 900)] * 200)) == []
    assert list(oddities(BEGINS, ENDS, [])) == []


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([Timed("A", "08:00", 30), Timed("B", "08:30", 60)], []),
        ([Timed("A", "09:00", 30), Timed("B", "08:30", 60)], [(Odd.BACKWARDS, 1)]),
        ([Timed("A", "07:30", 0)], [(Odd.OUTSIDE, 0)]),
        ([Timed("A", "08:00", 0), Timed("B", "14:00", 0)], [(Odd.OUTSIDE, 1)]),
        ([Timed("A", "08:00", 45), Timed("B", "08:30", 0)], [(Odd.TIGHT, 1)]),
        ([Timed("A", "", 45), Timed("B", "08:30", 0)], [(Odd.TIGHT, 1)]),
        ([Timed("A", "11:00", 20), Timed("B", "", 20)], [(Odd.LATE, 0)]),
        ([Timed("A", "11:30", 0)], []),
        # an item takes as long as the items under it together
        ([Timed("A", "08:00", 60), Timed("a", "08:00", 30, 1), Timed("b", "08:30", 30, 1), Timed("B", "09:00", 0)], []),
    ],
)
def test_a_problem_is_reported_at_the_item_with_the_odd_time(items: list[Timed], told: list[tuple[Odd, int]]) -> None:
    found = list(oddities(BEGINS, ENDS, items))
    assert [(odd.kind, odd.place) for odd in found] == told
    for odd in found:
        sentence = ODD_WORDS[odd.kind].format(**odd.facts)
        assert items[odd.place].start in sentence
        assert items[odd.place].title in sentence


def test_an_earlier_time_is_on_the_next_day_where_the_meeting_lasts_that_long() -> None:
    items = [Timed("A", "08:00", 60), Timed("B", "14:00", 60), Timed("C", "08:00", 60)]
    assert list(oddities(BEGINS, SECOND_DAY, items)) == []
    assert [odd.kind for odd in oddities(BEGINS, SECOND_DAY, [*items, Timed("D", "07:00", 0)])] == [Odd.BACKWARDS]


def test_a_meeting_past_midnight_has_times_after_midnight() -> None:
    late = datetime(2026, 9, 24, 22, 0, tzinfo=VIETNAM)
    items = [Timed("A", "22:00", 60), Timed("B", "23:30", 60), Timed("C", "00:30", 30)]
    assert list(oddities(late, datetime(2026, 9, 25, 1, 0, tzinfo=VIETNAM), items)) == []


def test_a_meeting_without_an_end_lasts_until_its_last_time_and_what_follows() -> None:
    assert planned_minutes(BEGINS, [Timed("A", "", 30), Timed("B", "", 15)]) == 45
    assert planned_minutes(BEGINS, [Timed("A", "08:00", 30), Timed("B", "10:00", 15), Timed("C", "", 5)]) == 140
    assert planned_minutes(BEGINS, [Timed("A", "10:00", 30), Timed("B", "09:00", 15)]) == 165, "no day is added"
