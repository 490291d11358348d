"""Frames on the wire: a message to a view is compressed once, and is the same frame for everybody in it."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest

from tests.live.conftest import OpenHall
from tests.live.hall import Hall
from tests.nursery import Nursery
from tests.scale import wire

PANELS = wire.EVENT + b'["panels"'


class Raw:
    """A tablet that keeps every frame as it came."""

    def __init__(self, hall: Hall, who: str, *, deflates: bool, room: int = 0) -> None:
        """`room`: bytes that the network card keeps for it; 0: as many as the system likes."""
        browser = hall.browser(who)
        request = wire.upgrade_request("127.0.0.1", hall.server.port, browser.cookie)
        if not deflates:
            request = request.replace(b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n", b"")
        self._stream = socket.socket()
        self._stream.settimeout(10)
        if room:
            self._stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self._stream.connect(("127.0.0.1", hall.server.port))
        self._stream.sendall(request)
        self._kept = b""
        head = self._until(b"\r\n\r\n")
        self.inflate = wire.accepted(head)
        self.frames = self._read()
        self.says(b"40/meeting,")

    def resumes(self) -> None:
        """Look at the meeting."""
        self.says(wire.event("resume", {"meeting": 1, "seq": 0}, 0))
        self.hears(wire.ACK)

    def hears(self, start: bytes) -> tuple[bool, bytes, bytes]:
        """The next message that begins so: (compressed, its bytes on the wire, its text)."""
        for opcode, compressed, payload in self.frames:
            assert opcode == wire.TEXT
            if compressed:
                assert self.inflate is not None
            text = self.inflate(payload) if compressed and self.inflate else payload
            if text == wire.EIO_PING:
                self.says(wire.EIO_PONG)
            if text.startswith(start):
                return compressed, payload, text
        raise AssertionError("the server hung up")

    def says(self, text: bytes, opcode: int = wire.TEXT) -> None:
        """Send one message."""
        self._stream.sendall(wire.frame(text, opcode))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._kept:
            self._kept += self._stream.recv(65536)
        head, _, self._kept = self._kept.partition(mark)
        return head

    def _read(self) -> Iterator[tuple[int, bool, bytes]]:
        while True:
            for opcode, compressed, payload, _ in list(wire.frames(self._kept)):
                yield opcode, compressed, payload
            self._kept = self._kept[max((end for *_, end in wire.frames(self._kept)), default=0) :]
            more = self._stream.recv(65536)
            if not more:
                return
            self._kept += more


@pytest.fixture
def raw(hall: Hall) -> Iterator[Callable[..., Raw]]:
    """Connect somebody's tablet: `raw("lan", deflates=True)`."""
    tablets: list[Raw] = []

    def connect(who: str, *, deflates: bool) -> Raw:
        tablets.append(Raw(hall, who, deflates=deflates))
        return tablets[-1]

    yield connect
    for tablet in tablets:
        tablet.close()


def test_a_view_gets_one_frame_that_is_compressed_once(hall: Hall, nursery: Nursery, raw: Callable[..., Raw]) -> None:
    lan, nam, clerk = raw("lan", deflates=True), raw("nam", deflates=True), hall.tablet("ha")
    for tablet in (lan, nam):
        tablet.resumes()
    head = hall.opens(clerk)
    first, second = lan.hears(PANELS), nam.hears(PANELS)
    assert first == second
    compressed, payload, text = first
    assert json.loads(text.partition(b",")[2])[1]["upto"] == head
    if nursery.mode == "threading":  # the mode without eventlet: nothing is compressed there
        assert lan.inflate is None
        return
    assert lan.inflate is not None
    assert lan.inflate.fresh, "a frame can be shared only when each stands by itself"
    assert compressed
    assert 2 * len(payload) < len(text)


def test_a_short_message_is_sent_uncompressed(raw: Callable[..., Raw]) -> None:
    lan = raw("lan", deflates=True)
    lan.says(wire.event("beat", {}, 1))
    compressed, _, text = lan.hears(wire.ACK + b"1")
    assert not compressed
    assert b"now" in text


def test_a_client_without_compression_gets_the_same(hall: Hall, raw: Callable[..., Raw]) -> None:
    plain, clerk = raw("nam", deflates=False), hall.tablet("ha")
    assert plain.inflate is None
    plain.resumes()
    head = hall.opens(clerk)
    compressed, _, text = plain.hears(PANELS)
    assert not compressed
    assert json.loads(text.partition(b",")[2])[1]["upto"] == head


@pytest.mark.parametrize("nursery", ["eventlet"], indirect=True)  # a thread waits in the middle of a write
def test_a_slow_reader_gets_every_message_complete_and_in_order(open_hall: OpenHall) -> None:
    """While half of a message is sent, nothing comes in between: no other message, and no answer to a ping."""
    hall = open_hall(send_queue="1000")
    slow, clerk, changes = Raw(hall, "khoa", deflates=False, room=4096), hall.tablet("ha"), 30
    slow.resumes()
    for n in range(changes):
        for item in hall.items:  # each change carries everything under the other items
            conclusion = {"item_id": item, "text": f"{n} " + "ế" * 19_000, "version": n}
            head = hall.submits(clerk, "conduct.record_conclusion", **conclusion)["upto"]
        slow.says(b"still there?", wire.PING)
        slow.says(wire.EIO_PONG)
    told, pongs = [0], 0
    while told[-1] < head or pongs < changes:
        opcode, _, payload = next(slow.frames)
        if opcode == wire.PONG:
            assert payload == b"still there?"
            pongs += 1
        elif payload.startswith(PANELS):
            told.append(json.loads(payload.partition(b",")[2])[1]["upto"])
    assert told == sorted(set(told))
    slow.close()
