"""The overview for an administrator before a meeting: possible problems, and how to fix them."""

import dataclasses
from datetime import datetime, timedelta

from flask import Blueprint
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.agenda.rules import LIVE, MeetingState
from meeting.agenda.tables import Meeting, Seat
from meeting.backup.rules import is_forgotten
from meeting.backup.tables import Run, RunKind, last_run, trial_forgotten
from meeting.directory.rules import TROUBLES
from meeting.directory.tables import directory, last_read
from meeting.feedback.tables import count_unread
from meeting.journal.book import newest
from meeting.kernel.clock import local
from meeting.kernel.words import say
from meeting.law.calendar.reading import mistakes
from meeting.network.rules import HttpsState
from meeting.network.shelf import Https, served
from meeting.office.door import page, require_administrator
from meeting.signing.keyring import Holder
from meeting.signing.renewal import ends_soon, needs
from meeting.store.disk import free_mb
from meeting.store.mounts import copies_of
from meeting.web import current
from meeting.web.address import room_url
from meeting.web.site import site
from meeting.work.jail import jail_works
from meeting.work.tables import Job, JobState

blueprint = Blueprint("overview", __name__)

STUCK = timedelta(minutes=10)
"""A job that waits longer than this shows that no worker runs."""
RECENT = timedelta(days=7)


@dataclasses.dataclass(frozen=True)
class Storage:
    """The disk of the data folder, and the backups. `copies_missing`: places that did not get the last one."""

    free_mb: int
    low: bool
    backed_up_at: datetime | None
    backup_problem: str
    backup_forgotten: bool
    copies_missing: list[str]
    tried_at: datetime | None
    trial_problem: str
    trial_forgotten: bool


@dataclasses.dataclass(frozen=True)
class Certificates:
    """The authority, and the signers whose certificates end soon or have ended."""

    authority_ends: datetime | None
    authority_ends_soon: bool
    due: list[Holder]


@dataclasses.dataclass(frozen=True)
class Work:
    """The worker's waiting jobs, and those that failed lately. `stuck`: the oldest has waited too long."""

    waiting: int
    stuck: bool
    given_up: int


@dataclasses.dataclass(frozen=True)
class Machine:
    """The computer and its address for tablets.

    `ahead`: the last act of the journals, when it is later than the clock.
    """

    now: datetime
    ahead: datetime | None
    jail: bool
    secure: bool
    address: str
    https: Https


@dataclasses.dataclass(frozen=True)
class RoomToday:
    """A meeting of today: how many of its seats have a device connected."""

    title: str
    connected: int
    seats: int


@dataclasses.dataclass(frozen=True)
class DirectoryState:
    """The office's own directory: its last reading, and the problem of the last question, if any."""

    read_at: datetime | None
    problem: str


@blueprint.get("/overview")
def overview() -> str:
    """Show the whole overview."""
    require_administrator()
    jail, language = jail_works(), current.language()
    with site().database.read() as db:
        storage, work, machine = _storage(db), _work(db), _machine(db, jail)
        people, rooms, remarks = _directory(db), _rooms(db), count_unread(db)
    told = {
        "rooms": rooms,
        "storage": storage,
        "certificates": _certificates(),
        "work": work,
        "machine": machine,
        "directory": people,
        "remarks": remarks,
        "days_off": mistakes(language),
    }
    return page("office/overview.html", **told)


def _directory(db: Session) -> DirectoryState | None:
    row, last = directory(db), last_read(db)
    if row is None:
        return None
    problem = say(TROUBLES[row.problem], current.language()) if row.problem else ""
    return DirectoryState(read_at=last.offered_at if last else None, problem=problem)


def _rooms(db: Session) -> list[RoomToday]:
    """Return the meetings that are running or planned for today."""
    counted = select(func.count()).where(Seat.meeting_id == Meeting.id).scalar_subquery()
    rows = db.execute(
        select(Meeting.id, Meeting.title, Meeting.state, Meeting.starts_at, counted.label("seats"))
        .where(Meeting.state.in_((MeetingState.PLANNED, *LIVE)))
        .order_by(Meeting.starts_at)
    )
    today = local(current.now()).date()
    here = [row for row in rows if row.state in LIVE or local(row.starts_at).date() == today]
    return [RoomToday(row.title, len(site().seats(row.id)), row.seats) for row in here]


def _storage(db: Session) -> Storage:
    settings, free = current.settings(db), free_mb(site().settings.data)
    good, last = last_run(db, RunKind.BACKUP, good=True), last_run(db, RunKind.BACKUP)
    trial, proven = last_run(db, RunKind.TRIAL), last_run(db, RunKind.TRIAL, good=True)
    return Storage(
        free_mb=free,
        low=free < settings.disk_low_mb,
        backed_up_at=good.ended_at if good else None,
        backup_problem=last.why(current.language()) if last else "",
        backup_forgotten=is_forgotten(good.ended_at if good else None, current.now(), hours=settings.backup_hours),
        copies_missing=_copies_missing(good, copies_of(settings)),
        tried_at=proven.ended_at if proven else None,
        trial_problem=trial.why(current.language()) if trial else "",
        trial_forgotten=trial_forgotten(db, current.now(), hours=settings.backup_hours),
    )


def _copies_missing(good: Run | None, wanted: list[str]) -> list[str]:
    """Return the places still configured that got no copy, each with its problem."""
    places = good.found.get("places", []) if good else []
    lang = current.language()
    missing = [each for each in places if each["problem"] and each["folder"] in wanted]
    return [f"{each['folder']}: {each['problem'][lang]}" for each in missing]


def _certificates() -> Certificates:
    keyring, now = site().keyring, current.now()
    authority = keyring.authority()
    return Certificates(
        authority_ends=authority.not_valid_after_utc if authority else None,
        authority_ends_soon=authority is None or ends_soon(authority, now),
        due=[holder for holder in keyring.holders() if needs(holder, now)],
    )


def _work(db: Session) -> Work:
    now = current.now()
    waiting = Job.state.in_((JobState.WAITING, JobState.RUNNING))
    count, oldest = db.execute(select(func.count(), func.min(Job.ordered_at)).where(waiting)).one()
    lately = (Job.state == JobState.FAILED, Job.ordered_at > now - RECENT)
    given_up = db.scalar(select(func.count()).select_from(Job).where(*lately)) or 0
    return Work(waiting=count, stuck=oldest is not None and oldest < now - STUCK, given_up=given_up)


def _machine(db: Session, jail: bool) -> Machine:
    settings, now, last = site().settings, current.now(), newest(db)
    https = served(settings, now)
    return Machine(
        now=now,
        ahead=last if last is not None and last > now else None,
        jail=jail,
        secure=bool(settings.tls_certificate or settings.behind_proxy) or https.state != HttpsState.NONE,
        address=room_url(settings),
        https=https,
    )
