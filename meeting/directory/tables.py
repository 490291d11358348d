"""Rows of the office's directory: one row, what is set of it and what was last seen of it."""

import msgspec
from sqlalchemy import JSON, Text, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.directory.task import DirectoryKind, Link
from meeting.access.tables import Login
from meeting.directory.rules import EVERYBODY, NO_DIRECTORY, Rule, Trouble
from meeting.kernel.locked import unlock
from meeting.kernel.refusals import Refused
from meeting.roster.rules import BUSY, RosterSource, RosterState
from meeting.roster.tables import Roster
from meeting.store.base import Base, OneOf

PURPOSE = "directory"


class OfficeDirectory(Base):
    """How the directory is reached, and the rules for its people. `locked`: the service account's password.

    `groups`: names of its groups, to choose from; `problem`: what was wrong with it when it was last asked.
    """

    __tablename__ = "directory"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    urls: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[DirectoryKind] = mapped_column(OneOf(DirectoryKind))
    authority: Mapped[str] = mapped_column(Text)
    service: Mapped[str]
    locked: Mapped[str] = mapped_column(Text)
    base: Mapped[str]
    group_base: Mapped[str]
    wanted: Mapped[str]
    nightly: Mapped[bool]
    newcomers: Mapped[bool]
    rules: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    groups: Mapped[list[str]] = mapped_column(JSON)
    problem: Mapped[Trouble] = mapped_column(OneOf(Trouble), default=Trouble.NONE)


def directory(db: Session) -> OfficeDirectory | None:
    """What is set; None when no directory is."""
    return db.get(OfficeDirectory, 1)


def find_directory(db: Session) -> OfficeDirectory:
    """What is set, or Refused."""
    row = directory(db)
    if row is None:
        raise Refused(NO_DIRECTORY)
    return row


def link_of(row: OfficeDirectory, secret: bytes) -> Link:
    """How to reach it. ValueError when its password was locked by another installation's key."""
    return Link(
        urls=tuple(row.urls),
        kind=row.kind,
        authority=row.authority,
        service=row.service,
        password=unlock(secret, PURPOSE, row.locked),
        base=row.base,
        group_base=row.group_base,
        wanted=row.wanted,
    )


def rules_of(row: OfficeDirectory) -> tuple[Rule, ...]:
    """The rules in order; the last is for everybody else."""
    return msgspec.convert(row.rules, tuple[Rule, ...]) or (EVERYBODY,)


def asked_groups(row: OfficeDirectory) -> tuple[str, ...]:
    """The groups that the rules speak of."""
    return tuple(rule.group for rule in rules_of(row) if rule.group)


def linked(db: Session) -> bool:
    """Whether anybody is bound to the directory."""
    return bool(db.scalar(select(exists().where(Login.directory_id.is_not(None)))))


def last_read(db: Session) -> Roster | None:
    """The list that was read from the directory last."""
    query = select(Roster).where(Roster.source == RosterSource.DIRECTORY)
    return db.scalar(query.order_by(Roster.id.desc()).limit(1))


def is_busy(db: Session) -> bool:
    """Whether a list from the directory is being read or worked on."""
    return bool(db.scalar(select(exists().where(Roster.source == RosterSource.DIRECTORY, Roster.state.in_(BUSY)))))


def was_looked_over(db: Session) -> bool:
    """Whether somebody has looked a list over and taken it in: from then on it may go by itself."""
    taken = Roster.state.in_((RosterState.TAKING, RosterState.TAKEN)), Roster.by_itself.is_(False)
    return bool(db.scalar(select(exists().where(Roster.source == RosterSource.DIRECTORY, *taken))))
