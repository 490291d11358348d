"""A sparing log: whatever somebody does over and over, the log does not fill the disk with it."""

import logging
import threading
import time
from collections.abc import Callable

SECONDS = 60.0
OF_A_KIND = 3
IN_ALL = 200


class Sparing(logging.Filter):
    """Lets through a few lines of a kind in a minute and counts the rest; the next line of that kind tells the count.

    A kind is where a line comes from, what it says and about whom, and for a fault what went wrong.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._since = clock()
        self._told: dict[object, int] = {}
        self._left_out: dict[object, int] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written. A line that follows others left out says how many they were."""
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
        """The first line of a minute tells what the minute before left out."""
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
