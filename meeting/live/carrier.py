"""Carrier: hands the rest of an answer (part of a file) to the process that sends papers (`carrying.py`).

Tablets know only one port. The server decides, sends the head of the answer, and lends its connection to the process
while the bytes flow. Without the process the caller sends the bytes itself; a process that hangs is killed and
restarted. TLS, which only the server can write, goes to one of its threads (`ciphering.py`).
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

PATIENCE = 100  # in hundredths of a second: how long to wait when too many orders are on their way
LOOK_SECONDS = 4.0
"""About how often a waiting sender looks whether the process works. Randomised, so that hundreds of senders that
began together do not all look in one turn of the loop."""
HANGS = 3
"""After this many looks without a turn of the process it counts as hanging: an idle process takes one a second."""
BURIED = 1
"""After this many more looks stop waiting for its death; a dead disk may keep it alive for longer."""


class Carrier:
    """Starts the process when the first paper is requested, and again when it ends or hangs."""

    def __init__(self) -> None:
        self._process: _Process | None = None
        self._starting = threading.Lock()
        self._ciphering = Ciphering()

    def carry(self, environ: Mapping[str, Any], file: int, place: int, count: int) -> bool:
        """Send `count` bytes of an open file from `place` to the client; return when they are sent.

        Returns False when nothing was sent: then the caller must do it. If the process ends midway, the connection is
        cut.
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
        """Return the process that took the order, or None."""
        rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", descriptors).tobytes())]
        try:
            for _ in range(PATIENCE):
                process = self._running()
                try:
                    process.orders.sendmsg([order], rights)
                except BlockingIOError:
                    time.sleep(0.01)
                except (BrokenPipeError, ConnectionResetError):  # it is ending, with its descriptors closed first
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
                self._process = None  # if starting fails, the next request starts the first process again
                self._process = _Process()
            return self._process


class _Process:
    """The process, and the server's connections to it."""

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
        """Return whether the process has stopped taking orders."""
        return self._child.poll() is not None or self._ended  # poll first: it removes a dead process

    def forget(self) -> None:
        """Note that the process has closed its end: the next order goes to another process."""
        self._ended = True

    def said(self, wait: int) -> bytes:
        """Return what it says about one order until it has finished it, or has ended. Empty: nothing was sent.

        Everybody who waits watches it. A reader may be slow, so what counts is whether the process itself takes turns.
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
                    return said + b"?"  # it may have sent something, and may still do so
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
            self.orders.close()  # orders not yet taken fail, and their senders do the work themselves
