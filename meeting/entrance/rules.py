"""Rules of the log of sign-ins: pure decisions."""

from datetime import datetime, timedelta

MONTH = timedelta(days=30)
LEAST_MONTHS, MOST_MONTHS = 6, 1200
"""The limits for any setting.

With less than this somebody could empty the log on purpose; with more, dates overflow.
"""
A_WEEK = timedelta(days=7)


def keeps_from(now: datetime, months: int) -> datetime:
    """Return the time from which lines are kept."""
    return now - min(max(months, LEAST_MONTHS), MOST_MONTHS) * MONTH


def forgetting_due(oldest: datetime | None, now: datetime, months: int) -> bool:
    """Return whether lines must be deleted: a week's worth at a time, so that the journal mentions it once a week."""
    return oldest is not None and oldest < keeps_from(now, months) - A_WEEK
