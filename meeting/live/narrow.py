"""Slow computations in a few operating-system threads, so that commits never wait for them.

Hashing a PIN takes a tenth of a second of processor time and 19 MiB. Two at a time leave the other processor to the
loop, and they run at a low priority, so ballots go first. When too many wait, people are asked to try again.
"""

import contextlib
import os
import threading
from _queue import SimpleQueue
from collections.abc import Callable
from typing import Any

from meeting.kernel.refusals import Refused, declare
from meeting.live.loop import on_eventlet, real_thread

THREADS = 2
MOST = 64
"""The most that wait or run. At twenty per second, the last one waits three seconds."""
NICE = 10

BUSY = declare(
    "live.busy",
    503,
    "Đang có quá nhiều người đăng nhập cùng lúc. Vui lòng thử lại sau ít giây, hoặc quét mã QR trên thẻ.",
)


class _Sum:
    """One computation, and the pipe that signals its end: a real thread must not touch objects of the loop."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._work = function, args
        self._result: Any = None
        self._error: BaseException | None = None
        self._wait, self._tell = os.pipe()
        os.set_blocking(self._wait, not on_eventlet())  # under eventlet, reading waits in the loop

    def do(self) -> None:
        """Compute, in the real thread."""
        function, args = self._work
        try:
            self._result = function(*args)
        except BaseException as error:
            self._error = error
        os.close(self._tell)  # the reader sees the end

    def outcome(self) -> Any:
        """Wait for the end in the caller, and return or raise the result."""
        try:
            os.read(self._wait, 1)
        finally:
            os.close(self._wait)
        if self._error is not None:
            raise self._error
        return self._result


class Narrow:
    """An Offload with `threads` threads. Raises Refused BUSY when `most` computations wait or run."""

    def __init__(self, threads: int = THREADS, most: int = MOST) -> None:
        self._threads = threads
        self._most = most
        self._asked = 0
        self._started = 0
        self._queue: SimpleQueue[_Sum] = SimpleQueue()
        self._count = threading.Lock()

    def __call__(self, function: Callable[..., Any], *args: Any) -> Any:
        """See store.engine.Offload. The function must not touch locks, sockets or the log: those belong to the loop."""
        with self._count:
            if self._asked >= self._most:
                raise Refused(BUSY)
            self._asked += 1
            if self._started < self._threads:
                self._started += 1
                real_thread(self._serve)
        try:
            return self._hand_in(function, args)
        finally:
            with self._count:
                self._asked -= 1

    def _hand_in(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        try:
            wanted = _Sum(function, args)
        except OSError:  # no descriptor is free for the pipe
            raise Refused(BUSY) from None
        self._queue.put(wanted)
        return wanted.outcome()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            self._queue.get().do()
