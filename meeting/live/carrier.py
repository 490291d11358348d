"""Carrier: hands the rest of an answer, a part of a file, to the process that carries papers (`carrying.py`).

The tablets know one port: the server decides, sends the head of the answer, and hands over its connection for as long
as the bytes flow. Should the process be missing, or the connection be TLS, which only the server can write, the
caller sends the bytes itself.
"""

import _socket
import array
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from meeting.live.carrying import DONE, ORDER
from meeting.live.doorway import of_request
from meeting.live.server import on_eventlet

log = logging.getLogger(__name__)

PATIENCE = 100  # times a hundredth of a second, while so many papers are asked for at once that orders do not fit


class Carrier:
    """Starts the process when the first paper is asked for, and again should it end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: _socket.socket | None = None
        self._starting = threading.Lock()

    def carry(self, environ: Mapping[str, Any], file: int, place: int, count: int) -> bool:
        """Send `count` bytes of an open file from `place` to whoever asked, and return when they have them all.

        False when nothing was sent: the caller does it. Should it end on the way, the connection is cut.
        """
        found = of_request(environ)
        if found is None:
            return False
        _, caller = found
        if hasattr(caller.stream, "cipher") or os.get_blocking(caller.stream.fileno()):
            return False
        try:
            wait, tell = os.pipe()
        except OSError:  # no descriptor is left
            return False
        try:
            if not self._hand_over(ORDER.pack(place, count), [caller.stream.fileno(), file, tell], tell):
                return False
            os.set_blocking(wait, not on_eventlet())  # there, reading waits in the loop
            if os.read(wait, 1) != DONE:  # it is told so too when the process dies
                caller.cut()
        finally:
            os.close(wait)
        return True

    def _hand_over(self, order: bytes, descriptors: list[int], tell: int) -> bool:
        """Whether the process has it; `tell`, the end of the pipe that is its own, is closed here."""
        rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", descriptors).tobytes())]
        try:
            for _ in range(PATIENCE):
                try:
                    self._line().sendmsg([order], rights)
                    return True
                except BlockingIOError:
                    time.sleep(0.01)
        except OSError as error:
            log.warning("a paper could not be handed over: %s", error)
        finally:
            os.close(tell)
        return False

    def _line(self) -> _socket.socket:
        with self._starting:
            if self._orders is None or self._process is None or self._process.poll() is not None:
                self._start()
            assert self._orders is not None  # noqa: S101 - just made
            return self._orders

    def _start(self) -> None:
        if self._orders is not None:
            log.error("the process that carries papers ended; it is started again")
            self._orders.close()
        ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        try:
            ours.setblocking(False)
            words = [sys.executable, "-m", "meeting.live.carrying", str(theirs.fileno())]
            self._process = subprocess.Popen(words, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL)
        finally:
            theirs.close()
        self._orders = ours
