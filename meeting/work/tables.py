"""Jobs: slow work ordered in the same transaction as the change that needs it."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class Job(Base):
    """One piece of work. `state`: waiting, running (by `worker`, until `leased_until`), done, failed."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    worker: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    ordered_at: Mapped[datetime]
