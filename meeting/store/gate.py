"""The gate: every write passes here, one transaction at a time, and those waiting are taken together.

While one transaction is being made durable the next batch gathers, so a hundred ballots
that arrive at once cost a few commits instead of a hundred, and each is acknowledged only
after the commit that holds it. Each piece of work runs in its own savepoint: one that is
refused takes nothing of its neighbours with it. Nothing inside a transaction may wait.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from meeting.kernel.refusals import Refused, declare

T = TypeVar("T")
Work = Callable[[Session], T]

BATCH_MOST = 64
BATCH_SECONDS = 0.010  # a batch stops growing here, so that the event loop is never held longer

STORAGE_DOWN = declare(
    "store.unavailable", 503, "Máy chủ chưa ghi được dữ liệu (đĩa đầy hoặc lỗi đĩa). Chưa có gì thay đổi, hãy thử lại."
)

log = logging.getLogger(__name__)


class _Place:
    """One piece of work in the queue, and what became of it."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None


class Gate:
    """Hands work to the one writer and gives back its result once it is durable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Place] = deque()
        self._some = threading.Semaphore(0)
        self._started = threading.Lock()
        self._writer: threading.Thread | None = None

    def submit(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its result after the commit; raises what it raised."""
        place = _Place(work)
        self._start()
        self._waiting.append(place)
        self._some.release()
        place.done.wait()
        if place.error is not None:
            raise place.error
        return place.result  # type: ignore[no-any-return]

    @property
    def depth(self) -> int:
        """How many pieces of work wait."""
        return len(self._waiting)

    def _start(self) -> None:
        with self._started:
            if self._writer is None:
                self._writer = threading.Thread(target=self._serve, name="writer", daemon=True)
                self._writer.start()

    def _serve(self) -> None:
        while True:
            self._some.acquire()
            if self._waiting:
                self._transact()

    def _transact(self) -> None:
        """One transaction with as much of the queue as fits; then everybody in it is told."""
        taken: list[_Place] = []
        try:
            with Session(self._engine, expire_on_commit=False, autoflush=False) as db, db.begin():
                self._fill(db, taken)
        except Exception as error:
            log.exception("transaction failed")
            refused = Refused(STORAGE_DOWN) if isinstance(error, DBAPIError) else error
            if not taken and self._waiting:  # it failed before any work began
                taken.append(self._waiting.popleft())
            for place in taken:
                place.error = refused
        for place in taken:
            place.done.set()

    def _fill(self, db: Session, taken: list[_Place]) -> None:
        until = time.monotonic() + BATCH_SECONDS
        while self._waiting and len(taken) < BATCH_MOST:
            place = self._waiting.popleft()
            taken.append(place)
            try:
                with db.begin_nested():
                    place.result = place.work(db)
            except DBAPIError:
                raise
            except Exception as error:
                place.error = error
            if time.monotonic() > until:
                break
