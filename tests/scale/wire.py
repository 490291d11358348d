"""What a tablet's browser writes and reads on the socket: RFC 6455 frames, Engine.IO 4, Socket.IO 5.

Only as much of each as the room uses, and cheap to read: five hundred tablets share one thread here, and a load client
that is itself the bottleneck measures nothing.
"""

import base64
import json
import os
import re
import zlib
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
NAMESPACE = b"/meeting"
CONNECT = b"40" + NAMESPACE + b","
EVENT = b"42" + NAMESPACE + b","
ACK = b"43" + NAMESPACE + b","
REFUSED = b"44" + NAMESPACE + b","
EIO_PING, EIO_PONG = b"2", b"3"
_TAIL = b"\x00\x00\xff\xff"


class WireError(Exception):
    """The server said something that a browser would not accept."""


def upgrade_request(host: str, port: int, cookie: str, *, secure: bool = False) -> bytes:
    """The HTTP request by which a current browser opens the live socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    origin = f"http{'s' if secure else ''}://{host}:{port}"
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\n"
        "Connection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nUpgrade: websocket\r\n"
        "User-Agent: Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.4 Mobile/15E148 Safari/604.1\r\n"
        f"Origin: {origin}\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate\r\n"
        f"Accept-Language: vi-VN,vi;q=0.9\r\nCookie: {cookie}\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    ).encode()


def accepted(head: bytes) -> "Inflater | None":
    """Read the answer to `upgrade_request`: how to inflate, or None when nothing is compressed.

    Raises WireError with the status line when the socket was refused.
    """
    status = head.split(b"\r\n", 1)[0]
    if b" 101 " not in status + b" ":
        raise WireError(status.decode("latin-1"))
    lower = head.lower()
    if b"permessage-deflate" not in lower:
        return None
    return Inflater(fresh=b"server_no_context_takeover" in lower)


class Inflater:
    """Unpacks compressed messages; `fresh` when the server forgets its dictionary after each."""

    def __init__(self, *, fresh: bool) -> None:
        self.fresh = fresh
        self._state = zlib.decompressobj(-15)

    def __call__(self, payload: bytes) -> bytes:
        message = self._state.decompress(payload + _TAIL)
        if self.fresh:
            self._state = zlib.decompressobj(-15)
        return message


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One final, masked frame, as every client must send."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0xFF)) + size.to_bytes(8, "big")
    mask = os.urandom(4)
    stream = (mask * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")
    return head + mask + masked.to_bytes(size, "big")


def frames(data: bytes) -> Iterator[tuple[int, bool, bytes, int]]:
    """The whole frames at the front of `data`: (opcode, compressed, payload, offset of what follows)."""
    start, end = 0, len(data)
    while end - start >= 2:
        first, size = data[start], data[start + 1]
        body = start + 2
        if size & 0x80 or not first & 0x80:
            raise WireError("masked or split frame from the server")
        if size == 126:
            body, size = start + 4, int.from_bytes(data[start + 2 : start + 4], "big")
        elif size == 127:
            body, size = start + 10, int.from_bytes(data[start + 2 : start + 10], "big")
        if body > end or body + size > end:
            return
        start = body + size
        yield first & 0x0F, bool(first & 0x40), data[body:start], start


def event(name: str, body: object, ack: int | None = None) -> bytes:
    """A Socket.IO event packet; with `ack` the server is asked to answer under that number."""
    number = b"" if ack is None else str(ack).encode()
    return EVENT + number + json.dumps([name, body], separators=(",", ":"), ensure_ascii=False).encode()


def answer(packet: bytes) -> tuple[int, bytes]:
    """Split an ack packet into its number and the JSON list of what was answered."""
    cut = packet.index(b"[", len(ACK))
    return int(packet[len(ACK) : cut]), packet[cut:]


def number(packet: bytes, key: re.Pattern[bytes]) -> int:
    """The integer found by one of the patterns below, without reading the rest; -1 when it is not there.

    HTML inside the JSON has its quotes escaped, so `"upto":` can only be a real key.
    """
    found = key.search(packet)
    return int(found[1]) if found else -1


AFTER = re.compile(rb'"after": ?(\d+)')
UPTO = re.compile(rb'"upto": ?(\d+)')
