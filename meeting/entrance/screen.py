"""The hall screen's own entrance: an address that shows one meeting, and gives no other access."""

import re

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access.tables import Way
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.tokens import mac, same
from meeting.people.panels import person_model
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("hall", __name__)

_NUMBER = re.compile(r"[0-9]{1,9}")


@blueprint.get("/screen/<token>")
def hall_screen(token: str) -> Response | str:
    """Show the hall screen's own entry. Asks first when a person is signed in, so that opening it signs nobody out."""
    _screen_of(token)
    with site().database.read() as db:
        actor = current.find_actor(db, None)
        if actor is not None and actor.person_id is not None:
            return render_template("entrance/screen.html", person=person_model(db, actor))
    return become_screen(token)


@blueprint.post("/screen/<token>")
def become_screen(token: str) -> Response:
    """Turn this browser into the hall screen of the meeting with this address."""
    meeting_id = _screen_of(token)
    current.sign_in(None, way=Way.SCREEN, screen_of=meeting_id)
    return flask.redirect(f"/m/{meeting_id}/screen", code=303)


def screen_token(secret: bytes, meeting_id: int) -> str:
    """Return the token in the hall screen's address."""
    return f"{meeting_id}-{mac(secret, 'screen', str(meeting_id)).hex()[:32]}"


def _screen_of(token: str) -> int:
    """Return the meeting whose hall screen has this address. Raises Refused for an address not made here."""
    meeting = token.partition("-")[0]
    if not _NUMBER.fullmatch(meeting) or not same(screen_token(site().secret, int(meeting)).encode(), token.encode()):
        raise Refused(NOT_FOUND)
    return int(meeting)
