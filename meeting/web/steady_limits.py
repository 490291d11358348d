"""Limits counted in memory by a clock that nobody can set.

The library's own memory uses the wall clock. If it is set back by a day, everybody with a few tries is locked out for
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
        """Return an exception type; none is ever raised."""
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take this many of a key's tries. Returns False, and takes none, when fewer are left."""
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
        """Return (start of the window by the wall clock, number of tries in it) for a key."""
        now = time.monotonic()
        kept = self._kept(key, now - expiry)
        return time.time() - (now - kept[0] if kept else 0), len(kept)

    def clear(self, key: str) -> None:
        """Give back all of a key's tries."""
        self._moments.pop(key, None)
        self._until.pop(key, None)

    def reset(self) -> int | None:
        """Give back everybody's tries, and return how many keys that were."""
        known = len(self._moments)
        self._moments.clear()
        self._until.clear()
        return known

    def check(self) -> bool:
        """Return whether it can be asked."""
        return True

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Not used; it would serve fixed windows."""
        raise NotImplementedError

    get = get_expiry = incr  # type: ignore[assignment]

    def _kept(self, key: str, since: float) -> list[float]:
        return [moment for moment in self._moments.get(key, ()) if moment >= since]

    def _tidy(self) -> None:
        """Forget expired keys now and then, because addresses come and go."""
        self._taken += 1
        if self._taken % TIDY_EVERY == 0:
            for key in [key for key, until in self._until.items() if until < time.monotonic()]:
                self.clear(key)
