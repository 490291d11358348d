"""Table of backups: each one that was made or tried, and its result."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.backup.rules import is_trial_forgotten
from meeting.store.base import Base, OneOf


class RunKind(StrEnum):
    """The kind of a run: making a backup, or restoring the newest one into a temporary place."""

    BACKUP = "backup"
    TRIAL = "trial"


class Run(Base):
    """A backup or trial that has ended.

    `problem` (Vietnamese) is empty on success; `found`: sizes, counts, places of copies, and the problem in both
    languages.
    """

    __tablename__ = "backup_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(OneOf(RunKind), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    file: Mapped[str]
    problem: Mapped[str]
    found: Mapped[dict[str, Any]] = mapped_column(JSON)

    def why(self, language: str) -> str:
        """Return the problem in a language; empty on success."""
        return str(self.found.get("problem", {}).get(language, self.problem))


def last_run(db: Session, kind: RunKind, *, good: bool = False) -> Run | None:
    """Return the last run of a kind, or the last successful one, or None."""
    query = select(Run).where(Run.kind == kind)
    if good:
        query = query.where(Run.problem == "")
    return db.scalar(query.order_by(Run.id.desc()).limit(1))


def trial_forgotten(db: Session, now: datetime, *, hours: int) -> bool:
    """Return whether trials have failed long enough that somebody must look. `hours`: the interval of backups."""
    proven = last_run(db, RunKind.TRIAL, good=True)
    first = select(func.min(Run.ended_at)).where(Run.kind == RunKind.BACKUP, Run.problem == "")
    return is_trial_forgotten(proven.ended_at if proven else None, db.scalar(first), now, hours=hours)


def runs(db: Session, most: int) -> list[Run]:
    """Return the last runs, newest first."""
    return list(db.scalars(select(Run).order_by(Run.id.desc()).limit(most)))
