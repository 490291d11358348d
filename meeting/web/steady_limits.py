"""Limits counted in memory by a clock that nobody can set.

The library's own memory goes by the clock on the wall: put back by a day, it keeps whoever had a few tries out for
that day.
"""

import threading
import time
from typing import Any

from limits.storage import MovingWindowSupport, Storage

SCHEME = "steady"
TIDY_EVERY = 1000


class SteadyStorage(Storage, MovingWindowSupport):
    """See limits.storage."""

    STORAGE_SCHEME: list[str] | None = [SCHEME]  # noqa: RUF012 - the library declares it so

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions)
        self._moments: dict[str, list[float]] = {}
        self._until: dict[str, float] = {}
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may be raised: nothing."""
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take so many of a key's tries; False when fewer are left, and then none is taken."""
        with self._lock:
            self._tidy()
            now = time.monotonic()
            kept = self._kept(key, now - expiry)
            if len(kept) + amount > limit:
                return False
            self._moments[key] = [*kept, *[now] * amount]
            self._until[key] = now + expiry
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Since when (by the clock on the wall), and how many of a key's tries are taken."""
        now = time.monotonic()
        kept = self._kept(key, now - expiry)
        return time.time() - (now - kept[0] if kept else 0), len(kept)

    def clear(self, key: str) -> None:
        """Give back all of a key's tries."""
        self._moments.pop(key, None)
        self._until.pop(key, None)

    def reset(self) -> int | None:
        """Give back everybody's."""
        known = len(self._moments)
        self._moments.clear()
        self._until.clear()
        return known

    def check(self) -> bool:
        """Whether it can be asked."""
        return True

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """For fixed windows, which nobody here uses."""
        raise NotImplementedError

    get = get_expiry = incr  # type: ignore[assignment]

    def _kept(self, key: str, since: float) -> list[float]:
        return [moment for moment in self._moments.get(key, ()) if moment >= since]

    def _tidy(self) -> None:
        """Addresses come and go: what has run out is forgotten now and then."""
        self._taken += 1
        if self._taken % TIDY_EVERY == 0:
            for key in [key for key, until in self._until.items() if until < time.monotonic()]:
                self.clear(key)
