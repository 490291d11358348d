"""The days of a repeated meeting, and its title on each. Pure."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

MOST = 12
"""The most meetings made at once."""
_WEEK = timedelta(days=7)
_MONTH = re.compile(r"(tháng\s+)(\d{1,2})((?:\s*[/.-]\s*|\s+năm\s+)(\d{4}))?", re.IGNORECASE)


class Rhythm(StrEnum):
    """How a meeting repeats: every week, every month on the same day, or on the same weekday of the month."""

    WEEKLY = "weekly"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


def days_after(first: date, rhythm: Rhythm, count: int) -> list[date]:
    """Return the days after the first meeting, at most MOST.

    In a month without that day the last day is used: for the 31st the 30th, or the 28th of February. The fifth weekday
    of a month means its last.
    """
    return [_NEXT[rhythm](first, number) for number in range(1, min(count, MOST) + 1)]


def is_last_weekday(day: date) -> bool:
    """Return whether it is the fifth weekday of its month: then the last one in each month is meant."""
    return day.day > 28


def title_on(title: str, first: date, day: date) -> str:
    """Return a title with its month moved to that of another day: `tháng 9/2026`, `Tháng 9`."""

    def moved(found: re.Match[str]) -> str:
        if int(found[2]) != first.month or (found[4] and int(found[4]) != first.year):
            return found[0]
        year = found[3].replace(found[4], str(day.year)) if found[3] else ""
        month = f"{day.month:02d}" if found[2].startswith("0") else str(day.month)
        return f"{found[1]}{month}{year}"

    return _MONTH.sub(moved, title)


def _week(first: date, number: int) -> date:
    return first + number * _WEEK


def _month_day(first: date, number: int) -> date:
    year, month = _month(first, number)
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def _month_weekday(first: date, number: int) -> date:
    year, month = _month(first, number)
    last = calendar.monthrange(year, month)[1]
    same = [day for day in range(1, last + 1) if date(year, month, day).weekday() == first.weekday()]
    return date(year, month, same[-1] if is_last_weekday(first) else same[(first.day - 1) // 7])


def _month(first: date, number: int) -> tuple[int, int]:
    months = first.year * 12 + first.month - 1 + number
    return months // 12, months % 12 + 1


_NEXT: dict[Rhythm, Callable[[date, int], date]] = {
    Rhythm.WEEKLY: _week,
    Rhythm.MONTH_DAY: _month_day,
    Rhythm.MONTH_WEEKDAY: _month_weekday,
}
