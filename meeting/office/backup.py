"""Backups on screen: the result of the last one, the next one, the places of copies, and the requests to the worker."""

import dataclasses
from datetime import datetime, timedelta

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.backup.commands import RequestBackup, RequestTrial, under_way
from meeting.backup.rules import TRIED_EVERY, is_forgotten
from meeting.backup.sticks import Lookout, Stick
from meeting.backup.tables import Run, RunKind, last_run, runs, trial_forgotten
from meeting.commands.registry import Command
from meeting.kernel.refusals import NOT_FOUND, Refused, _l
from meeting.office.door import done, hand_in, hand_in_all, page, require_administrator, told
from meeting.settings.commands import ChangeSetting
from meeting.settings.in_force import chosen, is_fixed
from meeting.store.disk import free_mb
from meeting.store.mounts import copies_of
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("office_backup", __name__)

LISTED = 20
REQUESTED = _l("Đã nhận. Trang này tự báo khi xong.")
CHOSEN = _l("Đã chọn. Từ nay mỗi bản sao lưu được chép sang ổ này.")
CHOSEN_NOW = _l("Đã chọn. Đang sao lưu và chép sang ổ này; trang này tự báo khi xong.")
STOPPED = _l("Thôi chép sang đó. Bản đã chép vẫn còn.")
COPIES = "backup_copies"
_lookout = Lookout()


@dataclasses.dataclass(frozen=True)
class BackupState:
    """The state of backups. `failed`: the last try, if it failed; `forgotten`: there was no backup for too long.

    `trial_forgotten`: there was no trial restore for too long.
    """

    good: Run | None
    failed: Run | None
    tried: Run | None
    forgotten: bool
    trial_forgotten: bool
    next_at: datetime | None
    next_trial_at: datetime | None
    under_way: bool
    runs: list[Run]
    free_mb: int


@blueprint.get("/backup")
def backup() -> str:
    """Show the state of backups."""
    require_administrator()
    return _page()


@blueprint.post("/backup")
def request_backup() -> Response | tuple[str, int]:
    """Make one now."""
    return _request(RequestBackup)


@blueprint.post("/backup/try")
def request_trial() -> Response | tuple[str, int]:
    """Try the newest now."""
    return _request(RequestTrial)


@blueprint.post("/backup/copies")
def choose_place() -> Response | tuple[str, int]:
    """Begin to copy each backup to a stick that is plugged in, and copy now; or, with `stop`, end it for a place."""
    require_administrator()
    form = flask.request.form
    folder = form.get("folder", "")
    try:
        if "stop" in form:
            _set_places([each for each in _places() if each != folder])
            return done(STOPPED, "/backup")
        if folder not in {stick.folder for stick in _sticks() if not stick.problem}:
            raise Refused(NOT_FOUND)
        copies = _set_places(list(dict.fromkeys([*_places(), folder])), now=True)
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(CHOSEN_NOW if copies else CHOSEN, "/backup")


def _set_places(places: list[str], *, now: bool = False) -> bool:
    """Set the place; with `now`, also request a backup, unless one is under way. Returns whether one was requested."""
    with site().database.read() as db:
        seen, requests = chosen(db).get(COPIES, ""), now and not under_way(db)
    change = ChangeSetting, {"setting": COPIES, "value": ", ".join(places), "seen": seen}
    hand_in_all([change, *([(RequestBackup, {})] if requests else [])], "copies")
    return requests


def _request(kind: type[Command]) -> Response | tuple[str, int]:
    require_administrator()
    try:
        hand_in(kind)
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(REQUESTED, "/backup")


def _page(problem: str = "") -> str:
    sticks, places = _sticks(), _places()
    with site().database.read() as db:
        told = {"standing": _standing(db), "settings": current.settings(db)}
        return page(
            "office/backup.html",
            problem=problem,
            places=places,
            sticks=sticks,
            names={stick.folder: stick.label for stick in sticks},
            fixed=is_fixed(COPIES),
            **told,
        )


def _standing(db: Session) -> BackupState:
    settings, now = current.settings(db), current.now()
    good, last = last_run(db, RunKind.BACKUP, good=True), last_run(db, RunKind.BACKUP)
    proven = last_run(db, RunKind.TRIAL, good=True)
    every = timedelta(hours=settings.backup_hours)
    return BackupState(
        good=good,
        failed=last if last and last.problem else None,
        tried=last_run(db, RunKind.TRIAL),
        forgotten=is_forgotten(good.ended_at if good else None, now, hours=settings.backup_hours),
        trial_forgotten=trial_forgotten(db, now, hours=settings.backup_hours),
        next_at=good.ended_at + every if good and every else None,
        next_trial_at=proven.ended_at + TRIED_EVERY if proven and every else None,
        under_way=under_way(db),
        runs=runs(db, LISTED),
        free_mb=free_mb(settings.data),
    )


def _places() -> list[str]:
    """Return the folders on other disks to which backups are copied."""
    return copies_of(current.settings())


def _sticks() -> list[Stick]:
    """Return the sticks that are plugged in. Looks beside the loop, because a disk may not answer."""
    return _lookout.sticks(current.settings(), site().offload)
