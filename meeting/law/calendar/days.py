"""Working days: pure counting over the calendar of each year.

Offices rest on Saturday and Sunday. A notice sets the public holidays and swapped days of each year, so these are data
(`days.yaml`, and the office's own files). Nothing is counted in a year whose notice is missing.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from meeting.law.terms import Grade, confirmed

_DAY = timedelta(days=1)


class UnknownYear(Exception):  # noqa: N818 - shown to people, in words
    """No notice of this year is known."""

    def __init__(self, year: int) -> None:
        super().__init__(str(year))
        self.year = year


class Year(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The notice of one year: weekdays of `rest`, weekend days `worked` instead, and the source."""

    rest: tuple[date, ...]
    worked: tuple[date, ...]
    grade: Grade
    source: str


Calendar = Mapping[int, Year]
"""The known years."""


def is_working(day: date, calendar: Calendar) -> bool:
    """Return whether offices work on this day. Raises UnknownYear without the year's notice."""
    year = calendar.get(day.year)
    if year is None:
        raise UnknownYear(day.year)
    if day in year.worked:
        return True
    return day.weekday() < 5 and day not in year.rest


def between(first: date, second: date, calendar: Calendar) -> int:
    """Return the number of whole working days between two days; neither counts. At least 0."""
    return _count(first + _DAY, second - _DAY, calendar)


def left(today: date, due: date, calendar: Calendar) -> int:
    """Return the working days left after today, up to and including `due`; negative when it is over."""
    if today <= due:
        return _count(today + _DAY, due, calendar)
    return -max(1, _count(due + _DAY, today, calendar))


def before(day: date, days: int, calendar: Calendar) -> date:
    """Return the last day to send something so that `days` whole working days lie between it and `day`.

    Counts strictly: neither the day of sending nor `day` itself counts.
    """
    found, counted = day - _DAY, 0
    while counted < days:
        counted += is_working(found, calendar)
        found -= _DAY
    while not is_working(found, calendar):  # nothing is sent on a day off
        found -= _DAY
    return found


def after(day: date, days: int, calendar: Calendar) -> date:
    """Return the working day number `days` after a day, which itself does not count."""
    found, counted = day, 0
    while counted < days:
        found += _DAY
        counted += is_working(found, calendar)
    return found


def unconfirmed(first: date, last: date, calendar: Calendar) -> bool:
    """Return whether any year between the two days is known only from a source weaker than its notice."""
    return any(not confirmed(calendar[year].grade) for year in range(first.year, last.year + 1) if year in calendar)


def _count(first: date, last: date, calendar: Calendar) -> int:
    counted, day = 0, first
    while day <= last:
        counted += is_working(day, calendar)
        day += _DAY
    return counted
