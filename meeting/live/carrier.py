"""Carrier: hands the rest of an answer, a part of a file, to the process that carries papers (`carrying.py`).

The tablets know one port: the server decides, sends the head of the answer, and hands over its connection for as long
as the bytes flow. Should the process be missing, the caller sends the bytes itself; should it hang, it is ended and
started again. What only the server can write, TLS, goes to a thread of it (`ciphering.py`).
"""

import _socket
import array
import logging
import mmap
import os
import random
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from meeting.live.carrying import DONE, ORDER, TURNS, FilePart
from meeting.live.ciphering import Ciphering
from meeting.live.doorway import of_request

log = logging.getLogger(__name__)

PATIENCE = 100  # times a hundredth of a second, while so many papers are asked for at once that orders do not fit
LOOK_SECONDS = 4.0
"""About: hundreds who were handed over together do not all look in one turn of the loop."""
HANGS = 3
"""So many looks without a turn of the process, and it hangs: it takes one a second when nothing is to be done."""
BURIED = 1
"""So many looks more for the system to end it; a disk that does not answer may keep it for longer."""


class Carrier:
    """Starts the process when the first paper is asked for, and again should it end or hang."""

    def __init__(self) -> None:
        self._process: _Process | None = None
        self._starting = threading.Lock()
        self._ciphering = Ciphering()

    def carry(self, environ: Mapping[str, Any], file: int, place: int, count: int) -> bool:
        """Send `count` bytes of an open file from `place` to whoever asked, and return when they have them all.

        False when nothing was sent: the caller does it. Should it end on the way, the connection is cut.
        """
        found = of_request(environ)
        if found is None:
            return False
        _, caller = found
        if os.get_blocking(caller.stream.fileno()):
            return False
        try:
            wait, tell = os.pipe()
        except OSError:  # no descriptor is left
            return False
        span = FilePart(file, place, count)
        try:
            if hasattr(caller.stream, "cipher"):
                said = self._ciphering.carry(caller.stream, span, wait, tell)
            else:
                said = self._carried(caller.stream, span, wait, tell)
        finally:
            os.close(wait)
        if said and not said.endswith(DONE):
            caller.cut()
        return bool(said)

    def _carried(self, stream: Any, span: FilePart, wait: int, tell: int) -> bytes:
        """Return what the process said about an order; empty when it never got the order. Closes `tell`."""
        try:
            process = self._hand_over(ORDER.pack(span.place, span.length), [stream.fileno(), span.file, tell])
        finally:
            os.close(tell)
        return process.said(wait) if process is not None else b""

    def _hand_over(self, order: bytes, descriptors: list[int]) -> "_Process | None":
        """The process that has the order now."""
        rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", descriptors).tobytes())]
        try:
            for _ in range(PATIENCE):
                process = self._running()
                try:
                    process.orders.sendmsg([order], rights)
                except BlockingIOError:
                    time.sleep(0.01)
                except (BrokenPipeError, ConnectionResetError):  # it is ending: its descriptors go before it does
                    process.forget()
                else:
                    return process
        except OSError as error:
            log.warning("a paper could not be handed over: %s", error)
        return None

    def _running(self) -> "_Process":
        with self._starting:
            if self._process is None or self._process.has_ended():
                if self._process is not None:
                    log.error("the process that carries papers ended; it is started again")
                self._process = None  # should none be started now, the next one asked for is the first again
                self._process = _Process()
            return self._process


class _Process:
    """The process, and what the server has of it."""

    def __init__(self) -> None:
        self.orders, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self.orders.setblocking(False)
        seen = os.memfd_create("turns")
        try:
            os.truncate(seen, TURNS.size)
            self._seen = mmap.mmap(seen, TURNS.size)
            words = [sys.executable, "-m", "meeting.live.carrying", str(theirs.fileno()), str(seen)]
            self._child = subprocess.Popen(words, pass_fds=(theirs.fileno(), seen), stdin=subprocess.DEVNULL)
        finally:
            theirs.close()
            os.close(seen)
        self._ended = False

    def has_ended(self) -> bool:
        """Whether it takes no more orders."""
        return self._child.poll() is not None or self._ended  # asked first: the system forgets it then

    def forget(self) -> None:
        """It has closed its end: the next order goes to another."""
        self._ended = True

    def said(self, wait: int) -> bytes:
        """What it says of one order until it is through with it, or has ended. Nothing: nothing was sent.

        All who wait look on; a reader may be slow, so what counts is that the process itself takes no turn any more.
        """
        said, still, turns = b"", 0, self._turns()
        with selectors.DefaultSelector() as waiting:
            waiting.register(wait, selectors.EVENT_READ)
            while not said.endswith(DONE):
                if waiting.select(LOOK_SECONDS * random.uniform(0.75, 1.25)):  # noqa: S311 - no secret
                    more = os.read(wait, 1)
                    said += more
                    if not more:
                        break
                elif turns != (turns := self._turns()):
                    still = 0
                elif (still := still + 1) >= HANGS + BURIED:
                    return said + b"?"  # it may have sent something, and may yet
                elif still >= HANGS:
                    self._end()
        return said

    def _turns(self) -> int:
        return int(TURNS.unpack_from(self._seen)[0])

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            log.error("the process that carries papers hangs; it is ended")
            self._child.kill()
            self.orders.close()  # what nobody has taken goes back to those who wait
