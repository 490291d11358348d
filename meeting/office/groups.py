"""Groups on screen: make, rename and dissolve them. The groups of a person are chosen on their own page."""

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.kernel.refusals import Refused, _l
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.office.models import groups_model
from meeting.people.groups import DissolveGroup, MakeGroup, RenameGroup
from meeting.web.site import site

blueprint = Blueprint("groups", __name__)

MADE = _l("Đã thêm nhóm. Mở từng người để đưa vào nhóm.")
RENAMED = _l("Đã đổi tên nhóm.")
DISSOLVED = _l("Đã xóa nhóm. Người trong nhóm vẫn còn trong danh sách.")


@blueprint.get("/groups")
def groups() -> str:
    """Show all groups."""
    require_administrator()
    return _page()


@blueprint.post("/groups")
def make_group() -> Response | tuple[str, int]:
    """Make a group."""
    return _act(MADE, MakeGroup, title=_title())


@blueprint.post("/groups/<int:group_id>")
def rename_group(group_id: int) -> Response | tuple[str, int]:
    """Rename a group."""
    return _act(RENAMED, RenameGroup, group_id=group_id, title=_title())


@blueprint.post("/groups/<int:group_id>/dissolve")
def dissolve_group(group_id: int) -> Response | tuple[str, int]:
    """Dissolve a group."""
    return _act(DISSOLVED, DissolveGroup, group_id=group_id)


def _act(words: str, kind: Any, **fields: object) -> Response | tuple[str, int]:
    require_administrator()
    try:
        hand_in(kind, **fields)
    except Refused as refused:
        return _page(problem=told(refused), typed=_title()), refused.status
    return done(words, "/groups")


def _title() -> str:
    return flask.request.form.get("title", "")


def _page(problem: str = "", typed: str = "") -> str:
    with site().database.read() as db:
        return page("office/groups.html", groups=groups_model(db), problem=problem, typed=typed)
