"""Backups on screen: how the last one ended, when the next is due, and both acts an administrator may order."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.backup.commands import OrderBackup, OrderTrial, under_way
from meeting.backup.rules import TRIED_EVERY, is_forgotten
from meeting.backup.tables import Run, RunKind, last_run, runs, trial_forgotten
from meeting.commands.registry import Command
from meeting.kernel.refusals import Refused, _l
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.store.disk import free_mb
from meeting.web import gate
from meeting.web.site import site

blueprint = Blueprint("office_backup", __name__)

LISTED = 20
ORDERED = _l("Đã nhận. Trang này tự báo khi xong.")


@dataclasses.dataclass(frozen=True)
class BackupState:
    """How backups stand. `failed`: the last try, when it is what ended last; `forgotten`: somebody must look.

    `trial_forgotten`: so long none has proved that it can be put back.
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
    """How backups stand."""
    require_administrator()
    return _page()


@blueprint.post("/backup")
def order_backup() -> Response | tuple[str, int]:
    """Make one now."""
    return _order(OrderBackup)


@blueprint.post("/backup/try")
def order_trial() -> Response | tuple[str, int]:
    """Try the newest now."""
    return _order(OrderTrial)


def _order(kind: type[Command]) -> Response | tuple[str, int]:
    require_administrator()
    try:
        hand_in(kind)
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(ORDERED, "/backup")


def _page(problem: str = "") -> str:
    with site().database.read() as db:
        settings = gate.settings(db)
        return page("office/backup.html", problem=problem, standing=_standing(db), places=_places(), settings=settings)


def _standing(db: Session) -> BackupState:
    settings, now = gate.settings(db), gate.now()
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


def _places() -> list[Any]:
    """The folders on other disks, as they are set."""
    return [each.strip() for each in site().settings.backup_copies.split(",") if each.strip()]
