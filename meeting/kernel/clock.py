"""Time. Stored and compared in UTC, shown in Vietnam's zone; one clock that tests may freeze."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in UTC, to the millisecond (what the journal can hold)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """`2026-09-24T01:00:00.000Z`: how a moment stands in the journal."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def read_stamp(text: str) -> datetime:
    """The moment that `stamp` wrote; ValueError for anything else."""
    if not _STAMP.fullmatch(text):
        raise ValueError(f"not a stamp: {text}")
    return datetime.fromisoformat(text)


def local(moment: datetime) -> datetime:
    """The same moment on a wall clock in Vietnam."""
    return moment.astimezone(VIETNAM)
