"""The planned sitting that a sitting most likely is when it begins, and the next one."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest

from meeting.agenda.planned_rules import (
    check_sitting,
    days_along,
    label_of,
    planned_after,
    planned_for,
    usual_label,
    usual_title,
)
from meeting.kernel.refusals import Refused
from tests.refusing import refusal
from tests.sittings import at


class Sitting(NamedTuple):
    name: str
    starts_at: datetime
    ends_at: datetime


PLAN = [
    Sitting("sáng", at("2026-09-24 08:00"), at("2026-09-24 11:30")),
    Sitting("chiều", at("2026-09-24 13:30"), at("2026-09-24 17:00")),
    Sitting("đêm", at("2026-09-25 22:00"), at("2026-09-26 01:00")),
]


@pytest.mark.parametrize(
    ("moment", "now", "after"),
    [
        ("2026-09-24 07:40", "sáng", "chiều"),
        ("2026-09-24 08:20", "sáng", "chiều"),
        ("2026-09-24 11:50", "sáng", "chiều"),
        ("2026-09-24 13:10", "chiều", "đêm"),
        ("2026-09-24 19:00", "chiều", "đêm"),
        ("2026-09-26 00:30", "đêm", ""),
        ("2026-09-26 01:00", "", ""),
        ("2026-09-24 12:29", "sáng", "chiều"),
        ("2026-09-24 12:31", "chiều", "đêm"),
        ("2026-09-26 08:00", "", ""),
        ("2026-09-23 08:00", "", "sáng"),
    ],
)
def test_a_sitting_is_the_nearest_planned_one_of_that_day(moment: str, now: str, after: str) -> None:
    found = (planned_for(PLAN, at(moment)), planned_after(PLAN, at(moment)))
    assert tuple(each.name if each else "" for each in found) == (now, after)


def test_the_first_of_two_simultaneous_sittings_is_meant() -> None:
    long = Sitting("dài", at("2026-09-24 09:00"), at("2026-09-24 17:00"))
    found = planned_for([PLAN[0], long], at("2026-09-24 11:20"))
    assert found is not None
    assert found.name == "sáng"


def test_the_refusal_says_how_long_a_sitting_may_be() -> None:
    starts = at("2026-09-24 08:00")
    with pytest.raises(Refused, match="không dài quá 24 giờ"):
        check_sitting(starts, starts, 0)


def test_without_planned_sittings_nothing_is_proposed() -> None:
    assert planned_for([], at("2026-09-24 08:00")) is None
    assert planned_after([], at("2026-09-24 08:00")) is None


@pytest.mark.parametrize(
    ("clock", "title"),
    [
        ("08:00", "Buổi sáng"),
        ("11:59", "Buổi sáng"),
        ("12:00", "Buổi chiều"),
        ("17:59", "Buổi chiều"),
        ("18:00", "Buổi tối"),
    ],
)
def test_a_sitting_without_a_title_is_named_by_its_time_of_day(clock: str, title: str) -> None:
    starts = at(f"2026-09-04 {clock}")
    assert label_of(usual_title(starts), starts) == f"{title} 4/9"
    assert usual_label(starts) == f"{title} 4/9"


@pytest.mark.parametrize(
    ("minutes", "others", "answer"),
    [
        (-1, 0, "bad_sitting"),
        (0, 0, "bad_sitting"),
        (1, 0, None),
        (24 * 60, 0, None),
        (24 * 60 + 1, 0, "bad_sitting"),
        (60, 59, None),
        (60, 60, "too_many_sittings"),
        (60, 61, "too_many_sittings"),
    ],
)
def test_a_sitting_lasts_at_most_a_day_and_a_meeting_has_at_most_sixty(
    minutes: int, others: int, answer: str | None
) -> None:
    starts = at("2026-09-24 08:00")
    assert refusal(lambda: check_sitting(starts, starts + timedelta(minutes=minutes), others)) == answer


@pytest.mark.parametrize(("first", "day", "along"), [(24, 26, 2), (24, 23, -1), (24, 24, 0), (25, 26, 2), (26, 26, 0)])
def test_sittings_of_a_postponed_meeting_move_along_once(first: int, day: int, along: int) -> None:
    assert days_along(date(2026, 9, first), date(2026, 9, 24), date(2026, 9, day)) == along
