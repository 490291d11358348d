"""The list of voters and their votes, loaded on request: for a large hall it is too long to send with every screen."""

from flask import Blueprint

from meeting.access.policy import view_of
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.law.rules import Choice
from meeting.panels import drawing
from meeting.panels.views import OFFICERS
from meeting.voting.panels import names_model
from meeting.voting.tables import find_motion
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("voting", __name__)


@blueprint.get("/m/<int:meeting_id>/votes/<int:motion_id>/names")
def names(meeting_id: int, motion_id: int) -> str:
    """Show the names of a closed vote by name, to those who run the meeting."""
    with site().database.read() as db:
        view = view_of(current.require_actor(db, meeting_id))
        if view not in OFFICERS:
            raise Refused(NOT_ALLOWED)
        sight = site().gallery.sight(db, meeting_id, view, current.language())
        chosen = names_model(sight, find_motion(db, meeting_id, motion_id))
    return drawing.draw("voting/_names.html", {"names": chosen, "choices": tuple(Choice)}, current.language())
