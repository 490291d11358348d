"""The worker: a plain process beside the server that does what would hold up an event loop.

It never imports eventlet. A job that fails is tried again; after the last attempt the people
concerned are told. A worker that dies loses nothing: its lease runs out.
"""

import dataclasses
import logging
import math
import threading
import time

from meeting.commands.submit import Commands
from meeting.config import Settings
from meeting.kernel.clock import Clock
from meeting.settings.in_force import in_force
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.work import jobs, routines
from meeting.work.tables import Job

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.3

REASON = 300
"""Letters of a problem that are kept: a library may repeat a whole page in its own."""

DIED = "việc xử lý bị dừng giữa chừng nhiều lần"
"""Why a job is given up that took the worker down with it every time."""


@dataclasses.dataclass(frozen=True)
class Workshop:
    """What a job may use."""

    settings: Settings
    database: Database
    blobs: Blobs
    commands: Commands
    clock: Clock

    def chosen(self) -> Settings:
        """The settings in force: what an officer has chosen on screen counts."""
        with self.database.read() as db:
            return in_force(db, self.settings)

    def work_until(self, stop: threading.Event, *, idle_seconds: float = math.inf) -> None:
        """Do jobs as they come, until told to stop or idle for so long; first what a worker now dead had taken."""
        self.database.gate.submit(jobs.release_dead)
        busy_at = looked = time.monotonic()
        while not stop.is_set() and time.monotonic() - busy_at < idle_seconds:
            if self.work_once():
                busy_at = time.monotonic()
            elif time.monotonic() - looked > routines.EVERY_SECONDS:
                looked = time.monotonic()
                routines.order_due(self.database, self.settings, self.clock())
            else:
                stop.wait(PAUSE_SECONDS)

    def work_once(self) -> bool:
        """Do one job; False when there is none."""
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
        """Do a job; what went wrong, or nothing."""
        doer, _ = jobs.registered()[taken.kind]
        try:
            doer(self, **taken.payload)
        except Exception as error:
            log.exception("job %s failed", taken.kind)
            return (str(error) or type(error).__name__)[:REASON]
        return ""
