"""Repeated meetings: make several drafts from one meeting at once, on different days."""

from datetime import date

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.tables import Meeting, find_meeting
from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused, _l, declare
from meeting.office import heading
from meeting.office.calendar import ShownDays, rows_in
from meeting.office.days_off import is_off, unknown_years
from meeting.office.door import done, number, page, require_planner, told
from meeting.office.drafting import make_drafts
from meeting.office.recurring import MOST, Rhythm, days_after, is_last_weekday, title_on
from meeting.office.taking_over import take_over
from meeting.web import current
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
        typed = [_typed(source, day) for day in _ticked(source)]
        if not typed:
            raise Refused(NO_DAY)
        take_over(meeting_id, make_drafts(typed))
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


def _typed(source: Meeting, day: date) -> dict[str, str]:
    """Return the heading of the meeting for another day, with the same length."""
    typed = heading.as_typed(source)
    first, last = date.fromisoformat(typed["day"]), typed["last_day"]
    lasts = date.fromisoformat(last) - first if last else None
    typed |= {"title": title_on(typed["title"], first, day), "slug": "", "day": day.isoformat()}
    typed["last_day"] = (day + lasts).isoformat() if lasts else ""
    return typed


def _page(meeting_id: int, problem: str = "") -> str:
    rhythm, count = _asked()
    with site().database.read() as db:
        source = find_meeting(db, meeting_id)
        first, offered = local(source.starts_at).date(), _offered(source)
        titles = {day: title_on(source.title, first, day) for day in offered}
        there = _there(db, titles)
    sent, ticked = flask.request.method == "POST", set(flask.request.form.getlist("day"))
    days = [
        {"day": day, "title": title, "off": (off := is_off(day)), "there": day in there}
        | {"ticked": day.isoformat() in ticked if sent else not off and day not in there}
        for day, title in titles.items()
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
        unknown_years=unknown_years(offered),
        problem=problem,
    )


def _there(db: Session, titles: dict[date, str]) -> set[date]:
    """Return those of these days on which the reader sees a meeting of that title already."""
    first, last = min(titles), max(titles)
    found = rows_in(db, current.require_actor(db, None), ShownDays(first, last, first, last))
    known = {(local(row.Meeting.starts_at).date(), row.Meeting.title) for row in found}
    return {day for day, title in titles.items() if (day, title) in known}
