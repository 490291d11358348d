"""Working days: pure counting over the calendar of each year.

Offices rest on Saturday and Sunday; public holidays and the days swapped for them are set by a notice each year, so
they are data (`days.yaml`, and the office's own files). Of a year without its notice nothing is counted.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from meeting.law.terms import Grade, confirmed

_DAY = timedelta(days=1)


class UnknownYear(Exception):  # noqa: N818 - said to people, in words
    """The notice of this year is not known here."""

    def __init__(self, year: int) -> None:
        super().__init__(str(year))
        self.year = year


class Year(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The notice of one year: weekdays of `rest`, days of weekends `worked` instead, and where that is known from."""

    rest: tuple[date, ...]
    worked: tuple[date, ...]
    grade: Grade
    source: str


Calendar = Mapping[int, Year]
"""The years that are known."""


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether offices work on this day; UnknownYear where nobody can say."""
    year = calendar.get(day.year)
    if year is None:
        raise UnknownYear(day.year)
    if day in year.worked:
        return True
    return day.weekday() < 5 and day not in year.rest


def between(first: date, second: date, calendar: Calendar) -> int:
    """How many whole working days lie between two days, neither of which counts; 0 when there is none between."""
    return _count(first + _DAY, second - _DAY, calendar)


def left(today: date, due: date, calendar: Calendar) -> int:
    """How many working days are left: those after today up to the day itself; less than 0 when it is over."""
    if today <= due:
        return _count(today + _DAY, due, calendar)
    return -max(1, _count(due + _DAY, today, calendar))


def before(day: date, days: int, calendar: Calendar) -> date:
    """The last day on which something may be sent so that `days` whole working days lie between it and `day`.

    The strict count: neither the day of sending nor the day itself counts.
    """
    found, counted = day - _DAY, 0
    while counted < days:
        counted += is_working(found, calendar)
        found -= _DAY
    while not is_working(found, calendar):  # on a day off nothing is sent
        found -= _DAY
    return found


def after(day: date, days: int, calendar: Calendar) -> date:
    """The working day number `days` after a day, which itself does not count."""
    found, counted = day, 0
    while counted < days:
        found += _DAY
        counted += is_working(found, calendar)
    return found


def unconfirmed(first: date, last: date, calendar: Calendar) -> bool:
    """Whether any year between the two is known from less than its notice."""
    return any(not confirmed(calendar[year].grade) for year in range(first.year, last.year + 1) if year in calendar)


def _count(first: date, last: date, calendar: Calendar) -> int:
    counted, day = 0, first
    while day <= last:
        counted += is_working(day, calendar)
        day += _DAY
    return counted
