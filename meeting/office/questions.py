"""Questions under an item, on screen: prepare, change, remove."""

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.agenda.rules import CHANGED_MEANWHILE
from meeting.kernel.refusals import Refused, _l
from meeting.office.agendas import show
from meeting.office.door import done, hand_in, number, require_maker, told
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.wording import ChangeMotion, RemoveMotion

blueprint = Blueprint("questions", __name__)

ADDED = _l("Đã thêm câu hỏi.")
SAVED = _l("Đã lưu câu hỏi.")
REMOVED = _l("Đã bỏ câu hỏi.")


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/questions")
def prepare(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Add a question under an item."""
    return _act(meeting_id, item_id, ADDED, PrepareMotion, {"item_id": item_id} | _said())


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/questions/<int:motion_id>")
def change(meeting_id: int, item_id: int, motion_id: int) -> Response | tuple[str, int]:
    """Change a question. If somebody else has saved it meanwhile, their text is shown beside the typed one."""
    version = number(flask.request.form.get("version"), 0)
    return _act(meeting_id, item_id, SAVED, ChangeMotion, {"motion_id": motion_id, "version": version} | _said())


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/questions/<int:motion_id>/remove")
def remove(meeting_id: int, item_id: int, motion_id: int) -> Response | tuple[str, int]:
    """Take a question out."""
    return _act(meeting_id, item_id, REMOVED, RemoveMotion, {"motion_id": motion_id})


def _said() -> dict[str, str]:
    form = flask.request.form
    title = " ".join(form.get("title", "").split())
    return {"title": title, "form": form.get("form", ""), "decision": form.get("decision", "")}


def _act(meeting_id: int, item_id: int, words: str, kind: Any, fields: dict[str, Any]) -> Response | tuple[str, int]:
    require_maker(meeting_id)
    try:
        hand_in(kind, meeting_id=meeting_id, **fields)
    except Refused as refused:
        motion = fields.get("motion_id", 0)
        more: dict[str, Any] = {"rewritten": {motion: _said()}, "overtaken": refused.code == CHANGED_MEANWHILE}
        return show(meeting_id, item_id=item_id, problem=told(refused), **more), refused.status
    return done(words, f"/meetings/{meeting_id}/agenda?item={item_id}#questions")
