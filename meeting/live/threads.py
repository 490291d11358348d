"""The server of the `threading` mode: one thread per connection, accepted and watched as under eventlet."""

import logging
import signal
import socket
import ssl
import sys
import time
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler, load_ssl_context

from meeting.live.connections import Connections
from meeting.live.doorway import BACKLOG, Attended, Where, accepting
from meeting.live.loop import start
from meeting.live.secure import Secure

log = logging.getLogger(__name__)


def context_of(tls: tuple[str, str] | None) -> ssl.SSLContext | None:
    """Return the context for a certificate and its key; None without one."""
    return load_ssl_context(*tls) if tls is not None else None


class ThreadedServer(ThreadedWSGIServer):
    """Werkzeug's server."""

    request_queue_size = BACKLOG

    def __init__(self, connections: Connections, where: Where, app: Any, tls: ssl.SSLContext | None) -> None:
        class Handler(Attended, WSGIRequestHandler):
            timeout = 60  # seconds, as under eventlet

        Handler.connections = connections
        self.allow_reuse_port = where.shared
        super().__init__(where.host, where.port, app, Handler)
        self._connections = connections
        self.ssl_context = tls

    def get_request(self) -> tuple[socket.socket, Any]:
        """Return the next connection. The TLS handshake runs in the connection's own thread, so a silent one delays
        nobody."""
        return accepting(self._accept, self._connections)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection until its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._connections.leave(client_address, request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log an error of one connection in one line: a trace would be longer than what caused it."""
        self._connections.leave(client_address, request)
        log.info("a connection of %s failed: %s", client_address[0], type(sys.exc_info()[1]).__name__)

    def _accept(self) -> tuple[socket.socket, Any]:
        stream, address = self.socket.accept()
        if self.ssl_context is None:
            return stream, address
        try:
            return self.ssl_context.wrap_socket(stream, server_side=True, do_handshake_on_connect=False), address
        except OSError:
            stream.close()
            raise


def serve_threads(
    app: Any, connections: Connections, where: Where, tls: tuple[str, str] | None, beside: Secure | None
) -> None:
    """Serve until SIGTERM or Ctrl+C (see `server.serve`)."""
    server = ThreadedServer(connections, where, app, context_of(tls))

    def open_secure(secure: Secure) -> None:
        second = ThreadedServer(connections, secure.where, app, secure.context)
        start(second.serve_forever, "https")

    if beside is not None:
        start(lambda: beside.follow(open_secure), "certificate")
    told: list[int] = []  # not an Event: its waiter may hold its lock when the signal comes
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: told.append(number))
    start(server.serve_forever, "server")
    while not told:
        time.sleep(0.2)
