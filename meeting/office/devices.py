"""“Máy của tôi”: where a person is signed in, and ending these sign-ins. For everybody who signs in.

Officers also see the machines at the doors of their meetings, which belong to no person.
"""

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy, sessions
from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.kernel.refusals import NOT_ALLOWED, Refused, _l
from meeting.kiosk.commands import EndKiosk
from meeting.kiosk.tables import RunningKiosk, running_for
from meeting.office.door import done, number, page
from meeting.private import registry as private
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("devices", __name__)

ENDED = _l("Đã đăng xuất máy đó.")
DOOR_ENDED = _l("Đã dừng máy điểm danh đó.")
ALL_ENDED = _l("Đã đăng xuất mọi máy khác.")


@blueprint.get("/devices")
def devices() -> str:
    """Show the devices on which the person is signed in, this one first."""
    with site().database.read() as db:
        actor = _person(db)
        live = sessions.live_of(db, actor.person_id or 0, current.now())
        listed = sorted(live, key=lambda each: each.token_hash != actor.device)
        own = {"devices": listed, "here": actor.device, "admin": actor.admin}
        return page("office/devices.html", doors=_at_doors(db, actor.person_id or 0), **own)


@blueprint.post("/devices")
def end() -> Response:
    """Sign one device out, or every other one."""
    current.hold_to_pace()
    with site().database.read() as db:
        here = _person(db).device
    device = flask.request.form.get("device", "")
    if device == here:
        return flask.redirect("/devices", code=303)  # for this device there is “Đăng xuất”
    request, words = ("devices.sign_out", ENDED) if device else ("devices.sign_out_others", ALL_ENDED)
    payload = {"device": device} if device else {"keep": here}
    key = flask.request.form.get("key", "")
    site().private.submit(private.decode(request, payload), token=current.token(), key=key)
    return done(words, "/devices")


@blueprint.post("/devices/doors")
def end_at_door() -> Response:
    """End a kiosk. For those who keep the roll of its meeting."""
    current.hold_to_pace()
    form = flask.request.form
    command = EndKiosk(meeting_id=number(form.get("meeting")), kiosk_id=number(form.get("kiosk")))
    site().commands.submit(command, token=current.token(), key=form.get("key", ""))
    return done(DOOR_ENDED, "/devices")


def _at_doors(db: Session, person_id: int) -> list[RunningKiosk]:
    """Return the kiosks that the person may stop."""
    found = running_for(db, person_id, current.now())
    keeps = {
        meeting: policy.allowed(current.require_actor(db, meeting), Capability.KEEP_ROLL)
        for meeting in {each.kiosk.meeting_id for each in found}
    }
    return [each for each in found if keeps[each.kiosk.meeting_id]]


def _person(db: Session) -> Actor:
    """Return the person who asks. Raises Refused for hall screens."""
    actor = current.require_actor(db, None)
    if actor.person_id is None:
        raise Refused(NOT_ALLOWED)
    return actor
