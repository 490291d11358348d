"""The sittings of a plan on screen: mornings, afternoons and days, each with its items."""

from datetime import date, timedelta
from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.agenda.commands import ChangeMeeting
from meeting.agenda.planned import planned_sittings
from meeting.agenda.planning_sittings import ChangePlannedSitting, PlanSitting, RemovePlannedSitting
from meeting.agenda.rules import CHANGED_MEANWHILE
from meeting.agenda.tables import find_meeting
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused, _l
from meeting.office import heading
from meeting.office.agendas import show
from meeting.office.door import done, hand_in, number, require_maker, told
from meeting.web.site import site

blueprint = Blueprint("sittings", __name__)

ADDED = _l("Đã thêm buổi họp.")
SAVED = _l("Đã lưu buổi họp.")
REMOVED = _l("Đã bỏ buổi họp. Nội dung của buổi vẫn còn, chưa thuộc buổi nào.")
FITTED = _l("Đã lấy giờ của phiên họp theo các buổi.")
FIELDS = ("title", "day", "begins", "ends")
_DAY = timedelta(days=1)


@blueprint.post("/meetings/<int:meeting_id>/sittings")
def add(meeting_id: int) -> Response | tuple[str, int]:
    """Plan one more sitting."""
    require_maker(meeting_id)
    typed = _typed()
    try:
        hand_in(PlanSitting, meeting_id=meeting_id, title=typed["title"], **_times(typed))
    except Refused as refused:
        return _shown(meeting_id, refused, planning=typed | {"retyped": "yes"})
    return done(ADDED, f"/meetings/{meeting_id}/agenda#sittings")


@blueprint.post("/meetings/<int:meeting_id>/sittings/<int:sitting_id>")
def change(meeting_id: int, sitting_id: int) -> Response | tuple[str, int]:
    """Correct a planned sitting.

    If somebody else has corrected it meanwhile, their text is shown beside the typed one.
    """
    require_maker(meeting_id)
    typed, version = _typed(), number(flask.request.form.get("version"), 0)
    said = {"sitting_id": sitting_id, "version": version, "title": typed["title"]}
    try:
        hand_in(ChangePlannedSitting, meeting_id=meeting_id, **said, **_times(typed))
    except Refused as refused:
        meanwhile = refused.code == CHANGED_MEANWHILE
        return _shown(meeting_id, refused, sitting_typed={sitting_id: typed}, sitting_meanwhile=meanwhile)
    return done(SAVED, f"/meetings/{meeting_id}/agenda#sittings")


@blueprint.post("/meetings/<int:meeting_id>/sittings/<int:sitting_id>/remove")
def remove(meeting_id: int, sitting_id: int) -> Response | tuple[str, int]:
    """Remove a planned sitting. Its items stay."""
    require_maker(meeting_id)
    try:
        hand_in(RemovePlannedSitting, meeting_id=meeting_id, sitting_id=sitting_id)
    except Refused as refused:
        return _shown(meeting_id, refused)
    return done(REMOVED, f"/meetings/{meeting_id}/agenda#sittings")


@blueprint.post("/meetings/<int:meeting_id>/sittings/fit")
def fit(meeting_id: int) -> Response | tuple[str, int]:
    """Set the meeting's time from its first sitting to its last."""
    require_maker(meeting_id)
    version = number(flask.request.form.get("version"), 0)
    with site().database.read() as db:
        meeting, sittings = find_meeting(db, meeting_id), planned_sittings(db, meeting_id)
        said = {name: getattr(meeting, name) for name in heading.NAMES}
    if sittings:
        said |= {
            "starts_at": stamp(min(each.starts_at for each in sittings)),
            "ends_at": stamp(max(each.ends_at for each in sittings)),
        }
        try:
            hand_in(ChangeMeeting, meeting_id=meeting_id, version=version, **said)
        except Refused as refused:
            return _shown(meeting_id, refused)
    return done(FITTED, f"/meetings/{meeting_id}/agenda#sittings")


def _typed() -> dict[str, str]:
    return {field: " ".join(flask.request.form.get(field, "").split()) for field in FIELDS}


def _times(typed: dict[str, str]) -> dict[str, str]:
    """Return `{starts_at, ends_at}` as commands carry them.

    An end that is not after the beginning is on the next day.
    """
    said = heading.times(typed | {"last_day": ""})
    if said["ends_at"] <= said["starts_at"]:
        day = date.fromisoformat(typed["day"]) + _DAY
        said = heading.times(typed | {"last_day": day.isoformat()})
    return said


def _shown(meeting_id: int, refused: Refused, **more: Any) -> tuple[str, int]:
    return show(meeting_id, problem=told(refused), **more), refused.status
