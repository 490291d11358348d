"""How many random cases to try: a few courses, kills and changes in `make test`, several times as many on demand.

Where one of several cases shows most of it, they take turns: today's share is another than yesterday's.
`MEETING_TEST_DAY=-2` repeats the share of the day before yesterday.
"""

import os
from datetime import UTC, datetime
from zlib import crc32

TRIES = int(os.environ.get("MEETING_TRIES", "1"))
"""`MEETING_TRIES=10 make test` tries ten times as many; it works for a single file too."""


def seeds(count: int) -> range:
    """The seeds to try, `count` in `make test`; a failing seed fails again under its number."""
    return range(count * TRIES)


def shared(count: int, share: int, *, surely: int = 0) -> list[int]:
    """Return `share` of that many seeds: the one that surely reaches what it must, and others by the day.

    With more tries it returns all of them, as often as `seeds` says.
    """
    if TRIES > 1:
        return [*seeds(count)]
    others = [seed for seed in range(count) if seed != surely]
    turn = today() * (share - 1)
    return [surely, *(others[(turn + number) % len(others)] for number in range(share - 1))]


def is_its_day(name: str, days: int) -> bool:
    """Whether what runs on one of that many days runs today; with more tries it runs every day."""
    return TRIES > 1 or (today() + crc32(name.encode())) % days == 0


def today() -> int:
    """The number of the day whose share is tried."""
    return datetime.now(UTC).toordinal() + int(os.environ.get("MEETING_TEST_DAY", "0"))
