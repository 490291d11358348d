"""What a device asks when what it is shown does not follow what it keeps; and the page of what it keeps."""

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access.policy import view_of
from meeting.agenda.panels import meeting_model, seat_model
from meeting.agenda.tables import find_meeting, find_seat
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.panels.views import OUTSIDE
from meeting.web import gate
from meeting.web.site import site
from meeting.witness.key import public_half
from meeting.witness.milestones import marks_handed_to

blueprint = Blueprint("witness", __name__)

_MOST = 2000


@blueprint.get("/m/<int:meeting_id>/heads")
def heads(meeting_id: int) -> Response:
    """What whoever asks was handed: `{heads: [[number, hash], …], whole, key}`, oldest first.

    `whole`: nobody was handed more; `key`: the public half with which they are signed.
    """
    with site().database.read() as db:
        view = view_of(gate.require_actor(db, meeting_id))
        told = marks_handed_to(db, meeting_id, view, _MOST)[::-1]
    key = public_half(site().settings.data)
    answer = flask.jsonify({"heads": told, "whole": view not in OUTSIDE, "key": key})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/m/<int:meeting_id>/my-device")
def my_device(meeting_id: int) -> str:
    """What this device keeps of the meeting, to be taken away; the page's own script reads it."""
    with site().database.read() as db:
        actor = gate.require_actor(db, meeting_id)
        if actor.seat is None:
            raise Refused(NOT_ALLOWED)
        meeting = meeting_model(find_meeting(db, meeting_id), gate.language())
        seat = seat_model(find_seat(db, meeting_id, actor.seat.seat_id))
    key = public_half(site().settings.data)
    return render_template("witness/my_device.html", meeting=meeting, seat=seat, key=key)
