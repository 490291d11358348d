"""The server of the `eventlet` mode: one greenlet per connection."""

import logging
import signal
import socket
import time
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet import event, hubs

from meeting.live.connections import MOST_CONNECTIONS, Connections
from meeting.live.doorway import BACKLOG, Attended, Where, accepting
from meeting.live.loop import start
from meeting.live.secure import Secure

log = logging.getLogger(__name__)


def serve_green(
    app: Any, connections: Connections, where: Where, tls: tuple[str, str] | None, beside: Secure | None
) -> None:
    """Serve until SIGTERM or Ctrl+C (see `server.serve`). The standard library must be patched."""

    def listen(at: Where) -> Any:
        family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
        return eventlet.listen((at.host, at.port), family=family, backlog=BACKLOG, reuse_port=at.shared)

    def answer(listener: Any) -> Any:
        return eventlet.spawn(
            eventlet.wsgi.server,
            PacedListener(listener, connections),
            app,
            protocol=_protocol(connections, eventlet.wsgi.HttpProtocol),
            max_size=MOST_CONNECTIONS,
            log_output=False,
            debug=False,
            socket_timeout=60,
        )

    def open_secure(secure: Secure) -> None:
        answer(secure.context.wrap_socket(listen(secure.where), server_side=True))

    listener = listen(where)
    if tls is not None:
        listener = eventlet.wrap_ssl(listener, certfile=tls[0], keyfile=tls[1], server_side=True)
    if beside is not None:
        start(lambda: beside.follow(open_secure), "certificate")
    _until_told(answer(listener))


def _protocol(connections: Connections, base: Any) -> Any:
    """Return eventlet's connection handler with our reports, and with its own errors contained.

    Its buffers are sized for a tablet's requests and answers, because they stay with the socket for the whole meeting.
    """

    class Protocol(Attended, base):  # type: ignore[misc]
        rbufsize, wbufsize = 2 * 1024, 4 * 1024

        def __init__(self, conn_state: Any, server: Any) -> None:
            self.connections = connections
            try:
                super().__init__(conn_state, server)
            except (OSError, ValueError) as error:  # gone, too slow, no TLS, no HTTP
                log.debug("a connection of %s ended: %s", conn_state[0], error)
            except Exception:
                log.exception("a connection failed")
            finally:
                connections.leave(conn_state[0], conn_state[1])

    return Protocol


class PacedListener:
    """Accepts one connection per turn of the loop, so that a hall that connects at once does not delay the others."""

    def __init__(self, listener: Any, connections: Connections) -> None:
        self._listener = listener
        self._connections = connections

    def accept(self) -> Any:
        """Return the next connection, after everybody else has had a turn."""
        time.sleep(0)
        return accepting(self._listener.accept, self._connections)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listener, name)


def _until_told(serving: Any) -> None:
    """Wait for SIGTERM, Ctrl+C, or the end of the server itself.

    A signal interrupts whichever greenlet is running. The libraries swallow exceptions in a connection, so an exception
    raised there would be lost. Therefore the handler asks the loop to wake this waiting greenlet.
    """
    over = event.Event()
    wake = lambda *_: over.ready() or over.send()  # noqa: E731
    serving.link(wake)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: hubs.get_hub().schedule_call_global(0, wake))
    over.wait()
    if serving.dead:
        serving.wait()  # raises what ended it
