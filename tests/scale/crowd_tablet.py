"""One tablet: its socket, its unanswered messages, and how far it knows the meeting."""

import select
import socket
import ssl
from collections.abc import Callable, Iterator
from time import perf_counter

from tests.scale import wire

CHUNK = 32768
MAX_HEAD = 16384
WAITS = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
OnText = Callable[[bytes, float], None]


class Lost(Exception):  # noqa: N818 - said of a tablet
    """The connection ended, or the server refused this tablet."""


class Tablet:
    """`seq`: the journal number this tablet has seen; `heard`: (upto, moment, bytes) since last cleared; `received`:
    bytes that came over the wire so far.

    `last` is the newest batch as it came, JSON text: an event packet or the list of an answer.
    """

    def __init__(self, seat: int, cookie: str) -> None:
        self.seat, self.cookie = seat, cookie
        self.seq = 0
        self.last = b""
        self.heard: list[tuple[int, float, int]] = []
        self.sock: socket.socket | None = None
        self.outbox = bytearray()
        self.watched = 0
        self.ready = False
        self.received = 0
        self._inbox = b""
        self._upgraded = False
        self._inflate: wire.Inflater | None = None
        self._waiting: dict[int, OnText | None] = {}
        self._acks = 0
        self._tls: ssl.SSLContext | None = None
        self.secure = True
        self._hands_wait_to_write = False

    def connecting(self, sock: socket.socket, request: bytes, tls: ssl.SSLContext | None = None) -> None:
        """A new connection begins; what was known of the meeting stays known."""
        self._tls, self.secure = tls, tls is None
        self.sock, self.outbox, self._inbox = sock, bytearray(request), b""
        self.watched = select.EPOLLIN | select.EPOLLOUT
        self.ready = self._upgraded = False
        self._inflate = None
        self._waiting.clear()

    def closed(self) -> None:
        """The connection is over."""
        if self.sock is not None:
            self.sock.close()
        self.sock, self.ready = None, False
        self._waiting.clear()

    def shakes_hands(self) -> bool:
        """Go on with the handshake of TLS, if there is one; return whether it is over (`secure`)."""
        if self.secure or self._tls is None or self.sock is None:
            return True
        if not isinstance(self.sock, ssl.SSLSocket):
            self.sock = self._tls.wrap_socket(self.sock, do_handshake_on_connect=False)
        try:
            self.sock.do_handshake()
            self.secure = True
        except WAITS as wait:
            self._hands_wait_to_write = isinstance(wait, ssl.SSLWantWriteError)
        return self.secure

    def wants_to_write(self) -> bool:
        """Whether something waits for room on the wire."""
        return bool(self.outbox) if self.secure else self._hands_wait_to_write

    def expect(self, heard: OnText | None) -> int:
        """The ack number under which `heard(json_text, moment)` will get the answer."""
        self._acks += 1
        self._waiting[self._acks] = heard
        return self._acks

    def answered(self, number: int, text: bytes, moment: float) -> None:
        """An ack came back."""
        heard = self._waiting.pop(number, None)
        if heard is not None:
            heard(text, moment)

    def learn(self, upto: int, moment: float, batch: bytes) -> None:
        """The tablet now shows the meeting as of journal number `upto`."""
        self.seq, self.last = upto, batch
        self.heard.append((upto, moment, len(batch)))

    def knew(self, upto: int) -> float | None:
        """The moment when this tablet first showed `upto` or later, since `heard` was cleared."""
        return next((moment for seen, moment, _ in self.heard if seen >= upto), None)

    def packets(self) -> Iterator[tuple[bytes, float]]:
        """Read what is there; return whole packets with their moment of arrival. Lost at the stream's end."""
        if self.sock is None:
            return
        data, moment = self._receive(self.sock)
        if not self._upgraded:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                if len(data) > MAX_HEAD:
                    raise Lost("no end to the answer's head")
                self._inbox = data
                return
            self._inflate = wire.accepted(data[:end])
            self._upgraded, data = True, data[end + 4 :]
        used = 0
        for opcode, packed, payload, used in wire.frames(data):  # noqa: B007 - `used` is read after the loop
            if opcode == wire.CLOSE:
                raise Lost("closed by the server")
            if opcode == wire.PING:
                self.outbox += wire.frame(payload, wire.PONG)
            elif packed and self._inflate is not None:
                yield self._inflate(payload), moment
            else:
                yield payload, moment
        self._inbox = data[used:]

    def _receive(self, sock: socket.socket) -> tuple[bytes, float]:
        try:
            data = sock.recv(CHUNK)
            while isinstance(sock, ssl.SSLSocket) and sock.pending():
                data += sock.recv(CHUNK)
        except (BlockingIOError, *WAITS):
            return self._inbox, perf_counter()
        moment = perf_counter()
        self.received += len(data)
        if not data:
            raise Lost("closed by the server")
        return (self._inbox + data if self._inbox else data), moment
