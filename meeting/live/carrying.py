"""The process that carries papers: it is handed open files and connections, and sends the one down the other.

Started by `carrier.py` as a program of its own. It knows no paper, no person and no rule: the server has decided, and
has sent the head of the answer. The system copies the bytes (sendfile), so a slow tablet costs a few descriptors and
no thread, and no byte of a paper passes through the server. The same loop runs in a thread of the server for the
connections that it alone can write (`ciphering.py`).
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
"""First byte, and number of bytes; with it come the connection, the file, and the pipe that tells the end."""
TURNS = struct.Struct("!Q")
"""How many turns the process has taken, in memory that the server sees: whoever hangs takes no more."""
DESCRIPTORS = 3
TAKEN, DONE = b"+", b"."
"""Told by the pipe: from now on something may have been sent; all has been sent. It is closed when no more will be."""
AT_ONCE = 512 * 1024
"""So many bytes of one paper at a time: everybody has a turn."""
STILL_SECONDS = 60.0
"""A reader who takes nothing for so long has gone."""
TURN_SECONDS = 1.0
NICE = 5  # ballots go first


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
        """Send a piece; its length in bytes. BlockingIOError: the reader takes no more just now."""
        return os.sendfile(self.reader, self.file, self.place, min(self.left, AT_ONCE))

    def close(self) -> None:
        """Nothing more is sent."""
        for descriptor in (self.reader, self.file, self.tell):
            os.close(descriptor)


class Carrying:
    """All loads that are on their way. `orders`: a descriptor on which something is to be read when one has come.

    `take` reads it: the load, None when there is nothing to be done, EOFError when there will be no more. `ready` is an
    epoll of one's own, `turned` is told each turn its number.
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
        """Carry until there will be no more orders."""
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
        except OSError:  # the system has no room; the closed pipe tells that nothing was sent
            load.close()
            return
        self._loads[load.reader] = load
        with contextlib.suppress(OSError):  # whoever asked has stopped waiting; sending fails too, then
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
        """Tell whether all was sent. The connection stays open in the server, so it must be forgotten here by name."""
        self._ready.unregister(load.reader)
        del self._loads[load.reader]
        with contextlib.suppress(OSError):
            if not load.left:
                os.write(load.tell, DONE)
        load.close()


def handed_over(orders: socket.socket) -> Load | None:
    """The next load that comes by a socket of packets."""
    order, descriptors, _, _ = socket.recv_fds(orders, ORDER.size, DESCRIPTORS)
    if not order:
        raise EOFError
    if len(descriptors) < DESCRIPTORS:  # there was no room for all; the closed pipe tells that nothing was sent
        for descriptor in descriptors:
            os.close(descriptor)
        return None
    reader, file, tell = descriptors
    return Load(reader, file, tell, *ORDER.unpack(order))


def main() -> None:
    """`python -m meeting.live.carrying ORDERS SEEN`: descriptors, by which orders come and where turns are counted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's, and the end of orders is the end here
    with contextlib.suppress(OSError):
        os.nice(NICE)
    orders, seen = socket.socket(fileno=int(sys.argv[1])), mmap.mmap(int(sys.argv[2]), TURNS.size)
    Carrying(
        orders.fileno(), lambda: handed_over(orders), select.epoll(), lambda turns: TURNS.pack_into(seen, 0, turns)
    ).run()


if __name__ == "__main__":
    main()
