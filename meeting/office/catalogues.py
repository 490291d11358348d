"""Catalogues on screen: names to choose, added, renamed, retired and put in order."""

from collections.abc import Mapping
from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.catalogue.commands import AddEntry, MoveEntry, RenameEntry, RetireEntry, ReturnEntry, TakeSample
from meeting.catalogue.rules import Kind
from meeting.catalogue.tables import entries_of
from meeting.commands.registry import Command
from meeting.kernel.refusals import NOT_FOUND, Refused, _l
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.office.press import Press
from meeting.web.site import site

blueprint = Blueprint("catalogues", __name__)

KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.MEETINGS: (_l("Loại phiên họp"), _l("Chọn khi lập phiên họp.")),
    Kind.PAPERS: (_l("Loại tài liệu"), _l("Chọn khi thêm tài liệu.")),
    Kind.ROOMS: (_l("Phòng họp"), _l("Chọn làm địa điểm khi lập phiên họp.")),
    Kind.TITLES: (_l("Chức danh"), _l("Gợi ý khi thêm người; danh sách nhập vào được viết đúng như ở đây.")),
    Kind.BODIES: (_l("Cơ quan, đơn vị"), _l("Gợi ý khi thêm người và lập phiên họp.")),
}
"""The title of each catalogue, and where it is used."""

ADDED, RENAMED = _l("Đã thêm vào danh mục."), _l("Đã đổi tên. Phiên họp đã lập giữ tên cũ.")
RETIRED, RETURNED = _l("Đã ngừng dùng. Phiên họp đã lập không đổi."), _l("Đã dùng lại.")
MOVED, FILLED = _l("Đã xếp lại thứ tự."), _l("Đã lấy danh mục mẫu. Sửa cho đúng với cơ quan.")
ACTS: Mapping[str, tuple[type[Command], str]] = {
    Press.RENAME: (RenameEntry, RENAMED),
    Press.RETIRE: (RetireEntry, RETIRED),
    Press.RETURN: (ReturnEntry, RETURNED),
    Press.UP: (MoveEntry, MOVED),
    Press.DOWN: (MoveEntry, MOVED),
}


@blueprint.get("/catalogues")
def catalogues() -> Response:
    """Redirect to the first catalogue."""
    require_administrator()
    return flask.redirect(f"/catalogues/{Kind.MEETINGS}", code=303)


@blueprint.get("/catalogues/<kind>")
def catalogue(kind: str) -> str:
    """Show one catalogue."""
    require_administrator()
    return _page(_kind(kind))


@blueprint.post("/catalogues/<kind>")
def add_entry(kind: str) -> Response | tuple[str, int]:
    """Add a name, or add the names of the sample."""
    require_administrator()
    form, chosen = flask.request.form, _kind(kind)
    try:
        if "sample" in form:
            hand_in(TakeSample, catalogue=chosen)
        else:
            hand_in(AddEntry, catalogue=chosen, title=form.get("title", ""))
    except Refused as refused:
        return _page(chosen, problem=told(refused), typed=form.get("title", "")), refused.status
    return done(FILLED if "sample" in form else ADDED, f"/catalogues/{chosen}")


@blueprint.post("/catalogues/<kind>/<int:entry_id>")
def change_entry(kind: str, entry_id: int) -> Response | tuple[str, int]:
    """Rename, retire, return or move an entry, according to the pressed button."""
    require_administrator()
    form, chosen = flask.request.form, _kind(kind)
    act = form.get("act", "")
    if act not in ACTS:
        raise Refused(NOT_FOUND)
    command, words = ACTS[act]
    fields: dict[str, Any] = {}
    if command is RenameEntry:
        fields = {"title": form.get("title", ""), "seen": form.get("seen", "")}
    elif command is MoveEntry:
        fields = {"up": act == Press.UP}
    try:
        hand_in(command, entry_id=entry_id, **fields)
    except Refused as refused:
        return _page(chosen, problem=told(refused)), refused.status
    return done(words, f"/catalogues/{chosen}")


def _kind(text: str) -> Kind:
    found = next((kind for kind in Kind if kind == text), None)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def _page(kind: Kind, problem: str = "", typed: str = "") -> str:
    with site().database.read() as db:
        entries = entries_of(db, kind)
    standing, retired = ([each for each in entries if each.retired == wanted] for wanted in (False, True))
    model: dict[str, Any] = {"standing": standing, "retired": retired}
    return page("office/catalogue.html", kind=kind, kinds=KINDS, problem=problem, typed=typed, **model)
