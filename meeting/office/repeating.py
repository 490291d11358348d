"""Repeated meetings: make several drafts from one meeting at once, on different days."""

from datetime import date
from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.agenda.commands import CreateMeeting
from meeting.agenda.tables import Meeting, find_meeting
from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused, _l, declare
from meeting.law.calendar.days import UnknownYear, is_working
from meeting.law.calendar.reading import calendar
from meeting.office import heading
from meeting.office.door import done, hand_in_all, number, page, require_planner, told
from meeting.office.recurring import MOST, Rhythm, days_after, is_last_weekday, title_on
from meeting.office.taking_over import take_over
from meeting.web.site import site

blueprint = Blueprint("repeating", __name__)

NO_DAY = declare("office.no_day", 400, "Chưa chọn ngày nào để lập phiên họp.")
MADE = _l("Đã lập các bản nháp. Mở từng phiên họp để sửa, thêm tài liệu rồi phát hành.")


@blueprint.get("/meetings/<int:meeting_id>/again")
def again(meeting_id: int) -> str:
    """Show the days on which it would repeat, by `rhythm` and `count`, to be ticked."""
    require_planner(meeting_id)
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/again")
def make(meeting_id: int) -> Response | tuple[str, int]:
    """Make a draft for each ticked day. A repeated request continues where the first one stopped."""
    require_planner(meeting_id)
    try:
        with site().database.read() as db:
            source = find_meeting(db, meeting_id)
        asked = [(CreateMeeting, _draft(source, day)) for day in _ticked(source)]
        if not asked:
            raise Refused(NO_DAY)
        made = [reply.made["meeting_id"] for reply in hand_in_all(asked, part="meeting")]
        take_over(meeting_id, made)
    except Refused as refused:
        return _page(meeting_id, told(refused)), refused.status
    return done(MADE, "/meetings")


def _ticked(source: Meeting) -> list[date]:
    """Return the offered days that were ticked."""
    ticked = set(flask.request.form.getlist("day"))
    return [day for day in _offered(source) if day.isoformat() in ticked]


def _offered(source: Meeting) -> list[date]:
    rhythm, count = _asked()
    return days_after(local(source.starts_at).date(), rhythm, count)


def _asked() -> tuple[Rhythm, int]:
    said = flask.request.values
    known = {str(each): each for each in Rhythm}
    return known.get(said.get("rhythm", ""), Rhythm.MONTH_DAY), min(MOST, number(said.get("count"), 1))


def _draft(source: Meeting, day: date) -> dict[str, Any]:
    """Return the heading of the meeting for another day, with the same length."""
    typed = heading.as_typed(source)
    first, last = date.fromisoformat(typed["day"]), typed["last_day"]
    lasts = date.fromisoformat(last) - first if last else None
    typed |= {"title": title_on(typed["title"], first, day), "slug": "", "day": day.isoformat()}
    typed["last_day"] = (day + lasts).isoformat() if lasts else ""
    return {
        "slug": heading.code_of(typed),
        "preset": typed["preset"],
        "edition": heading.edition_for(typed),
        "draft": True,
        **heading.names(typed),
        **heading.times(typed),
    }


def _page(meeting_id: int, problem: str = "") -> str:
    with site().database.read() as db:
        source = find_meeting(db, meeting_id)
    rhythm, count = _asked()
    first, sent = local(source.starts_at).date(), flask.request.method == "POST"
    ticked = set(flask.request.form.getlist("day"))
    days = [
        {"day": day, "title": title_on(source.title, first, day), "off": (off := _is_off(day))}
        | {"ticked": day.isoformat() in ticked if sent else not off}
        for day in _offered(source)
    ]
    return page(
        "office/again.html",
        source=source,
        rhythm=rhythm,
        rhythms=tuple(Rhythm),
        nth=(first.day - 1) // 7 + 1,
        last=is_last_weekday(first),
        first=first,
        count=count,
        most=MOST,
        days=days,
        problem=problem,
    )


def _is_off(day: date) -> bool:
    """Return whether offices are closed on that day. In a year without a notice only weekends are known."""
    try:
        return not is_working(day, calendar())
    except UnknownYear:
        return day.weekday() > 4
