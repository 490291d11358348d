"""Paces: so much at once, and then so much a second, for each key (a token bucket)."""

import time
from collections.abc import Callable, Hashable

MOST_KEYS = 10_000


class Pace:
    """`burst` at once, then `a_second`; what was not used is saved up again, to at most `burst`."""

    def __init__(self, burst: float, a_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._a_second = a_second
        self._clock = clock
        self._used: dict[Hashable, tuple[float, float]] = {}
        """How much was in use, and when (seconds of the clock)."""

    def allows(self, key: Hashable) -> bool:
        """Whether one more may be had now; it is taken."""
        used, now = self._in_use(key)
        if used + 1 > self._burst:
            return False
        self._used[key] = (used + 1, now)
        return True

    def owes(self, key: Hashable) -> float:
        """Take one more whatever is left; the seconds to wait before going on, 0 within the burst."""
        used, now = self._in_use(key)
        self._used[key] = (used + 1, now)
        return max(0.0, (used + 1 - self._burst) / self._a_second)

    def forget(self, key: Hashable) -> None:
        """Who has gone for good."""
        self._used.pop(key, None)

    def _in_use(self, key: Hashable) -> tuple[float, float]:
        now = self._clock()
        used, at = self._used.get(key, (0.0, now))
        if len(self._used) > MOST_KEYS:
            self._tidy(now)
        return max(0.0, used - (now - at) * self._a_second), now

    def _tidy(self, now: float) -> None:
        """Forget those who have all their burst again; should that be nobody, everybody: nobody is locked out."""
        kept = {key: use for key, use in self._used.items() if use[0] > (now - use[1]) * self._a_second}
        self._used = kept if len(kept) < MOST_KEYS // 2 else {}
