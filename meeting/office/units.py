"""The tree of units: make, rename, move and dissolve them. A person's unit is chosen on their own page."""

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.kernel.refusals import Refused, _l
from meeting.office.door import done, hand_in, number, page, require_administrator, told
from meeting.people.unit_tables import headcounts, parents_of, tree, unit_admins, unplaced_texts
from meeting.people.units import DissolveUnit, MakeUnit, MoveUnit, RenameUnit
from meeting.web.site import site

blueprint = Blueprint("units", __name__)

MOST_TEXTS = 20
MADE = _l("Đã thêm đơn vị. Ai đang ghi đúng tên này đã được xếp vào.")
RENAMED = _l("Đã đổi tên đơn vị.")
MOVED = _l("Đã chuyển chỗ đơn vị.")
DISSOLVED = _l("Đã xóa đơn vị.")


@blueprint.get("/units")
def units() -> str:
    """Show the tree, the administrators of units, and the people without a unit."""
    require_administrator()
    return _page()


@blueprint.post("/units")
def make_unit() -> Response | tuple[str, int]:
    """Make a unit."""
    return _act(MADE, MakeUnit, title=_title(), parent_id=_parent())


@blueprint.post("/units/<int:unit_id>")
def rename_unit(unit_id: int) -> Response | tuple[str, int]:
    """Rename a unit."""
    return _act(RENAMED, RenameUnit, unit_id=unit_id, title=_title())


@blueprint.post("/units/<int:unit_id>/move")
def move_unit(unit_id: int) -> Response | tuple[str, int]:
    """Put a unit elsewhere in the tree."""
    return _act(MOVED, MoveUnit, unit_id=unit_id, parent_id=_parent())


@blueprint.post("/units/<int:unit_id>/dissolve")
def dissolve_unit(unit_id: int) -> Response | tuple[str, int]:
    """Dissolve an empty unit."""
    return _act(DISSOLVED, DissolveUnit, unit_id=unit_id)


def _act(words: str, kind: Any, **fields: object) -> Response | tuple[str, int]:
    require_administrator()
    try:
        hand_in(kind, **fields)
    except Refused as refused:
        return _page(problem=told(refused), typed=_title()), refused.status
    return done(words, "/units")


def _title() -> str:
    return flask.request.form.get("title", "")


def _parent() -> int | None:
    return number(flask.request.form.get("parent"), 0) or None


def _page(problem: str = "", typed: str = "") -> str:
    with site().database.read() as db:
        admins: dict[int, list[Any]] = {}
        for person, unit in unit_admins(db):
            admins.setdefault(unit, []).append(person)
        told_of = {"units": tree(db), "counts": headcounts(db), "parents": parents_of(db), "admins": admins}
        texts = unplaced_texts(db, MOST_TEXTS)
    return page("office/units.html", problem=problem, typed=typed, texts=texts, **told_of)
