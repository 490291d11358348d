"""Shows a submitted plan to its chair, takes the answer to a draft, and the setting whether the office wants approval.

The answer to changes of a published plan is `approving_changes.py`.
"""

from typing import Any

import flask
from flask import Blueprint
from msgspec.structs import asdict
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.approving import ApproveMeeting, RequireApproval, ReturnMeeting
from meeting.agenda.planned import planned_sittings
from meeting.agenda.tables import find_meeting, items_of, seats_of
from meeting.documents import files
from meeting.documents.panels import document_model
from meeting.documents.readers import check_decided
from meeting.documents.rules import PDF, DocumentState
from meeting.documents.tables import documents_of, find_document
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.law import editions as law
from meeting.office.door import done, hand_in, number, page, require_administrator, told
from meeting.office.press import Press
from meeting.planning.tables import waiting_changes
from meeting.voting.tables import motions_under
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("approving", __name__)

APPROVED = _l("Đã duyệt và phát hành. Người được mời thấy phiên họp này từ bây giờ.")
RETURNED = _l("Đã trả lại cho thư ký.")
REQUIRED = _l("Từ bây giờ chủ tọa duyệt rồi phiên họp mới phát hành.")
LEFT = _l("Từ bây giờ thư ký tự phát hành.")


@blueprint.get("/meetings/<int:meeting_id>/approval")
def read(meeting_id: int) -> str:
    """Show the present plan on one page."""
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/approval")
def answer(meeting_id: int) -> Response | tuple[str, int]:
    """Approve it, or return it with comments, according to the pressed button."""
    _require_reader(meeting_id)
    form = flask.request.form
    seen = number(form.get("submission"), 0)
    words = clean(form.get("words", "")).strip()
    try:
        if form.get("act") == Press.RETURN:
            hand_in(ReturnMeeting, meeting_id=meeting_id, submission=seen, words=words)
            return done(RETURNED, "/")
        hand_in(ApproveMeeting, meeting_id=meeting_id, submission=seen)
    except Refused as refused:
        return _page(meeting_id, told(refused), words), refused.status
    return done(APPROVED, "/")


@blueprint.get("/meetings/<int:meeting_id>/approval/papers/<int:document_id>.pdf")
def paper(meeting_id: int, document_id: int) -> Response:
    """Send a paper of the plan for reading: its PDF, or the original without a PDF."""
    _require_reader(meeting_id)
    with site().database.read() as db:
        found = find_document(db, meeting_id, document_id)
    check_decided(found.readers)
    ready = found.state == DocumentState.READY and found.pdf_sha256 is not None
    sha256 = found.pdf_sha256 if ready and found.pdf_sha256 else found.sha256
    return files.send(
        site().blobs.path(sha256),
        sha256=sha256,
        media_type=PDF if ready else found.media_type,
        filename=f"{found.filename.rsplit('.', 1)[0]}.pdf" if ready else found.filename,
        download=not ready,
    )


@blueprint.post("/settings/approval")
def require() -> Response:
    """Return whether meetings of this office are published only with the approval of their chairs."""
    require_administrator()
    required = flask.request.form.get("required") == "yes"
    hand_in(RequireApproval, required=required)
    return done(REQUIRED if required else LEFT, "/settings#approval")


def _require_reader(meeting_id: int) -> None:
    """Raise Refused for people who neither prepare the meeting nor answer its draft, or its waiting changes."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        changes = waiting_changes(db, find_meeting(db, meeting_id)) is not None
    if not policy.allowed(actor, Capability.PREPARE):
        policy.require(actor, Capability.APPROVE_CHANGES if changes else Capability.APPROVE)
    flask.g.makes = meeting_id


def _page(meeting_id: int, problem: str = "", words: str = "") -> str:
    _require_reader(meeting_id)
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        meeting = find_meeting(db, meeting_id)
        body = law.preset(meeting.edition, meeting.preset)
        papers: dict[int | None, list[Any]] = {}
        for each in documents_of(db, meeting_id):
            papers.setdefault(each.item_id, []).append(document_model(each))
        items = [
            {"item": item, "papers": papers.get(item.id, []), "questions": motions_under(db, meeting_id, item.id)}
            for item in items_of(db, meeting_id)
        ]
        seats = [
            {"role": seat.role, "votes": seat.votes} | asdict(seat.particulars) for seat in seats_of(db, meeting_id)
        ]
        model = {"meeting": meeting, "items": items, "seats": seats, "papers": papers.get(None, [])}
        model["sittings"] = {each.id: each for each in planned_sittings(db, meeting_id)}
        decisions = {key: rule.title.say(current.language()) for key, rule in body.decisions.items()}
        approves = policy.allowed(actor, Capability.APPROVE)
        return page(
            "office/approval.html",
            problem=problem,
            words=words,
            decisions=decisions,
            approves=approves,
            changes=waiting_changes(db, meeting) is not None,
            kind=body.name.say(current.language()),
            **model,
        )
