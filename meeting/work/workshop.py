"""The worker: a separate process for work that would block the server's event loop.

It never imports eventlet. A failed job is tried again; after the last attempt the people concerned are informed.
Nothing is lost when a worker dies: its lease ends.
"""

import dataclasses
import logging
import math
import threading
import time

from meeting.commands.submit import Commands
from meeting.config import Settings
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import Refused, _l
from meeting.settings.in_force import in_force
from meeting.signing.keyring import Keyring
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.work import jobs, routines
from meeting.work.tables import Job

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.3

REASON = 300
"""The most characters of a problem that are stored."""

DIED = _l("việc xử lý bị dừng giữa chừng nhiều lần")
"""The reason given when every attempt at a job stopped the worker."""

FAILED = _l("lỗi chương trình, nhật ký máy chủ có chi tiết")
"""The reason given when a job ended with an error: what a library says of it is in the log."""


@dataclasses.dataclass(frozen=True)
class Workshop:
    """The installation as a job sees it: settings, database, blobs, commands, clock and keys."""

    settings: Settings
    database: Database
    blobs: Blobs
    commands: Commands
    clock: Clock
    keyring: Keyring

    def chosen(self) -> Settings:
        """Return the settings in force, including those that an administrator chose on screen."""
        with self.database.read() as db:
            return in_force(db, self.settings)

    def work_until(self, stop: threading.Event, *, idle_seconds: float = math.inf) -> None:
        """Do jobs until `stop` is set, or until nothing came for `idle_seconds`.

        First releases jobs of dead workers.
        """
        self.database.gate.submit(jobs.release_dead)
        busy_at = looked = time.monotonic()
        while not stop.is_set() and time.monotonic() - busy_at < idle_seconds:
            if self.work_once():
                busy_at = time.monotonic()
            elif time.monotonic() - looked > routines.EVERY_SECONDS:
                looked = time.monotonic()
                routines.request_due(self.database, self.settings, self.clock())
            else:
                stop.wait(PAUSE_SECONDS)

    def work_once(self) -> bool:
        """Do one job. Returns False when no job waits."""
        taken = self.database.gate.submit(lambda db: jobs.lease(db, self.clock()))
        if taken is None:
            return False
        problem = DIED if taken.attempts > jobs.ATTEMPTS else self._do(taken)
        _, gives_up = jobs.registered()[taken.kind]
        if self.database.gate.submit(lambda db: jobs.finish(db, taken.id, problem)):
            self._give_up(gives_up, problem, taken)
        return True

    def _give_up(self, gives_up: jobs.Doer, problem: str, taken: Job) -> None:
        """Inform the people concerned. What keeps the job from being done may keep them from it too: other work goes
        on."""
        try:
            gives_up(self, problem, **taken.payload)
        except Exception:
            log.exception("nobody was informed that job %s failed", taken.kind)

    def _do(self, taken: Job) -> str:
        """Do a job. Returns the problem as a sentence of the catalogue, or an empty string."""
        doer, _ = jobs.registered()[taken.kind]
        try:
            doer(self, **taken.payload)
        except Exception as error:
            log.exception("job %s failed", taken.kind)
            return str(error)[:REASON] if isinstance(error, Refused) else FAILED
        return ""
