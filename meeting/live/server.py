"""The only module that knows how the server runs concurrently.

`eventlet` is the default; upstream is winding it down, so everything also runs with
`threading`, and nothing outside this file (and wsgi.py's call of `patch`) knows which it is.
A tuned send path plugs in at `Push.show`.
"""

import contextlib
import gc
import itertools
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

import msgspec

log = logging.getLogger(__name__)

BACKLOG = 4096
MOST_CONNECTIONS = 10_000
NAMESPACE = "/meeting"
CUT = "meeting.cut"
BREATH = 0.05  # seconds in which the answers to a burst of questions are sent to whoever reads them
SLICES = 16  # of a hall of five hundred, one slice is sent in about five milliseconds


def patch(mode: str) -> None:
    """Make the standard library cooperate. Must be called before Flask is imported; does nothing for `threading`."""
    if mode != "eventlet":
        return
    if "flask" in sys.modules:
        raise RuntimeError("patch() comes before anything imports Flask")
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # its resolver ignores mDNS and nsswitch
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces its own retirement at import
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch()


def offload(function: Callable[..., Any], *args: Any) -> Any:
    """Run a function that blocks or computes where it does not hold up the event loop.

    It must not touch locks, sockets or the push: those belong to the loop.
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


def on_eventlet() -> bool:
    """Whether the standard library was patched to cooperate."""
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("thread"))


class Push:
    """Sends to everybody in a view at once, and lets nobody's slowness grow the server's memory."""

    def __init__(self, socketio: Any, send_queue: int) -> None:
        self._socketio = socketio
        self._most = send_queue
        self._hear = socketio.server.eio.handlers["message"]
        socketio.server.eio.on("message", self._listen)
        self._views: dict[str, tuple[int, str, str]] = {}
        self._slices = itertools.cycle(range(SLICES))
        self._slice: dict[str, int] = {}

    def join(self, sid: str, meeting_id: int, view: str, language: str) -> None:
        """Remember what a connection looks at; a connection looks at one meeting at a time."""
        former = self._views.get(sid)
        if former == (meeting_id, view, language):
            return
        if former is not None:
            self._socketio.server.leave_room(sid, _room(*former, self._slice[sid]), namespace=NAMESPACE)
        self._views[sid] = (meeting_id, view, language)
        self._slice[sid] = next(self._slices)
        room = _room(meeting_id, view, language, self._slice[sid])
        self._socketio.server.enter_room(sid, room, namespace=NAMESPACE)

    def leave(self, sid: str) -> None:
        """Forget a connection."""
        self._views.pop(sid, None)
        self._slice.pop(sid, None)

    def views(self, meeting_id: int) -> set[tuple[str, str]]:
        """See live.tail.Audience."""
        return {(view, language) for meeting, view, language in self._views.values() if meeting == meeting_id}

    def show(self, meeting_id: int, view: str, language: str, batch: dict[str, Any]) -> None:
        """See live.tail.Audience."""
        self.tell_view(meeting_id, view, language, "panels", batch)

    def tell_officers(self, meeting_id: int, event: str, data: dict[str, Any]) -> None:
        """Send to those who run a meeting."""
        for view, language in self.views(meeting_id):
            if view in ("chair", "clerk"):
                self.tell_view(meeting_id, view, language, event, data)

    def tell_view(self, meeting_id: int, view: str, language: str, event: str, data: dict[str, Any]) -> None:
        """Send to everybody in a view, slice by slice: between two of them ballots are taken."""
        for number in range(SLICES):
            self.tell(_room(meeting_id, view, language, number), event, data)
            time.sleep(0)

    def tell(self, room: str, event: str, data: dict[str, Any]) -> None:
        """Send to a room. A device whose queue is full is dropped: it resumes by number when it reads again."""
        for sid, line in list(self._socketio.server.manager.get_participants(NAMESPACE, room)):
            if self._is_full(line):
                self.leave(sid)
                self._abort(line)
        self._socketio.emit(event, data, to=room, namespace=NAMESPACE)

    def _listen(self, line: str, message: Any) -> None:
        """Whoever does not read the answers is asked no more: they wait in the same queue as what is pushed."""
        if CUT in self._socketio.server.environ.get(line, ()):
            return
        if self._is_full(line):
            time.sleep(BREATH)
            if self._is_full(line):
                self._abort(line)
                return
        self._hear(line, message)

    def _is_full(self, line: str) -> bool:
        waiting = self._socketio.server.eio.sockets.get(line)
        return waiting is not None and waiting.queue.qsize() > self._most

    def _abort(self, line: str) -> None:
        """Cut without waiting: an orderly goodbye would stand behind everything that was not read.

        The connection's own reader notices the end of the stream and tidies up as for any other loss.
        """
        environ = self._socketio.server.environ.get(line)
        if environ is None or CUT in environ:
            return
        environ[CUT] = True  # what it had said before is still in the wire
        log.info("dropped a device that does not read")
        stream = environ["eventlet.input"].get_socket() if on_eventlet() else environ["werkzeug.socket"]
        with contextlib.suppress(OSError):  # it may be gone already
            stream.shutdown(socket.SHUT_RDWR)


class Json:
    """JSON for the sockets: Vietnamese letters as they are, which is a third shorter than escaped."""

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        """As text."""
        try:
            return msgspec.json.encode(value).decode()
        except UnicodeEncodeError:  # half a character that somebody sent, quoted back to them
            return json.dumps(value, separators=(",", ":"))

    @staticmethod
    def loads(text: str, **options: Any) -> Any:
        """From text; ValueError for what is no JSON."""
        return msgspec.json.decode(text)


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


class PacedListener:
    """Accepts one connection a turn of the loop: a hall that connects at once does not make everybody else wait."""

    def __init__(self, listener: Any) -> None:
        self._listener = listener

    def accept(self) -> Any:
        """The next connection, after everybody else has had a turn."""
        time.sleep(0)
        connection, address = self._listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # papers come three times as fast
        return connection, address

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listener, name)


class PacedRequests:
    """Begins one request a turn of the loop: a hall that opens its papers at once does not make ballots wait."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self._turnstile = Turnstile(1)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._turnstile:
            pass  # a place in the queue, not a permit: whoever is slow to read or write holds up nobody
        return self._app(environ, start_response)


