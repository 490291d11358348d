"""Pings: one task sends the pings of all clients.

By default the library starts a task for each client after each pong, which sleeps until the next ping: a stack of ten
kilobytes per tablet.
"""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from meeting.live.sockets import PING, Packet

TICK = 0.25
"""How late a ping may be, in seconds: pings that are due are sent together."""


class Pings:
    """The clients of an Engine.IO server that need pings, in the order of their last answers."""

    def __init__(self, eio: Any) -> None:
        self._eio = eio
        self._start = eio.start_background_task
        self._due: deque[tuple[float, Any]] = deque()
        self._runs = False

    def begin(self, task: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Start a task as the library would, and return it; None for a task of a single ping, which is not started."""
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
        with contextlib.suppress(Exception):  # a client that is just closing must not stop the others' pings
            client.send(Packet(PING))


def share_pings(eio: Any) -> None:
    """Let one task of an Engine.IO server send the pings of all its clients."""
    eio.start_background_task = Pings(eio).begin
