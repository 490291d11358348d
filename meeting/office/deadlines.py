"""Deadlines on the office's pages: how late or early papers are, and the written reasons for being late."""

from datetime import date
from typing import Any

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.deadlines.commands import ExplainLateness
from meeting.deadlines.rules import Timeliness, conclusion_timeliness
from meeting.deadlines.tables import deadlines_of, notice_of, reasons_of, timeliness_of
from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.law.calendar.reading import calendar
from meeting.office.door import done, hand_in, number, require_maker, told
from meeting.web import current

blueprint = Blueprint("deadlines", __name__)

Model = dict[str, Any]
SAVED = _l("Đã ghi lý do gửi muộn.")
PLACES = {"plan": "", "papers": "/papers"}
"""The pages with the form, and the address to which each returns."""


@blueprint.post("/meetings/<int:meeting_id>/lateness")
def explain(meeting_id: int) -> Response:
    """Record why the papers of the meeting, or one of them, are late.

    A refusal is shown on the page to which it returns.
    """
    require_maker(meeting_id)
    form = flask.request.form
    back = f"/meetings/{meeting_id}{PLACES.get(form.get('place', ''), '')}"
    paper = number(form.get("document"), 0) or None
    try:
        hand_in(ExplainLateness, meeting_id=meeting_id, document_id=paper, reason=clean(form.get("reason", "")))
    except Refused as refused:
        return done(told(refused), back)
    return done(SAVED, back)


def deadlines_model(db: Session, meeting: Meeting) -> dict[int, Model]:
    """Return, by paper (0: the whole meeting), `{due, sent, left, late, unknown, confirm, working, article,
    reason}`."""
    timeliness = timeliness_of(db, meeting, current.now())
    reasons = reasons_of(db, meeting.id) if timeliness else {}
    return {key: timeliness_model(each) | {"reason": reasons.get(key, "")} for key, each in timeliness.items()}


def conclusion_model(db: Session, meeting: Meeting) -> Model | None:
    """Return the same for the conclusion of a meeting that has ended; None before its end, or without a rule."""
    rule = deadlines_of(meeting).conclusion
    if rule is None or meeting.state != MeetingState.ENDED or meeting.ended_at is None:
        return None
    today, day = local(current.now()).date(), local(meeting.ended_at).date()
    notice = notice_of(db, meeting.id)
    sent = notice.day if notice else None
    return timeliness_model(conclusion_timeliness(rule, day=day, today=today, calendar=calendar(), sent=sent))


def timeliness_model(timeliness: Timeliness) -> Model:
    """Return `{due, sent, left, late, unknown, confirm, working, article}`, days as `24/09/2026`."""
    return {
        "due": _day(timeliness.due),
        "sent": _day(timeliness.sent),
        "left": timeliness.left,
        "late": timeliness.late,
        "unknown": timeliness.unknown,
        "confirm": timeliness.confirm,
        "working": timeliness.working,
        "article": timeliness.article,
    }


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
