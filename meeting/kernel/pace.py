"""Rate limits by key (token bucket): a burst at once, then a steady rate."""

import time
from collections.abc import Callable, Hashable

MOST_KEYS = 10_000


class Pace:
    """Allows `burst` at once, then `a_second` per second. Unused allowance is saved, up to `burst`."""

    def __init__(self, burst: float, a_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._a_second = a_second
        self._clock = clock
        self._used: dict[Hashable, tuple[float, float]] = {}
        """By key: the used part of the allowance, and when it was computed (seconds of the clock)."""

    def allows(self, key: Hashable) -> bool:
        """Take one if the rate allows it. Returns whether it did."""
        used, now = self._in_use(key)
        if used + 1 > self._burst:
            return False
        self._used[key] = (used + 1, now)
        return True

    def owes(self, key: Hashable) -> float:
        """Take one in any case. Returns the seconds to wait before going on; 0 within the burst."""
        used, now = self._in_use(key)
        self._used[key] = (used + 1, now)
        return max(0.0, (used + 1 - self._burst) / self._a_second)

    def forget(self, key: Hashable) -> None:
        """Forget a key that will not come again."""
        self._used.pop(key, None)

    def _in_use(self, key: Hashable) -> tuple[float, float]:
        now = self._clock()
        used, at = self._used.get(key, (0.0, now))
        if len(self._used) > MOST_KEYS:
            self._tidy(now)
        return max(0.0, used - (now - at) * self._a_second), now

    def _tidy(self, now: float) -> None:
        """Forget the keys with a full allowance. If most remain, forget all keys: better than locking somebody out."""
        kept = {key: use for key, use in self._used.items() if use[0] > (now - use[1]) * self._a_second}
        self._used = kept if len(kept) < MOST_KEYS // 2 else {}
