"""Hearing: every frame of a live socket is looked at before the protocol sees it.

Beneath us a frame that cannot be read costs a trace of forty lines, and whoever always has the next frame
ready is read before anybody else has a turn. So what no page sends ends the connection, and who says more
than a page has to say is read at the pace of a page: the rest waits in the sender's own network card.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from meeting.kernel.pace import Pace
from meeting.live.entry import ADMITTED

log = logging.getLogger(__name__)

FROM_A_CLIENT = ("1", "3", "4")
"""Goodbye, the answer to a ping, a message."""
AT_ONCE, A_SECOND = 400, 60.0
"""Frames of one person, on all their sockets. A page that is awake says one in two seconds."""
BREATHLESS = 20
"""Frames that are read without a turn of the loop for everybody else."""
LONGEST_WAIT = 5.0
MOST_UNREAD = 1000


class Hearing:
    """Stands before what opens a websocket, for all websockets of a server."""

    def __init__(self, longest: int) -> None:
        """`longest`: bytes of a message."""
        self._longest = longest
        self._persons = Pace(AT_ONCE, A_SECOND)

    def listen(self, eio: Any) -> None:
        """Open all websockets of an Engine.IO server so; its drivers are a table shared by all servers."""
        eio._async = eio._async | {"websocket": self._listening(eio._async["websocket"])}

    def _listening(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """`make(handler, server)(environ, start_response)` opens a websocket."""

        def listening(handler: Callable[[Any], Any], server: Any) -> Callable[..., Any]:
            def answer(environ: dict[str, Any], start_response: Any) -> Any:
                line = make(lambda socket: handler(_Heard(socket, environ, self._persons)), server)
                if hasattr(line, "server_args"):  # simple-websocket; eventlet's is told by its server
                    line.server_args["max_message_size"] = self._longest
                return line(environ, start_response)

            return answer

        return listening


class _Heard:
    """One websocket."""

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
        """The next frame; None when there is none to come, or none that is worth reading."""
        frame = self._socket.wait()
        if frame is None:
            return None
        if not isinstance(frame, str) or not frame.startswith(FROM_A_CLIENT):
            log.info("dropped a device of %s that sends what is no message", self._address)
            return None
        wait = self._persons.owes(self._person)
        if wait > 0:
            log.info("a device of %s says too much and is read slowly", self._address)
            return frame if self._rest(min(wait, LONGEST_WAIT)) else None
        if self._own.owes(None) > 0:
            time.sleep(0)
        return frame

    def _rest(self, seconds: float) -> bool:
        """Read nothing for a while. False when the library beneath reads on all the same, as it does in threads."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            unread = getattr(getattr(self._socket, "ws", None), "input_buffer", ())
            if len(unread) > MOST_UNREAD:
                log.info("dropped a device of %s that says too much", self._address)
                return False
            time.sleep(min(left, 0.05))
        return True
