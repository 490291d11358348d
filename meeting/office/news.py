"""Changes of a meeting, for people with a seat in it: they read them and confirm that once."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.publishing import SeeChanges
from meeting.agenda.rules import OVER
from meeting.agenda.tables import ChangesSeenBy, find_meeting, last_publication
from meeting.kernel.refusals import Refused, _l
from meeting.office.changes import publications
from meeting.office.door import done, hand_in, number, page, told
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("news", __name__)

SEEN = _l("Đã ghi nhận: đã xem thay đổi.")
NOT_NEEDED = _l("Phiên họp đã kết thúc, không cần xác nhận đã xem nữa.")


@blueprint.get("/m/<int:meeting_id>/changes")
def changes(meeting_id: int) -> str:
    """Show every publication, the latest first. Opening the page does not count as reading: it may be prefetched."""
    return _page(meeting_id)


@blueprint.post("/m/<int:meeting_id>/changes")
def see(meeting_id: int) -> Response | tuple[str, int]:
    """Say that one has read the latest."""
    try:
        hand_in(SeeChanges, meeting_id=meeting_id, number=number(flask.request.form.get("number"), 0))
    except Refused as refused:
        return _page(meeting_id, told(refused)), refused.status
    return done(NOT_NEEDED if _is_over(meeting_id) else SEEN, f"/m/{meeting_id}/changes")


def _is_over(meeting_id: int) -> bool:
    with site().database.read() as db:
        return find_meeting(db, meeting_id).state in OVER


def _page(meeting_id: int, problem: str = "") -> str:
    with site().database.read() as db:
        actor = policy.require(current.require_actor(db, meeting_id), Capability.CHECK_IN)
        latest = last_publication(db, meeting_id)
        seat = actor.seat.seat_id if actor.seat else 0
        key = (meeting_id, latest.number if latest else 0, seat)
        meeting = find_meeting(db, meeting_id)
        return page(
            "office/changes.html",
            meeting=meeting,
            told=publications(db, meeting_id, current.language(), actor.role),
            latest=key[1],
            asks=meeting.state not in OVER and db.get(ChangesSeenBy, key) is None,
            problem=problem,
        )
