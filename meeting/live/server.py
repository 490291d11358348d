"""The only module that knows how the server runs concurrently.

`eventlet` is the default. Upstream is winding it down, so everything also runs with `threading`. Only this file (and
wsgi.py, which calls `patch`) knows which one is used.
"""

import gc
import importlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from meeting.config import AsyncMode
from meeting.live.connections import MOST_CONNECTIONS, Connections
from meeting.live.doorway import BACKLOG, Attended, Where, accepting, raise_limit
from meeting.live.secure import Secure

log = logging.getLogger(__name__)


def patch(mode: AsyncMode, *, postgresql: bool = True) -> None:
    """Patch the standard library to cooperate. Call it before Flask is imported. Does nothing for `threading`.

    `postgresql`: patch its driver too; SQLite installations save 5 MiB without it.
    """
    if mode != AsyncMode.EVENTLET:
        return
    if "flask" in sys.modules:
        raise RuntimeError("patch() comes before anything imports Flask")
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # its resolver ignores mDNS and nsswitch
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces its own retirement at import
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch(all=True, psycopg=postgresql)  # naming one part would leave out all others
    # eventlet runs programs with a second copy of this module: what it raises when one takes too long must be the same
    # exception as ours, or no `except` catches it
    eventlet.patcher.original("subprocess").TimeoutExpired = subprocess.TimeoutExpired


def offload(function: Callable[..., Any], *args: Any) -> Any:
    """Run a function that blocks or computes, without holding up the event loop, and return its result.

    It must not touch locks, sockets or the push, which belong to the loop.
    """
    if not on_eventlet():
        return function(*args)
    from eventlet import tpool  # noqa: PLC0415

    return tpool.execute(function, *args)


def real_thread(function: Callable[[], None]) -> None:
    """Start an operating-system thread, also under eventlet. It must not touch locks, sockets or the log."""
    threads = threading
    if on_eventlet():
        from eventlet import patcher  # noqa: PLC0415

        threads = patcher.original("threading")
    threads.Thread(target=function, daemon=True).start()


def unpatched(name: str) -> Any:
    """Return the unpatched module of the standard library, for real threads that may block in it."""
    if not on_eventlet():
        return importlib.import_module(name)
    from eventlet import patcher  # noqa: PLC0415

    return patcher.original(name)


def on_eventlet() -> bool:
    """Return whether the standard library was patched."""
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("thread"))


def start(function: Callable[[], None], name: str) -> None:
    """Run a function beside the server: a greenlet under eventlet, else a thread."""
    threading.Thread(target=function, name=name, daemon=True).start()


def serve(
    app: Any, where: Where, *, mode: AsyncMode, tls: tuple[str, str] | None, beside: Secure | None = None
) -> None:
    """Serve until SIGTERM or Ctrl+C. `beside`: HTTPS on its own port, as soon as it has a certificate."""
    gc.collect()
    gc.freeze()  # what is loaded stays: going through all of it would stop every tablet
    gc.set_threshold(10_000, 20, 100)  # five times as often as while starting: 6 MiB less after five hundred sign-ins
    connections = Connections(raise_limit())
    start(connections.watch, "connections")
    if mode == AsyncMode.EVENTLET:
        _serve_green(app, connections, where, tls, beside)
    else:
        _serve_threads(app, connections, where, tls, beside)


def _serve_threads(
    app: Any, connections: Connections, where: Where, tls: tuple[str, str] | None, beside: Secure | None
) -> None:
    from meeting.live.threads import ThreadedServer, context_of  # noqa: PLC0415

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


def _serve_green(
    app: Any, connections: Connections, where: Where, tls: tuple[str, str] | None, beside: Secure | None
) -> None:
    import eventlet  # noqa: PLC0415
    import eventlet.wsgi  # noqa: PLC0415

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
    from eventlet import event, hubs  # noqa: PLC0415

    over = event.Event()
    wake = lambda *_: over.ready() or over.send()  # noqa: E731
    serving.link(wake)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: hubs.get_hub().schedule_call_global(0, wake))
    over.wait()
    if serving.dead:
        serving.wait()  # raises what ended it
