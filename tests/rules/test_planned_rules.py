"""Which planned sitting one that begins is most likely to be, and which comes after it."""

from datetime import datetime
from typing import NamedTuple

import pytest

from meeting.agenda.planned_rules import label_of, planned_after, planned_for, usual_title
from meeting.kernel.clock import VIETNAM


def at(text: str) -> datetime:
    """A moment on a wall clock in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


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
        ("2026-09-26 08:00", "", ""),
        ("2026-09-23 08:00", "", "sáng"),
    ],
)
def test_a_sitting_is_the_planned_one_nearest_to_it_on_that_day(moment: str, now: str, after: str) -> None:
    found = (planned_for(PLAN, at(moment)), planned_after(PLAN, at(moment)))
    assert tuple(each.name if each else "" for each in found) == (now, after)


def test_where_nothing_is_planned_nothing_is_proposed() -> None:
    assert planned_for([], at("2026-09-24 08:00")) is None
    assert planned_after([], at("2026-09-24 08:00")) is None


@pytest.mark.parametrize(("clock", "title"), [("08:00", "Buổi sáng"), ("12:00", "Buổi chiều"), ("18:30", "Buổi tối")])
def test_a_sitting_without_a_title_is_called_by_its_time_of_day(clock: str, title: str) -> None:
    starts = at(f"2026-09-04 {clock}")
    assert label_of(usual_title(starts), starts) == f"{title} 4/9"
