"""Rows of jobs: slow work, requested in the same transaction as the change that needs it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base, OneOf


class JobState(StrEnum):
    """The state of a job. `FAILED`: the last attempt has failed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """A job. While running it is leased to `worker` until `leased_until`."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, int | str]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(OneOf(JobState), default=JobState.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    worker: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    ordered_at: Mapped[datetime]
