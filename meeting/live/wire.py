"""Frames on the wire: a message to many tablets is framed and compressed once.

By default the server would compress every message for every tablet: 20 µs and 160 kB of memory each, and a millisecond
for a panel of 57 kB. Without context takeover (RFC 7692, 7.1.1) a compressed message is independent, so one frame
serves everybody in a view. Short messages are not compressed.
"""

import ssl
import struct
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from meeting.live import doorway
from meeting.live.sockets import MESSAGE, Packet

LINE = "meeting.line"
"""The key of a connection's `ClientLine` in its environ, held weakly so that a closed connection leaves nothing."""
OFFER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
SMALLEST = 1024  # characters; a shorter message fits into one packet anyway
KEPT = 16  # of the latest messages, because several views are updated at the same time
_LEVEL = 6
_TEXT, _COMPRESSED, _FINAL = 0x1, 0x40, 0x80
_TAIL = b"\x00\x00\xff\xff"


class OneCompression:
    """Reduces the browser's compression offer to the one form whose frames can be shared, or to none."""

    def __init__(self, app: Callable[..., Any], *, shared: bool) -> None:
        self._app = app
        self._shared = shared

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """See PEP 3333."""
        offered = environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
        if self._shared and "permessage-deflate" in offered:
            environ["HTTP_SEC_WEBSOCKET_EXTENSIONS"] = OFFER
        return self._app(environ, start_response)


class Alone(str):
    """A message for one client: its text is sent to nobody else."""

    __slots__ = ()


class OwnPacket(Packet):  # type: ignore[misc]
    """A packet for one client, which keeps nothing once it is encoded.

    The library keeps the last packet it wrote until the next one. After a storm that would be the whole state, twice,
    for each of five hundred tablets.
    """

    data: Any

    def encode(self, b64: bool = False) -> str:
        """Return the text, once only."""
        text, self.data = Alone(f"{self.packet_type}{self.data}"), ""
        return text


class Frames:
    """Makes text frames and remembers the long ones: the same text object gives the same frame."""

    def __init__(self) -> None:
        self._latest: OrderedDict[tuple[int, bool], tuple[str, bytes]] = OrderedDict()

    def of(self, text: str, *, deflates: bool) -> bytes:
        """Return the frame of a message, compressed if `deflates`."""
        if len(text) < SMALLEST:
            return frame(text.encode())
        if isinstance(text, Alone):
            return _long(text.encode(), deflates)
        name = (id(text), deflates)
        known = self._latest.get(name)
        if known is None or known[0] is not text:  # keep the text, so that its id is not reused
            known = self._latest[name] = (text, _long(text.encode(), deflates))
            while len(self._latest) > KEPT:
                self._latest.popitem(last=False)
        return known[1]


class ClientLine:
    """One client's websocket, which sends shared frames."""

    def __init__(self, websocket: Any, frames: Frames, start: Callable[..., Any]) -> None:
        """`start` runs a function beside everything else."""
        self._websocket = websocket
        self._frames = frames
        self._start = start
        self._deflates = "permessage-deflate" in websocket.extensions
        stream = websocket.socket
        ciphered = getattr(stream, "_sslobj", None)
        self._write = ciphered.write if ciphered is not None else stream.fd.send

    def send(self, text: str) -> None:
        """Send one message, after those that are waiting."""
        self._websocket._send(self._frames.of(text, deflates=self._deflates))

    def is_idle(self) -> bool:
        """Return whether nothing is being sent or waiting."""
        taken = self._websocket._sendlock
        return not taken.locked() and not taken._waiters

    def send_at_once(self, text: str) -> None:
        """Send one message on an idle line at once. What does not fit into the buffer is sent by a task afterwards."""
        rest = self._frames.of(text, deflates=self._deflates)
        try:
            rest = rest[self._write(rest) :]
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            pass
        except OSError:  # the client has gone; its reader notices
            return
        if rest:
            self._websocket._sendlock.acquire()  # free, because the line is idle: no other message can come in between
            self._start(self._finish, rest)

    def _finish(self, rest: bytes) -> None:
        try:
            self._websocket.socket.sendall(rest)
        except (OSError, EOFError):  # half a message cannot be repaired
            known = doorway.of_request(self._websocket.environ)
            if known is not None:
                known[1].cut()
        finally:
            self._websocket._sendlock.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._websocket, name)


def share_frames(server: Any) -> None:
    """Make a Socket.IO server on eventlet send shared frames, and forget messages to one client."""
    eio, frames = server.eio, Frames()
    make = eio._async["websocket"]

    def websocket(handler: Callable[[Any], Any], engine: Any) -> Any:
        def answer(opened: Any) -> Any:
            if not hasattr(opened, "extensions"):
                return handler(opened)
            line = ClientLine(opened, frames, eio.start_background_task)
            opened.environ[LINE] = weakref.ref(line)
            return handler(line)

        return make(answer, engine)

    eio._async = eio._async | {"websocket": websocket}
    eio.send = lambda line, data: eio.send_packet(line, OwnPacket(MESSAGE, data))


def send_at_once(server: Any) -> None:
    """Make a Socket.IO server write directly to an idle client instead of waking the client's writer task.

    For each message to each tablet the library queues a packet and wakes a task, which costs five times the system
    call. Slow readers have something on the way, and their messages wait in the queue.
    """
    eio, queue = server.eio, server.eio.send_packet

    def send_packet(sid: str, message: Packet) -> None:
        client = eio.sockets.get(sid)
        if client is not None and client.upgraded and not client.closing and client.queue.empty():
            named = server.environ.get(sid, {}).get(LINE)
            line = named() if named is not None else None
            if line is not None and line.is_idle():
                line.send_at_once(message.encode())
                return
        queue(sid, message)

    eio.send_packet = send_packet


def frame(content: bytes, *, compressed: bool = False) -> bytes:
    """Return a whole text message in one frame from the server (RFC 6455, 5.2)."""
    first = _FINAL | _TEXT | (_COMPRESSED if compressed else 0)
    length = len(content)
    if length < 126:
        return struct.pack("!BB", first, length) + content
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length) + content
    return struct.pack("!BBQ", first, 127, length) + content


def _long(content: bytes, deflates: bool) -> bytes:
    if not deflates:
        return frame(content)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    short = deflate.compress(content) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return frame(short.removesuffix(_TAIL), compressed=True)
