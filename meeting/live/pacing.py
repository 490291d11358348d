"""Pacing: nobody's crowd holds up somebody else's ballot, and how long the loop stood still is measured."""

import threading
import time
from collections.abc import Callable
from typing import Any


class Turnstile:
    """Lets a few through in one turn of the loop: five hundred who come, or go, at once hold up nobody's ballot."""

    def __init__(self, width: int) -> None:
        self._places = threading.Semaphore(width)

    def __enter__(self) -> None:
        self._places.acquire()
        try:
            time.sleep(0)
        except BaseException:  # whoever is ended while waiting must not take the place along
            self._places.release()
            raise

    def __exit__(self, *error: object) -> None:
        self._places.release()


class PacedRequests:
    """Begins one request a turn of the loop: a hall that opens its papers at once does not make ballots wait."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self._turnstile = Turnstile(1)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._turnstile:
            pass  # a place in the queue, not a permit: whoever is slow to read or write holds up nobody
        return self._app(environ, start_response)


class Heartbeat:
    """Measures how long the event loop has stood still: support's first question. Slow while nobody is connected."""

    EVERY = 0.02
    EVERY_IDLE = 0.5

    def __init__(self, is_attended: Callable[[], bool]) -> None:
        self._is_attended = is_attended
        self.worst_ms = 0.0
        self.busy_ms = 0.0

    def beat(self) -> None:
        """Run until the process ends."""
        while True:
            before, computed, pause = time.monotonic(), time.thread_time(), self._pause()
            time.sleep(pause)
            late = (time.monotonic() - before - pause) * 1000
            self.worst_ms = max(self.worst_ms, late)
            self.busy_ms = max(self.busy_ms, min(late, (time.thread_time() - computed) * 1000))

    def _pause(self) -> float:
        return self.EVERY if self._is_attended() else self.EVERY_IDLE

    def read(self, *, reset: bool) -> tuple[float, float]:
        """Return (longest stall, most computing of the loop in one stall) since the last reset, in milliseconds."""
        worst = self.worst_ms, self.busy_ms
        if reset:
            self.worst_ms = self.busy_ms = 0.0
        return worst
