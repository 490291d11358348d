"""Rules of the log of sign-ins: pure decisions."""

from datetime import datetime, timedelta

MONTH = timedelta(days=30)
LEAST_MONTHS = 6
"""Whatever a file says: a log that forgets sooner could be made to forget on purpose."""
A_WEEK = timedelta(days=7)


def keeps_from(now: datetime, months: int) -> datetime:
    """From when on lines are kept."""
    return now - max(months, LEAST_MONTHS) * MONTH


def forgetting_due(oldest: datetime | None, now: datetime, months: int) -> bool:
    """Whether lines are so old that they go: a week's worth at a time, so that the journal tells of it once a week."""
    return oldest is not None and oldest < keeps_from(now, months) - A_WEEK
