"""Pings: one task sends those of all clients.

Left alone, the library starts a task for each client after each pong, and lets it sleep until the next ping: a stack of
ten kilobytes for each tablet.
"""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from meeting.live.sockets import PING, Packet

TICK = 0.25
"""Seconds by which a ping may be late: what is due is sent together."""


class Pings:
    """The clients of an Engine.IO server that are to be pinged, in the order in which they answered last."""

    def __init__(self, eio: Any) -> None:
        self._eio = eio
        self._start = eio.start_background_task
        self._due: deque[tuple[float, Any]] = deque()
        self._runs = False

    def begin(self, task: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """In place of the library's way to start a task: one that would send a single ping is not started."""
        if getattr(task, "__name__", "") != "_send_ping":
            return self._start(task, *args, **options)
        self._due.append((time.monotonic() + self._eio.ping_interval, getattr(task, "__self__")))  # noqa: B009
        if not self._runs:
            self._runs = True
            self._start(self._run)
        return None

    def _run(self) -> None:
        try:
            while self._due:
                self._eio.sleep(TICK)
                while self._due and self._due[0][0] <= time.monotonic():
                    self._ping(self._due.popleft()[1])
        finally:
            self._runs = False

    @staticmethod
    def _ping(client: Any) -> None:
        if client.closing or client.closed:
            return
        client.last_ping = time.time()
        with contextlib.suppress(Exception):  # it closes just now; the others are still to be pinged
            client.send(Packet(PING))


def share_pings(eio: Any) -> None:
    """Let one task of an Engine.IO server send the pings of all its clients."""
    eio.start_background_task = Pings(eio).begin