def _room(meeting_id: int, view: str, language: str, number: int) -> str:
    return f"{meeting_id}:{view}:{language}:{number}"


def personal_room(meeting_id: int, seat_id: int) -> str:
    """The room of one person's devices in a meeting."""
    return f"{meeting_id}:seat:{seat_id}"


class Heartbeat:
    """Measures how long the event loop has stood still: support's first question."""

    EVERY = 0.02

    def __init__(self) -> None:
        self.worst_ms = 0.0

    def beat(self) -> None:
        """Run until the process ends."""
        while True:
            before = time.monotonic()
            time.sleep(self.EVERY)
            self.worst_ms = max(self.worst_ms, (time.monotonic() - before - self.EVERY) * 1000)

    def read(self, *, reset: bool) -> float:
        """The longest stall in milliseconds since the last reset."""
        worst = self.worst_ms
        if reset:
            self.worst_ms = 0.0
        return worst


def start(function: Callable[[], None], name: str) -> None:
    """Run a function beside the server: a greenlet under eventlet, else a thread."""
    threading.Thread(target=function, name=name, daemon=True).start()


def serve(app: Any, socketio: Any, *, host: str, port: int, mode: str, tls: tuple[str, str] | None) -> None:
    """Serve until SIGTERM or Ctrl+C."""
    gc.collect()
    gc.freeze()  # what is loaded now lives for ever: a full collection over it would stop every tablet
    gc.set_threshold(50_000, 20, 100)
    if mode != "eventlet":
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        with contextlib.suppress(KeyboardInterrupt):
            socketio.run(app, host=host, port=port, allow_unsafe_werkzeug=True, ssl_context=tls)
        return
    import eventlet  # noqa: PLC0415
    import eventlet.wsgi  # noqa: PLC0415

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = eventlet.listen((host, port), family=family, backlog=BACKLOG, reuse_port=False)
    if tls is not None:
        listener = eventlet.wrap_ssl(listener, certfile=tls[0], keyfile=tls[1], server_side=True)
    _until_told(
        eventlet.spawn(
            eventlet.wsgi.server,
            PacedListener(listener),
            app,
            max_size=MOST_CONNECTIONS,
            log_output=False,
            socket_timeout=60,
        )
    )


def _until_told(serving: Any) -> None:
    """Wait for SIGTERM, Ctrl+C, or whatever ends the server itself.

    A signal comes in the middle of whichever greenlet is running, and the libraries let nothing that happens in one
    connection end the server: an exception raised there would be lost. So the loop is asked to wake the one that waits.
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
