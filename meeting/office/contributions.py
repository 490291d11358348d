"""Papers of units on the page of a meeting's makers: allotted items, waiting papers, and the answers."""

from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.rules import OVER, ItemState, MeetingState
from meeting.agenda.tables import Meeting, find_meeting, items_of
from meeting.contributions import rules
from meeting.contributions.commands import Accept, AllotItem, ReturnPaper
from meeting.contributions.rules import ContributionState
from meeting.contributions.tables import (
    Contribution,
    allotment_timeliness,
    allotments_of,
    contributions_of,
    find_contribution,
)
from meeting.documents import files
from meeting.documents.tables import documents_of
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.office.deadlines import timeliness_model
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.office.press import Press
from meeting.people.tables import Person
from meeting.people.unit_tables import tree
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("contributions", __name__)

Model = dict[str, Any]
ALLOTTED = _l("Đã giao. Người của đơn vị thấy nội dung này ở trang Việc của đơn vị tôi.")
TAKEN_BACK = _l("Đã thôi giao cho đơn vị.")
ACCEPTED = _l("Đã duyệt. Tài liệu nằm trong phiên họp từ bây giờ.")
ACCEPTED_INTO_PLAN = _l("Đã duyệt. Phiên họp đã phát hành: phát hành lại thì người dự mới thấy tài liệu này.")
RETURNED = _l("Đã trả lại cho đơn vị.")


@blueprint.get("/meetings/<int:meeting_id>/contributions")
def contributions(meeting_id: int) -> str:
    """Show the unit that prepares each item, and the papers that units have handed in."""
    require_maker(meeting_id)
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/contributions/allot")
def allot(meeting_id: int) -> Response | tuple[str, int]:
    """Give an item to a unit, or to no unit."""
    form = flask.request.form
    unit = number(form.get("unit"), 0) or None
    said = {"item_id": number(form.get("item"), 0), "unit_id": unit, "due": form.get("due", "").strip()}
    return _act(meeting_id, ALLOTTED if unit else TAKEN_BACK, AllotItem, **said)


@blueprint.post("/meetings/<int:meeting_id>/contributions/<int:contribution_id>")
def answer(meeting_id: int, contribution_id: int) -> Response | tuple[str, int]:
    """Accept it, or return it with comments, according to the pressed button."""
    require_maker(meeting_id)
    form = flask.request.form
    if form.get("act") == Press.RETURN:
        words = clean(form.get("words", "")).strip()
        return _act(meeting_id, RETURNED, ReturnPaper, contribution_id=contribution_id, words=words)
    with site().database.read() as db:
        planned = find_meeting(db, meeting_id).state == MeetingState.PLANNED
    return _act(meeting_id, ACCEPTED_INTO_PLAN if planned else ACCEPTED, Accept, contribution_id=contribution_id)


@blueprint.get("/meetings/<int:meeting_id>/contributions/<int:contribution_id>/file")
def file(meeting_id: int, contribution_id: int) -> Response:
    """Send the file as it was handed in."""
    require_maker(meeting_id)
    with site().database.read() as db:
        return send_file(find_contribution(db, meeting_id, contribution_id))


def send_file(found: Contribution) -> Response:
    """Send a contribution as a download. Raises Refused when it was wiped."""
    if not found.sha256:
        raise Refused(rules.GONE)
    return files.send(
        site().blobs.path(found.sha256),
        sha256=found.sha256,
        media_type=found.media_type,
        filename=found.filename,
        download=True,
    )


def contribution_models(db: Session, rows: list[Contribution]) -> list[Model]:
    """Return the contributions for templates.

    Each is `{id, item_id, unit, title, filename, size, state, due, reason, words, by, at, answered_by, answered_at,
    kept, signed}`. `due`: the day that it missed; `kept`: its bytes are stored.
    """
    people = {each for row in rows for each in (row.person_id, row.answered_by) if each}
    names = {each.id: each.particulars for each in db.scalars(select(Person).where(Person.id.in_(people)))}
    units = {branch.id: branch.title for branch in tree(db)}
    return [
        {
            "id": row.id,
            "meeting_id": row.meeting_id,
            "item_id": row.item_id,
            "unit": units.get(row.unit_id, ""),
            "title": row.title,
            "filename": row.filename,
            "size": row.size,
            "state": row.state,
            "due": row.due,
            "reason": row.reason,
            "words": row.words,
            "by": names.get(row.person_id),
            "at": row.came_at,
            "answered_by": names.get(row.answered_by or 0),
            "answered_at": row.answered_at,
            "replaces": row.replaces,
            "document_id": row.document_id,
            "kept": bool(row.sha256),
            "signed": row.signed,
        }
        for row in rows
    ]


def _act(meeting_id: int, said: str, kind: Any, **fields: object) -> Response | tuple[str, int]:
    require_maker(meeting_id)
    try:
        hand_in(kind, meeting_id=meeting_id, **fields)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused), typed=fields), refused.status
    return done(said, f"/meetings/{meeting_id}/contributions")


def _page(meeting_id: int, problem: str = "", typed: Model | None = None) -> str:
    """Render the page. `typed`: the fields of a refused answer or allotment."""
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        every = contribution_models(db, contributions_of(db, meeting_id))
        papers = {paper.id: paper for paper in documents_of(db, meeting_id)}
        for each in every:
            paper = papers.get(each["replaces"] or 0)
            each["new_version_of"] = paper.title if paper is not None else ""
        items = _items(db, meeting)
        units = tree(db)
    numbers = {each["id"]: each for each in items}
    asked = [each for each in every if _waits(each) and each["item_id"] in numbers]
    return page(
        "office/contributions.html",
        meeting=meeting,
        items=items,
        units=units,
        waiting=[each | {"item": numbers[each["item_id"]]} for each in asked],
        answered=[each for each in reversed(every) if not _waits(each)],
        numbers=numbers,
        open=meeting.state not in OVER,
        answers=meeting.state not in (*OVER, MeetingState.SUBMITTED) and not meeting.minutes_signed,
        typed=typed or {},
        problem=problem,
    )


def _waits(each: Model) -> bool:
    return bool(each["state"] == ContributionState.WAITING)


def _items(db: Session, meeting: Meeting) -> list[Model]:
    allotted = allotments_of(db, meeting.id)
    now = current.now()
    return [
        {
            "id": item.id,
            "position": item.position,
            "title": item.title,
            "unit_id": each.unit_id if (each := allotted.get(item.id)) else None,
            "due": each.due if each else "",
            "line": timeliness_model(stands) if each and (stands := allotment_timeliness(meeting, each, now)) else None,
        }
        for item in items_of(db, meeting.id)
        if item.state != ItemState.WITHDRAWN
    ]
