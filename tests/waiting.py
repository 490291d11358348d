"""Pieces of work that wait for the writer together: handed in, in order, while the writer is kept busy."""

import threading
import time
from collections.abc import Callable, Sequence

from sqlalchemy import event
from sqlalchemy.orm import Session

from meeting.store.commits import BATCH_SECONDS
from meeting.store.database import Database


class Together:
    """Hands in work so that one batch takes all of it, or as few batches as possible."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held = threading.Event()
        self._go = threading.Event()
        self.commits = self.undone = 0

    def submit(self, works: Sequence[Callable[[Session], object]]) -> list[object]:
        """The answers of works for the gate, or what they raised, in order.

        `commits` and `undone` count the transactions after the one that kept the writer busy.
        """
        return self.call([lambda work=work: self._database.gate.submit(work) for work in works])  # type: ignore[misc]

    def call(self, requests: Sequence[Callable[[], object]]) -> list[object]:
        """The same for functions that each come to the gate once."""
        gate = self._database.gate
        answers: list[object] = [None] * len(requests)

        def hold(db: Session) -> None:
            self._held.set()
            self._go.wait(10)
            time.sleep(2 * BATCH_SECONDS)  # this work alone fills its batch; all others come into the next

        def run(place: int) -> None:
            try:
                answers[place] = requests[place]()
            except Exception as error:
                answers[place] = error

        threads = [threading.Thread(target=lambda: gate.submit(hold))]
        threads[0].start()
        self._held.wait(10)
        for place in range(len(requests)):
            threads.append(threading.Thread(target=run, args=(place,)))
            threads[-1].start()
            while gate.depth <= place:
                pass
        engine = gate._engine
        event.listen(engine, "commit", self._commit)
        event.listen(engine, "rollback", self._rollback)
        self._go.set()
        for thread in threads:
            thread.join()
        event.remove(engine, "commit", self._commit)
        event.remove(engine, "rollback", self._rollback)
        self.commits -= 1  # the commit of the work that kept the writer busy
        return answers

    def _commit(self, connection: object) -> None:
        self.commits += 1

    def _rollback(self, connection: object) -> None:
        self.undone += 1
