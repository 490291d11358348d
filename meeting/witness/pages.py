"""Answers a device whose screen does not follow its kept heads, and shows the page of what a device keeps."""

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access.policy import view_of
from meeting.agenda.panels import meeting_model, seat_model
from meeting.agenda.tables import find_meeting, find_seat
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.panels.views import OUTSIDE
from meeting.web import current
from meeting.web.site import site
from meeting.witness.key import public_half
from meeting.witness.milestones import marks_handed_to

blueprint = Blueprint("witness", __name__)

_MOST = 2000


@blueprint.get("/m/<int:meeting_id>/heads")
def heads(meeting_id: int) -> Response:
    """Return the heads that this view got: `{heads: [[number, hash], …], whole, key}`, oldest first.

    `whole`: there were no others; `key`: the public half that signs them.
    """
    with site().database.read() as db:
        view = view_of(current.require_actor(db, meeting_id))
        told = marks_handed_to(db, meeting_id, view, _MOST)[::-1]
    key = public_half(site().settings.data)
    answer = flask.jsonify({"heads": told, "whole": view not in OUTSIDE, "key": key})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/m/<int:meeting_id>/my-device")
def my_device(meeting_id: int) -> str:
    """Show what this device keeps of the meeting, for download. The page's own script reads it."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        if actor.seat is None:
            raise Refused(NOT_ALLOWED)
        meeting = meeting_model(find_meeting(db, meeting_id), current.language())
        seat = seat_model(find_seat(db, meeting_id, actor.seat.seat_id))
    key = public_half(site().settings.data)
    return render_template("witness/my_device.html", meeting=meeting, seat=seat, key=key)
