"""The process that sends papers: it receives open files and connections, and copies one into the other.

Started by `carrier.py` as a separate program. It knows no papers, people or rules: the server has decided and has sent
the head of the answer. The system copies the bytes (sendfile), so a slow tablet costs a few descriptors and no thread,
and no byte passes through the server. The same loop runs in a thread of the server for TLS connections, which only the
server can write (`ciphering.py`).
"""

import contextlib
import dataclasses
import mmap
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

ORDER = struct.Struct("!QQ")
"""First byte and number of bytes. The connection, the file, and the pipe for the answer come with it."""
TURNS = struct.Struct("!Q")
"""The number of turns of the process, in memory shared with the server. It stops growing when the process hangs."""
DESCRIPTORS = 3
TAKEN, DONE = b"+", b"."
"""Sent through the pipe: sending begins; everything was sent. The pipe is closed when nothing more will be sent."""
AT_ONCE = 512 * 1024
"""The most bytes of one paper at a time, so that every reader gets a turn."""
STILL_SECONDS = 60.0
"""A reader who takes nothing for this long is treated as gone."""
TURN_SECONDS = 1.0
NICE = 5  # ballots have priority


class FilePart(NamedTuple):
    """A part of an open file: `length` bytes from `place` on."""

    file: int
    place: int
    length: int


@dataclasses.dataclass(eq=False)
class Load:
    """Bytes on their way to one reader: `left` of an open file from `place` on."""

    reader: int
    file: int
    tell: int
    place: int
    left: int
    moved_at: float = dataclasses.field(default_factory=time.monotonic)

    def move(self) -> int:
        """Send a piece and return its length in bytes. Raises BlockingIOError while the reader takes nothing."""
        return os.sendfile(self.reader, self.file, self.place, min(self.left, AT_ONCE))

    def close(self) -> None:
        """End the load."""
        for descriptor in (self.reader, self.file, self.tell):
            os.close(descriptor)


class Carrying:
    """All loads being sent. `orders`: a descriptor that becomes readable when a load arrives.

    `take` reads it: returns the load, or None when there is nothing to do; raises EOFError after the last order.
    `ready` is an epoll; `turned` is called each turn with its number.
    """

    def __init__(
        self, orders: int, take: Callable[[], Load | None], ready: Any, turned: Callable[[int], object] = bool
    ) -> None:
        self._orders = orders
        self._next = take
        self._ready = ready
        self._turned = turned
        self._ready.register(orders, select.EPOLLIN)
        self._loads: dict[int, Load] = {}

    def run(self) -> None:
        """Send until the last order is done."""
        swept, turns = time.monotonic(), 0
        while True:
            turns += 1
            self._turned(turns)
            for descriptor, _ in self._ready.poll(TURN_SECONDS):
                if descriptor == self._orders:
                    try:
                        self._take()
                    except EOFError:
                        return
                elif (load := self._loads.get(descriptor)) is not None:
                    self._move(load)
            if (now := time.monotonic()) > swept + TURN_SECONDS:
                swept = now
                for load in [each for each in self._loads.values() if each.moved_at < now - STILL_SECONDS]:
                    self._end(load)

    def _take(self) -> None:
        load = self._next()
        if load is None:
            return
        try:
            self._ready.register(load.reader, select.EPOLLOUT)
        except OSError:  # the system has no room; closing the pipe says that nothing was sent
            load.close()
            return
        self._loads[load.reader] = load
        with contextlib.suppress(OSError):  # the asker no longer waits; sending will fail too
            os.write(load.tell, TAKEN)
        self._move(load)

    def _move(self, load: Load) -> None:
        try:
            moved = load.move()
        except BlockingIOError:
            return
        except OSError:
            moved = 0
        load.place, load.left, load.moved_at = load.place + moved, load.left - moved, time.monotonic()
        if not moved or not load.left:
            self._end(load)

    def _end(self, load: Load) -> None:
        """Say whether everything was sent. The connection stays open in the server, so it must be unregistered here."""
        self._ready.unregister(load.reader)
        del self._loads[load.reader]
        with contextlib.suppress(OSError):
            if not load.left:
                os.write(load.tell, DONE)
        load.close()


def handed_over(orders: socket.socket) -> Load | None:
    """Return the next load from a socket of packets."""
    order, descriptors, _, _ = socket.recv_fds(orders, ORDER.size, DESCRIPTORS)
    if not order:
        raise EOFError
    if len(descriptors) < DESCRIPTORS:  # some descriptors did not fit; closing the pipe says that nothing was sent
        for descriptor in descriptors:
            os.close(descriptor)
        return None
    reader, file, tell = descriptors
    return Load(reader, file, tell, *ORDER.unpack(order))


def main() -> None:
    """`python -m meeting.live.carrying ORDERS SEEN`: descriptors for the orders and for the counter of turns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server handles Ctrl+C, and then closes the orders
    with contextlib.suppress(OSError):
        os.nice(NICE)
    orders, seen = socket.socket(fileno=int(sys.argv[1])), mmap.mmap(int(sys.argv[2]), TURNS.size)
    Carrying(
        orders.fileno(), lambda: handed_over(orders), select.epoll(), lambda turns: TURNS.pack_into(seen, 0, turns)
    ).run()


if __name__ == "__main__":
    main()
