"""Days on which offices are closed, as pages show them; and the years of which only weekends are known."""

from collections.abc import Iterable
from datetime import date

from meeting.law.calendar.days import UnknownYear, is_working
from meeting.law.calendar.reading import calendar


def is_off(day: date) -> bool:
    """Return whether offices are closed on that day. In a year without its notice only weekends are known."""
    try:
        return not is_working(day, calendar())
    except UnknownYear:
        return day.weekday() > 4


def unknown_years(days: Iterable[date]) -> list[int]:
    """Return the years of these days whose notice is missing, in order."""
    return sorted({day.year for day in days} - calendar().keys())
