"""The places of the room on screen: their layout, and who sits where; by dragging, by keys, or by the list."""

import re
from typing import Any

import flask
from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.panels import seat_model
from meeting.agenda.placing import ClearPlaces, FillPlaces, LayOutSeating, PlaceSeat
from meeting.agenda.rules import CHANGEABLE
from meeting.agenda.seating_map import seating_map
from meeting.agenda.seating_rules import MOST_AT_TABLE, MOST_IN_ROW, MOST_ROWS, Seating
from meeting.agenda.tables import Meeting, find_meeting, seating_of, seats_of
from meeting.commands import caps
from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.text import Cap
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.web.site import site

blueprint = Blueprint("seating", __name__)
caps.form("seating.form", aisles=Cap("Lối đi", 200))

LAID_OUT, FILLED, CLEARED = _l("Đã lưu sơ đồ."), _l("Đã xếp theo thứ tự danh sách."), _l("Đã bỏ xếp tất cả.")
PLACED = _l("Đã xếp chỗ.")
BAD_AISLES = declare("office.bad_aisles", 400, "Lối đi ghi bằng số chỗ, cách nhau bằng dấu phẩy. Ví dụ: 6, 12.")
USUAL = Seating(head=3, rows=5, width=8, aisles=(4,))
"""The layout offered when no layout of the room is known."""


@blueprint.get("/meetings/<int:meeting_id>/seating")
def seating(meeting_id: int) -> str:
    """Show the map, the people without a place, and the size of the room."""
    require_maker(meeting_id)
    return _page(meeting_id)


@blueprint.get("/meetings/<int:meeting_id>/name-cards")
def name_cards(meeting_id: int) -> str:
    """Show a name card for each seat, to print, fold and put on the table, in the order of the seats."""
    require_maker(meeting_id)
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        seats = [seat_model(seat) for seat in seats_of(db, meeting_id)]
        return render_template("office/name_cards.html", meeting=meeting, seats=seats)


@blueprint.post("/meetings/<int:meeting_id>/seating")
def lay_out(meeting_id: int) -> Response | tuple[str, int]:
    """Store the number and layout of the places."""
    form = flask.request.form
    typed = {name: form.get(name, "") for name in ("head", "rows", "width", "aisles")}
    try:
        sizes = {name: number(typed[name], 0) for name in ("head", "rows", "width")}
        require_maker(meeting_id)
        hand_in(LayOutSeating, meeting_id=meeting_id, aisles=_aisles(typed["aisles"]), **sizes)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused), typed=typed), refused.status
    return done(LAID_OUT, f"/meetings/{meeting_id}/seating#map")


@blueprint.post("/meetings/<int:meeting_id>/seating/place")
def place(meeting_id: int) -> Response | tuple[str, int]:
    """Put one person in one place, or take their place away."""
    form = flask.request.form
    fields = {"seat_id": number(form.get("seat"), 0), "label": form.get("label", "").strip()}
    return _act(meeting_id, PLACED, PlaceSeat, **fields)


@blueprint.post("/meetings/<int:meeting_id>/seating/fill")
def fill(meeting_id: int) -> Response | tuple[str, int]:
    """Give a place to everybody without one, in the order of the list."""
    return _act(meeting_id, FILLED, FillPlaces)


@blueprint.post("/meetings/<int:meeting_id>/seating/clear")
def clear(meeting_id: int) -> Response | tuple[str, int]:
    """Take everybody's place away."""
    return _act(meeting_id, CLEARED, ClearPlaces)


def _act(meeting_id: int, words: str, kind: Any, **fields: object) -> Response | tuple[str, int]:
    require_maker(meeting_id)
    try:
        hand_in(kind, meeting_id=meeting_id, **fields)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused)), refused.status
    return done(words, f"/meetings/{meeting_id}/seating#map")


def _aisles(text: str) -> list[int]:
    words = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    if not all(word.isdecimal() and len(word) < 4 for word in words):
        raise Refused(BAD_AISLES)
    return sorted({int(word) for word in words})


def _page(meeting_id: int, problem: str = "", typed: dict[str, str] | None = None) -> str:
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        stands = seating_of(meeting)
        shown = seating_map(stands, [seat_model(seat) for seat in seats_of(db, meeting_id)])
        before = None if stands else _room_before(db, meeting)
    offered = stands or before or USUAL
    sizes = {"head": offered.head, "rows": offered.rows, "width": offered.width}
    aisles = ", ".join(str(aisle) for aisle in offered.aisles)
    every = [*shown["table"], *(each for line in shown["lines"] for each in line["places"])]
    return page(
        "office/seating.html",
        problem=problem,
        meeting=meeting,
        open=meeting.state in CHANGEABLE,
        laid_out=stands is not None,
        as_before=before is not None,
        typed=typed or sizes | {"aisles": aisles},
        most={"head": MOST_AT_TABLE, "rows": MOST_ROWS, "width": MOST_IN_ROW},
        free=[each["label"] for each in every if each["seat"] is None],
        taken=sum(1 for each in every if each["seat"]),
        places=len(every),
        **shown,
    )


def _room_before(db: Session, meeting: Meeting) -> Seating | None:
    """Return the layout of the latest meeting in the same room, or None."""
    there = Meeting.place == meeting.place, Meeting.seating.is_not(None)
    last = db.scalar(select(Meeting).where(*there).order_by(Meeting.id.desc()).limit(1)) if meeting.place else None
    return seating_of(last) if last else None
