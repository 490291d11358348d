"""A log filter against floods: repeated actions must not fill the disk."""

import logging
import threading
import time
from collections.abc import Callable

SECONDS = 60.0
OF_A_KIND = 3
IN_ALL = 200


class Sparing(logging.Filter):
    """Passes a few lines of a kind per minute and counts the rest. The next line of that kind carries the count.

    A kind is the source of the line, its text and its subject, and for an error also what failed.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._since = clock()
        self._told: dict[object, int] = {}
        self._left_out: dict[object, int] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write this line. The line after omitted ones says how many they were."""
        kind = (record.name, record.levelno, str(record.msg), str(record.args), record.exc_info and record.exc_info[0])
        with self._lock:
            if self._clock() - self._since >= SECONDS:
                self._begin_minute(record)
            told = self._told.get(kind, 0)
            if told >= OF_A_KIND or (told == 0 and len(self._told) >= IN_ALL):
                name = kind if told else None
                self._left_out[name] = self._left_out.get(name, 0) + 1
                return False
            self._told[kind] = told + 1
        return True

    def _begin_minute(self, record: logging.LogRecord) -> None:
        """Add to the first line of a minute what was left out in the minute before."""
        if self._left_out:
            lines = "; ".join(
                f"{count} x {kind[0]}: {kind[2]} {kind[3]}" if isinstance(kind, tuple) else f"{count} others"
                for kind, count in sorted(self._left_out.items(), key=lambda each: -each[1])[:5]
            )
            record.msg = f"{record.getMessage()} [{sum(self._left_out.values())} lines left out before: {lines}]"
            record.args = ()
        self._since = self._clock()
        self._told.clear()
        self._left_out.clear()
