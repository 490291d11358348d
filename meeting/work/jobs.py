"""The table of jobs: request in the caller's transaction, lease, finish. A job whose worker died is leased again."""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from meeting.kernel.registry import Registry
from meeting.work.tables import Job, JobState

LEASE = timedelta(minutes=3)
ATTEMPTS = 3

Doer = Callable[..., None]
_KINDS: Registry[str, tuple[Doer, Doer]] = Registry("job")


def job(kind: str, *, gives_up: Doer) -> Callable[[Doer], Doer]:
    """Decorate `doer(workshop, **payload)`, which does jobs of this kind.

    `gives_up(workshop, reason, **payload)` informs the people concerned when the last attempt has failed.
    """

    def define(doer: Doer) -> Doer:
        _KINDS.define(doer.__module__, kind, (doer, gives_up))
        return doer

    return define


def register(module: ModuleType) -> None:
    """Register a module's jobs in this process (features.py calls this for the worker)."""
    _KINDS.take(module)


def registered() -> dict[str, tuple[Doer, Doer]]:
    """Return (doer, gives_up) of each kind."""
    return _KINDS.known


def enqueue(db: Session, kind: str, now: datetime, **payload: int | str) -> None:
    """Request a job. It exists only if the transaction commits."""
    db.add(Job(kind=kind, payload=payload, ordered_at=now))


def is_open(db: Session, kind: str) -> bool:
    """Return whether a job of this kind waits or is running."""
    open_states = (JobState.WAITING, JobState.RUNNING)
    return bool(db.scalar(select(exists().where(Job.kind == kind, Job.state.in_(open_states)))))


def are_wanted(db: Session) -> bool:
    """Return whether a worker is needed: a job waits, or was running when its worker died."""
    return bool(db.scalar(select(exists().where(Job.state.in_((JobState.WAITING, JobState.RUNNING))))))


def lease(db: Session, now: datetime) -> Job | None:
    """Lease and return the oldest job that waits or whose lease has ended; None when no job waits.

    A job leased more than ATTEMPTS times has stopped its workers: the caller gives it up.
    """
    ended = or_(Job.leased_until < now, Job.leased_until > now + LEASE)  # later than any lease: the clock was set back
    free = or_(Job.state == JobState.WAITING, (Job.state == JobState.RUNNING) & ended)
    taken = db.scalar(select(Job).where(free).order_by(Job.id).limit(1).with_for_update(skip_locked=True))
    if taken is not None:
        taken.state, taken.leased_until, taken.worker = JobState.RUNNING, now + LEASE, worker_name(os.getpid())
        taken.attempts += 1
    return taken


def worker_name(process: int) -> str:
    """Return the name of a worker in leases: its machine and its process id."""
    return f"{socket.gethostname()}:{process}"


def release_dead(db: Session) -> None:
    """Release the jobs of dead workers on this machine, so that they do not wait for the end of the lease."""
    running = db.scalars(select(Job.worker).where(Job.state == JobState.RUNNING).distinct())
    gone = [name for name in running if _is_gone(name)]
    db.execute(update(Job).where(Job.state == JobState.RUNNING, Job.worker.in_(gone)).values(state=JobState.WAITING))


def _is_gone(name: str) -> bool:
    machine, _, process = name.rpartition(":")
    if machine != socket.gethostname():  # the state of another machine is unknown here: its lease must end
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # another user's process has this id, or the worker belongs to another user
        return False
    return False


def finish(db: Session, job_id: int, problem: str = "") -> bool:
    """Record the end of a job. Returns whether it has failed for the last time."""
    done = db.get_one(Job, job_id)
    done.problem = problem
    tried_last = JobState.FAILED if done.attempts >= ATTEMPTS else JobState.WAITING
    done.state = tried_last if problem else JobState.DONE
    return done.state == JobState.FAILED
