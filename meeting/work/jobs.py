"""The table of jobs: enqueue in the caller's transaction, lease, finish. A job whose worker died is leased again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meeting.work.tables import Job

LEASE = timedelta(minutes=3)
ATTEMPTS = 3

Doer = Callable[..., None]
_KINDS: dict[str, tuple[Doer, Doer]] = {}


def job(kind: str, *, gives_up: Doer) -> Callable[[Doer], Doer]:
    """Function decorator: `doer(workshop, **payload)` does jobs of this kind.

    `gives_up(workshop, reason, **payload)` tells the people concerned after the last attempt failed.
    """

    def register(doer: Doer) -> Doer:
        _KINDS[kind] = (doer, gives_up)
        return doer

    return register


def registered() -> dict[str, tuple[Doer, Doer]]:
    """Who does and who gives up each kind."""
    return _KINDS


def enqueue(db: Session, kind: str, now: datetime, **payload: int) -> None:
    """Order a job; it exists only if the transaction commits."""
    db.add(Job(kind=kind, payload=payload, ordered_at=now))


def lease(db: Session, now: datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker has gone silent; None when there is none.

    One taken more than ATTEMPTS times has killed its workers: it is to be given up, not done.
    """
    free = or_(Job.state == "waiting", (Job.state == "running") & (Job.leased_until < now))
    taken = db.scalar(select(Job).where(free).order_by(Job.id).limit(1).with_for_update(skip_locked=True))
    if taken is not None:
        taken.state, taken.leased_until = "running", now + LEASE
        taken.attempts += 1
    return taken


def finish(db: Session, job_id: int, problem: str = "") -> bool:
    """Record how a job ended. Returns whether it was given up (failed for the last time)."""
    done = db.get_one(Job, job_id)
    done.problem = problem
    done.state = "done" if not problem else "failed" if done.attempts >= ATTEMPTS else "waiting"
    return done.state == "failed"
