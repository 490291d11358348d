"""The gate: every write passes here, one transaction at a time; waiting writes share a transaction.

While one transaction is being made durable, the next batch gathers. So a hundred ballots that arrive at once cost a few
commits instead of a hundred, and each is acknowledged only after the commit that contains it. When one of a batch is
refused or fails, the batch is rolled back and each half is done again in its own transaction, down to the one that
failed, so that nobody is affected by another's failure. Work must therefore only read and write its session. Nothing
may wait inside a transaction.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from meeting.kernel.refusals import Refused
from meeting.store.disk import STORAGE_DOWN
from meeting.store.nudges import Teller
from meeting.store.plain import keep_line
from meeting.store.rows import write_out

T = TypeVar("T")
Work = Callable[[Session], T]

BATCH_MOST = 400
BATCH_SECONDS = 0.006  # a batch stops growing here, so that the event loop is never held longer

log = logging.getLogger(__name__)


class _Place:
    """One piece of work in the queue, and its result."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None


class _Writing(Session):
    """A transaction's session. Rows read by one work are kept for the next; a plain session would discard them."""


@event.listens_for(_Writing, "loaded_as_persistent")
def _keep(db: Session, row: object) -> None:
    db.info.setdefault("kept", []).append(row)


class Gate:
    """Hands work to the one writer and gives back its result once it is durable."""

    def __init__(self, engine: Engine, teller: Teller | None = None) -> None:
        """`teller`: sends nudges to the installation's other servers, where there may be any."""
        self._engine = engine
        self._teller = teller
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
        """Return the number of waiting pieces of work."""
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
        """Run one transaction with as much of the queue as fits, then answer everybody in it."""
        taken: list[_Place] = []
        try:
            self._commit(self._next(taken))
        except Exception as error:
            if not taken and self._waiting:  # it failed before any work began
                taken.append(self._waiting.popleft())
            self._again(taken, error)
        for place in taken:
            place.done.set()

    def _next(self, taken: list[_Place]) -> Iterator[_Place]:
        """Yield the waiting work in order, until the batch is full."""
        until = time.monotonic() + BATCH_SECONDS
        while self._waiting and len(taken) < BATCH_MOST:
            taken.append(self._waiting.popleft())
            yield taken[-1]
            if time.monotonic() > until:
                return

    def _again(self, failed: list[_Place], error: Exception) -> None:
        """Do each half of a batch again in a separate transaction, after one work was refused or failed."""
        if len(failed) <= 1:
            for place in failed:
                self._fail(place, error)
            return
        middle = len(failed) // 2
        for half in (failed[:middle], failed[middle:]):
            try:
                self._commit(half)
            except Exception as own:
                self._again(half, own)

    def _fail(self, place: _Place, error: Exception) -> None:
        if isinstance(error, DBAPIError):
            log.error("transaction failed: %s", error.orig)  # never the values: they may be somebody's choice
        place.error = Refused(STORAGE_DOWN) if isinstance(error, DBAPIError) else error

    def _commit(self, places: Iterable[_Place]) -> None:
        """Do some work in one transaction and make it durable."""
        with _Writing(self._engine, expire_on_commit=False, autoflush=False) as db, db.begin():
            keep_line(db)  # begin now: waiting for it must not use up the batch's time
            if self._teller is not None:
                self._teller.begin(db)
            for place in places:
                place.result = place.work(db)
            write_out(db)
            if self._teller is not None:
                self._teller.tell(db)
