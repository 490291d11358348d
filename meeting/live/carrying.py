"""The process that carries papers: it is handed open files and connections, and sends the one down the other.

Started by `carrier.py` as a program of its own. It knows no paper, no person and no rule: the server has decided, and
has sent the head of the answer. The system copies the bytes (sendfile), so a slow tablet costs a few descriptors and
no thread, and no byte of a paper passes through the server.
"""

import contextlib
import dataclasses
import os
import select
import signal
import socket
import struct
import sys
import time

ORDER = struct.Struct("!QQ")
"""First byte, and number of bytes; with it come the connection, the file, and the pipe that tells the end."""
DESCRIPTORS = 3
DONE = b"."
AT_ONCE = 512 * 1024
"""So many bytes of one paper at a time: everybody has a turn."""
STILL_SECONDS = 60.0
"""A reader who takes nothing for so long has gone."""
NICE = 5  # ballots go first


@dataclasses.dataclass(eq=False)
class Load:
    """Bytes on their way to one reader."""

    reader: int
    file: int
    tell: int
    place: int
    left: int
    moved_at: float


class Carrying:
    """All loads that are on their way; orders come by `orders`, a socket of packets."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._ready = select.epoll()
        self._ready.register(orders, select.EPOLLIN)
        self._loads: dict[int, Load] = {}

    def run(self) -> None:
        """Carry until the server is gone."""
        swept = time.monotonic()
        while True:
            for descriptor, _ in self._ready.poll(1.0):
                if descriptor == self._orders.fileno():
                    if not self._take():
                        return
                elif (load := self._loads.get(descriptor)) is not None:
                    self._move(load)
            if (now := time.monotonic()) > swept + 1:
                swept = now
                for load in [each for each in self._loads.values() if each.moved_at < now - STILL_SECONDS]:
                    self._end(load)

    def _take(self) -> bool:
        """The next order; False when there will be none."""
        order, descriptors, _, _ = socket.recv_fds(self._orders, ORDER.size, DESCRIPTORS)
        if not order:
            return False
        if len(descriptors) < DESCRIPTORS:  # there was no room for all; the closed pipe tells that nothing was sent
            for descriptor in descriptors:
                os.close(descriptor)
            return True
        reader, file, tell = descriptors
        place, left = ORDER.unpack(order)
        load = self._loads[reader] = Load(reader, file, tell, place, left, time.monotonic())
        self._ready.register(reader, select.EPOLLOUT)
        self._move(load)
        return True

    def _move(self, load: Load) -> None:
        try:
            moved = os.sendfile(load.reader, load.file, load.place, min(load.left, AT_ONCE))
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
        for descriptor in (load.reader, load.file, load.tell):
            os.close(descriptor)


def main() -> None:
    """`python -m meeting.live.carrying NUMBER`, where NUMBER is the descriptor by which orders come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's, and the end of orders is the end here
    with contextlib.suppress(OSError):
        os.nice(NICE)
    Carrying(socket.socket(fileno=int(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
