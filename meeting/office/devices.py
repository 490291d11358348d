"""“Thiết bị của tôi”: where one is signed in, and ending any of it. For everybody who signs in."""

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import sessions
from meeting.access.actors import Actor
from meeting.kernel.refusals import NOT_ALLOWED, Refused, _l
from meeting.office.door import done, page
from meeting.private import registry as private
from meeting.web import gate
from meeting.web.site import site

blueprint = Blueprint("devices", __name__)

ENDED = _l("Đã đăng xuất máy đó.")
ALL_ENDED = _l("Đã đăng xuất mọi máy khác.")


@blueprint.get("/devices")
def devices() -> str:
    """Every device the person is signed in on, this one first."""
    with site().database.read() as db:
        actor = _person(db)
        live = sessions.live_of(db, actor.person_id or 0, gate.now())
        listed = sorted(live, key=lambda each: each.token_hash != actor.device)
        return page("office/devices.html", devices=listed, here=actor.device, admin=actor.admin)


@blueprint.post("/devices")
def end() -> Response:
    """Sign one device out, or every other one."""
    gate.hold_to_pace()
    with site().database.read() as db:
        here = _person(db).device
    device = flask.request.form.get("device", "")
    if device == here:
        return flask.redirect("/devices", code=303)  # leaving this one is “Thoát”
    request, words = ("devices.sign_out", ENDED) if device else ("devices.sign_out_others", ALL_ENDED)
    payload = {"device": device} if device else {"keep": here}
    key = flask.request.form.get("key", "")
    site().private.submit(private.decode(request, payload), token=gate.token(), key=key)
    return done(words, "/devices")


def _person(db: Session) -> Actor:
    """Who asks; a hall screen has no devices."""
    actor = gate.require_actor(db, None)
    if actor.person_id is None:
        raise Refused(NOT_ALLOWED)
    return actor
