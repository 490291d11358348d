"""Time: stored and compared in UTC, shown in Vietnam's zone. There is one clock, and tests may freeze it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the current time, aware, in UTC, to the millisecond (the journal's precision)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """Return a time as the journal writes it: `2026-09-24T01:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def read_stamp(text: str) -> datetime:
    """Return the time that `stamp` wrote. Raises ValueError for any other text."""
    if not _STAMP.fullmatch(text):
        raise ValueError(f"not a stamp: {text}")
    return datetime.fromisoformat(text)


def local(moment: datetime) -> datetime:
    """Return the same moment in Vietnam's time zone."""
    return moment.astimezone(VIETNAM)
