"""The notice of conclusions on screen: makers hand it in, and people who may read the minutes may read it."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.access.policy import Capability, allowed, view_of
from meeting.agenda.tables import was_internal
from meeting.deadlines.notices import IssueConclusion
from meeting.deadlines.tables import notice_of
from meeting.documents.files import send
from meeting.documents.rules import PDF
from meeting.kernel.refusals import NOT_FOUND, Refused, _l
from meeting.kernel.text import clean
from meeting.kernel.words import say
from meeting.minutes.rules import check_not_hidden
from meeting.office.allotting import plain_name
from meeting.office.door import hand_in, require_maker
from meeting.office.incoming import refused_json, take_slice, take_whole
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("notices", __name__)

ISSUED = _l("Đã ghi thông báo kết luận. Người dự đọc được ở trang Hôm nay và trong danh sách phiên họp đã họp.")


@blueprint.post("/meetings/<int:meeting_id>/notice/slices")
def put_slice(meeting_id: int) -> Response | tuple[Response, int]:
    """Store one slice of the paper (see incoming)."""
    require_maker(meeting_id)
    return take_slice()


@blueprint.post("/meetings/<int:meeting_id>/notice")
def issue(meeting_id: int) -> Response | tuple[Response, int]:
    """Record the notice when the paper is complete, with its number and day."""
    require_maker(meeting_id)
    form = flask.request.form
    said = {"number": " ".join(clean(form.get("number", "")).split()), "dated": form.get("dated", "")}
    try:
        hand_in(IssueConclusion, source=meeting_id, **said, **take_whole(plain_name(form.get("name", ""))))
    except Refused as refused:
        return refused_json(refused)
    flask.flash(say(ISSUED, current.language()))
    return flask.jsonify({"ok": True})


@blueprint.get("/m/<int:meeting_id>/notice.pdf")
def notice(meeting_id: int) -> Response:
    """Send the notice to everybody who may read the minutes, and to makers."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        if not allowed(actor, Capability.PREPARE):
            view_of(actor)
            check_not_hidden(actor.role, internal=was_internal(db, meeting_id))
        found = notice_of(db, meeting_id)
    if found is None:
        raise Refused(NOT_FOUND)
    paper = site().blobs.path(found.sha256)
    return send(paper, sha256=found.sha256, media_type=PDF, filename=found.filename, download=False)
