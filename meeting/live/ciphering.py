"""Ciphering: papers by TLS, written by an operating-system thread of the server instead of its loop.

A connection's keys are in the server, so nothing else can write to it. OpenSSL ciphers and writes without the
interpreter's lock, so the loop goes on meanwhile: it sees only a paper's first bytes and its end. Until then the
connection belongs to the thread; cutting it from outside ends the writing.
"""

import contextlib
import os
import ssl
import threading
from _queue import SimpleQueue
from typing import Any

from meeting.live.carrying import NICE, Carrying, FilePart, Load
from meeting.live.loop import on_eventlet, real_thread, unpatched

PIECE = 64 * 1024
"""Bytes for OpenSSL at a time: four records. They are read again for a slow reader, so that none are stored."""


class Ciphering:
    """The thread, started when the first paper is requested."""

    def __init__(self) -> None:
        self._loads: SimpleQueue[Load] = SimpleQueue()
        self._starting = threading.Lock()
        self._ring = -1

    def carry(self, stream: Any, span: FilePart, wait: int, tell: int) -> bytes:
        """Return what the thread says through the pipe once it has finished; empty when each connection has a
        thread."""
        try:
            if not on_eventlet():
                return b""
            self._begin()
            load = _Ciphered(stream, span, tell)
            tell = -1  # the thread closes it
        except OSError:  # no descriptor is left
            return b""
        finally:
            if tell >= 0:
                os.close(tell)
        self._loads.put(load)
        os.write(self._ring, b"!")
        os.set_blocking(wait, False)
        said = b""
        while more := os.read(wait, 8):  # waits in the loop
            said += more
        return said

    def _begin(self) -> None:
        with self._starting:
            if self._ring < 0:
                heard, self._ring = os.pipe()
                ready = unpatched("select").epoll()
                real_thread(lambda: self._work(heard, ready))

    def _work(self, heard: int, ready: Any) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)

        def take() -> Load:
            os.read(heard, 1)
            return self._loads.get()

        Carrying(heard, take, ready).run()


class _Ciphered(Load):
    """A load by TLS. The server owns connection and file, and keeps them open."""

    def __init__(self, stream: Any, span: FilePart, tell: int) -> None:
        super().__init__(stream.fileno(), span.file, tell, span.place, span.length)
        self._stream = stream._sslobj  # past eventlet, which would wait in the loop

    def move(self) -> int:
        piece = os.pread(self.file, min(self.left, PIECE), self.place)
        try:
            return int(self._stream.write(piece)) if piece else 0
        except ssl.SSLWantWriteError:
            raise BlockingIOError from None

    def close(self) -> None:
        os.close(self.tell)
