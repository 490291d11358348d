"""Shows changes after publication to the chair of the meeting, and takes the chair's answer."""

from collections.abc import Collection

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.agenda.tables import find_meeting
from meeting.documents.rules import DocumentState
from meeting.documents.tables import Document, documents_of
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.law import editions as law
from meeting.office.changes import in_words
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.office.press import Press
from meeting.people.tables import Person
from meeting.planning.approving import ApproveChanges, ReturnChanges, SubmitChanges
from meeting.planning.changes import as_told_and_now, last_change
from meeting.planning.rules import closely, differences, papers_to_read
from meeting.planning.tables import waiting_changes
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("approving_changes", __name__)

SENT = _l("Đã trình. Người duyệt thấy các thay đổi này ở trang Hôm nay.")
APPROVED = _l("Đã duyệt. Mọi người dự được báo các thay đổi này.")
RETURNED = _l("Đã trả lại cho thư ký.")


@blueprint.post("/meetings/<int:meeting_id>/changes/submit")
def submit(meeting_id: int) -> Response:
    """Show the chair what was changed."""
    require_maker(meeting_id)
    try:
        hand_in(SubmitChanges, meeting_id=meeting_id)
    except Refused as refused:
        return done(told(refused), f"/meetings/{meeting_id}#changes")
    return done(SENT, f"/meetings/{meeting_id}#changes")


@blueprint.get("/meetings/<int:meeting_id>/approval/changes")
def read(meeting_id: int) -> str:
    """Show every change that was not announced yet, field by field."""
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/approval/changes")
def answer(meeting_id: int) -> Response | tuple[str, int]:
    """Approve them, or return them with comments, according to the pressed button."""
    form = flask.request.form
    seen, words = number(form.get("submission"), 0), clean(form.get("words", "")).strip()
    try:
        if form.get("act") == Press.RETURN:
            hand_in(ReturnChanges, meeting_id=meeting_id, submission=seen, words=words)
            return done(RETURNED, "/")
        hand_in(ApproveChanges, meeting_id=meeting_id, submission=seen)
    except Refused as refused:
        return _page(meeting_id, told(refused), words), refused.status
    return done(APPROVED, "/")


def _require_reader(meeting_id: int) -> Actor:
    """Return the actor, who prepares the meeting or answers its changes. Raises Refused for others.

    They see the plan with its unpublished changes.
    """
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
    if not policy.allowed(actor, Capability.PREPARE):
        policy.require(actor, Capability.APPROVE_CHANGES)
    flask.g.makes = meeting_id
    return actor


def _files(db: Session, meeting_id: int, numbers: Collection[int]) -> list[Document]:
    """Return the papers among these that open from the page: not printed ones, and not those held back."""
    found = documents_of(db, meeting_id)
    return [
        paper
        for paper in found
        if paper.id in numbers and paper.state != DocumentState.ON_PAPER and not paper.readers.held
    ]


def _page(meeting_id: int, problem: str = "", words: str = "") -> str:
    language, actor = current.language(), _require_reader(meeting_id)
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        before, after = as_told_and_now(db, meeting_id)
        submitted = waiting_changes(db, meeting)
        makes, answers = (policy.allowed(actor, each) for each in (Capability.PREPARE, Capability.APPROVE_CHANGES))
        by = db.get(Person, submitted.person_id) if submitted is not None and submitted.person_id else None
        body = law.preset(meeting.edition, meeting.preset)
        return page(
            "office/approval_changes.html",
            meeting=meeting,
            submitted=submitted,
            by=by.particulars.full_name if by else "",
            same=submitted is not None and submitted.upto == last_change(db, meeting_id),
            changes=in_words(differences(before, after), language),
            closely=closely(before, after),
            decisions={key: rule.title.say(language) for key, rule in body.decisions.items()},
            papers=_files(db, meeting_id, papers_to_read(before, after)),
            answers=submitted is not None and answers,
            reads=submitted is not None or makes,
            problem=problem,
            words=words,
        )
