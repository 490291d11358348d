"""Hearing: checks every frame of a live socket before the protocol sees it.

In the libraries, an unreadable frame costs a trace of forty lines, and a client that always has the next frame ready is
read before all others. So a frame that no page sends ends the connection, and a client that sends too much is read at
the pace of a page: the rest waits in its own network buffers.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from meeting.kernel.pace import Pace
from meeting.live.entry import ADMITTED

log = logging.getLogger(__name__)

FROM_A_CLIENT = ("1", "3", "4")
"""Close, pong, message."""
AT_ONCE, A_SECOND = 400, 60.0
"""Frames of one person, over all their sockets. An active page sends one every two seconds."""
BREATHLESS = 20
"""Frames that are read before other clients get a turn."""
LONGEST_WAIT = 5.0
MOST_UNREAD = 1000


class Hearing:
    """Wraps the function that opens websockets, for all websockets of a server."""

    def __init__(self, longest: int) -> None:
        """`longest`: the most bytes of a message."""
        self._longest = longest
        self._persons = Pace(AT_ONCE, A_SECOND)

    def listen(self, eio: Any) -> None:
        """Wrap all websockets of an Engine.IO server. Its drivers are a table that all servers share."""
        eio._async = eio._async | {"websocket": self._listening(eio._async["websocket"])}

    def _listening(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """`make(handler, server)(environ, start_response)` opens a websocket."""

        def listening(handler: Callable[[Any], Any], server: Any) -> Callable[..., Any]:
            def answer(environ: dict[str, Any], start_response: Any) -> Any:
                line = make(lambda socket: handler(_Heard(socket, environ, self._persons)), server)
                if hasattr(line, "server_args"):  # simple-websocket; for eventlet the server sets it
                    line.server_args["max_message_size"] = self._longest
                return line(environ, start_response)

            return answer

        return listening


class _Heard:
    """One websocket, with limits on what it may send."""

    def __init__(self, socket: Any, environ: dict[str, Any], persons: Pace) -> None:
        self._socket = socket
        self._address = environ.get("REMOTE_ADDR")
        admission = environ.get(ADMITTED)
        self._person = admission.person if admission is not None else self._address
        self._persons = persons
        self._own = Pace(BREATHLESS, A_SECOND)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def wait(self) -> Any:
        """Return the next frame; None at the end, or when the connection is not worth reading."""
        frame = self._socket.wait()
        if frame is None:
            return None
        if not isinstance(frame, str) or not frame.startswith(FROM_A_CLIENT):
            log.info("dropped a device of %s that sends an invalid message", self._address)
            return None
        wait = self._persons.owes(self._person)
        if wait > 0:
            log.info("a device of %s sends too much and is read slowly", self._address)
            return frame if self._rest(min(wait, LONGEST_WAIT)) else None
        if self._own.owes(None) > 0:
            time.sleep(0)
        return frame

    def _rest(self, seconds: float) -> bool:
        """Read nothing for a while. Returns False when too much piles up, because under threads the library reads
        on."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            unread = getattr(getattr(self._socket, "ws", None), "input_buffer", ())
            if len(unread) > MOST_UNREAD:
                log.info("dropped a device of %s that sends too much", self._address)
                return False
            time.sleep(min(left, 0.05))
        return True
