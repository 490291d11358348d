"""The doorway: how both servers accept connections, and what their handlers report about them."""

import contextlib
import errno
import logging
import resource
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from meeting.live.connections import Caller, Connections

log = logging.getLogger(__name__)

CALLER = "meeting.caller"
SECURE = "tls"
MOST_FILES = 65_536
BACKLOG = 4096
SHORT_OF = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
LISTENER_GONE = (errno.EBADF, errno.EINVAL, errno.ENOTSOCK)
PAUSE_SECONDS = 0.05
"""Time for cut connections to give back their descriptors."""


class Where(NamedTuple):
    """The address to listen at. `shared`: several processes listen there, and the system distributes connections."""

    host: str
    port: int
    shared: bool = False


class Attended:
    """A mixin for the request handlers of both servers, which reports what their connection is doing."""

    connections: Connections

    def handle_one_request(self: Any) -> None:
        """Report that the connection waits between two requests."""
        caller = self.connections.of(self.client_address)
        if caller is not None:
            self.connections.waits(caller, getattr(self, "environ", None))
        super().handle_one_request()  # type: ignore[misc]

    def parse_request(self: Any) -> bool:
        """Report the head of a request, and return whether it is complete."""
        whole = bool(super().parse_request())  # type: ignore[misc]
        caller = self.connections.of(self.client_address)
        if whole and caller is not None:
            self.connections.asks(caller)
        return whole

    def get_environ(self: Any) -> dict[str, Any]:
        """Return the environ. Eventlet's server calls this."""
        return _named(super().get_environ(), self)  # type: ignore[misc]

    def make_environ(self: Any) -> dict[str, Any]:
        """Return the environ. Werkzeug's server calls this."""
        return _named(super().make_environ(), self)  # type: ignore[misc]


def _named(environ: dict[str, Any], handler: Any) -> dict[str, Any]:
    return environ | {CALLER: (handler.connections, handler.connections.of(handler.client_address))}


def of_request(environ: Mapping[str, Any]) -> tuple[Connections, Caller] | None:
    """Return the connection of a request; None in a server that is not ours."""
    connections, caller = environ.get(CALLER, (None, None))
    return (connections, caller) if caller is not None else None


def accepting(accept: Callable[[], tuple[Any, Any]], connections: Connections) -> tuple[Any, Any]:
    """Return the next connection. Errors of one connection, or a lack of descriptors, do not end the server."""
    while True:
        try:
            stream, address = accept()
        except OSError as error:
            if error.errno in LISTENER_GONE:
                raise
            log.warning("a connection could not be accepted: %s", error)
            if error.errno in SHORT_OF:
                connections.make_room()
                time.sleep(PAUSE_SECONDS)
            continue
        if isinstance(stream, ssl.SSLSocket):  # its far end may use the same port for both of our ports
            address = (*address, SECURE)
        if connections.enter(stream, address):
            with contextlib.suppress(OSError):
                stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return stream, address
        stream.close()
        time.sleep(PAUSE_SECONDS)


def most_files() -> int:
    """Return the most files that a process may open here."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)


def raise_limit() -> int:
    """Raise this process's limit of open files as far as the system allows; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < most_files():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most_files(), hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft
