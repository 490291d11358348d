"""Rows of the office's directory: one row with its settings and what was last seen of it."""

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
    """The settings of the directory, and the rules for its people.

    `locked`: the encrypted password of the service account.

    `groups`: names of its groups, to choose from; `problem`: what was wrong at the last question.
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
    """Return the settings; None without a directory."""
    return db.get(OfficeDirectory, 1)


def find_directory(db: Session) -> OfficeDirectory:
    """Return the settings. Raises Refused without a directory."""
    row = directory(db)
    if row is None:
        raise Refused(NO_DIRECTORY)
    return row


def link_of(row: OfficeDirectory, secret: bytes) -> Link:
    """Return how to reach the directory. Raises ValueError when another installation's key encrypted its password."""
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
    """Return the rules in order. The last is for everybody else."""
    return msgspec.convert(row.rules, tuple[Rule, ...]) or (EVERYBODY,)


def asked_groups(row: OfficeDirectory) -> tuple[str, ...]:
    """Return the groups that the rules mention."""
    return tuple(rule.group for rule in rules_of(row) if rule.group)


def linked(db: Session) -> bool:
    """Return whether anybody is bound to the directory."""
    return bool(db.scalar(select(exists().where(Login.directory_id.is_not(None)))))


def last_read(db: Session) -> Roster | None:
    """Return the last list that was read from the directory, or None."""
    query = select(Roster).where(Roster.source == RosterSource.DIRECTORY)
    return db.scalar(query.order_by(Roster.id.desc()).limit(1))


def is_busy(db: Session) -> bool:
    """Return whether a list from the directory is being read or worked on."""
    return bool(db.scalar(select(exists().where(Roster.source == RosterSource.DIRECTORY, Roster.state.in_(BUSY)))))


def was_looked_over(db: Session) -> bool:
    """Return whether a list from the directory was reviewed and taken in before. Later lists may then be automatic."""
    taken = Roster.state.in_((RosterState.TAKING, RosterState.TAKEN)), Roster.by_itself.is_(False)
    return bool(db.scalar(select(exists().where(Roster.source == RosterSource.DIRECTORY, *taken))))
