"""Remarks about the program, for administrators, unread ones first."""

from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.feedback.commands import MarkRead
from meeting.feedback.tables import remarks
from meeting.help.topics import TOPICS
from meeting.kernel.refusals import _l
from meeting.office.door import done, hand_in, page, require_administrator
from meeting.web.site import site

blueprint = Blueprint("office_feedback", __name__)

READ = _l("Đã ghi là đã đọc.")


@blueprint.get("/feedback")
def feedback() -> str:
    """Show all remarks."""
    require_administrator()
    with site().database.read() as db:
        titles = {key: topic.title for key, topic in TOPICS.items()}
        return page("office/feedback.html", remarks=remarks(db), titles=titles)


@blueprint.post("/feedback/<int:remark_id>")
def mark_read(remark_id: int) -> Response:
    """Mark a remark as read."""
    require_administrator()
    hand_in(MarkRead, remark_id=remark_id)
    return done(READ, "/feedback")
