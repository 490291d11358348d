"""Pacing: keeps crowds from delaying ballots, and measures how long the loop stood still."""

import threading
import time
from collections.abc import Callable
from typing import Any


class Turnstile:
    """Lets a few through per turn of the loop, so that five hundred people who come at once delay no ballot."""

    def __init__(self, width: int) -> None:
        self._places = threading.Semaphore(width)

    def __enter__(self) -> None:
        self._places.acquire()
        try:
            time.sleep(0)
        except BaseException:  # release the place when the waiting task is killed
            self._places.release()
            raise

    def __exit__(self, *error: object) -> None:
        self._places.release()


class PacedRequests:
    """Begins one request per turn of the loop, so that a hall that opens its papers at once delays no ballot."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self._turnstile = Turnstile(1)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._turnstile:
            pass  # only waits for its turn; a slow reader or writer delays nobody
        return self._app(environ, start_response)


class Heartbeat:
    """Measures how long the event loop stood still: support asks for this number first.

    Measures rarely while nobody is connected. It also measures how much the loop itself computed in each stall. The
    rest is waiting: for other programs, or for a disk or a lock.
    """

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
