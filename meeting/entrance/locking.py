"""Shared tablets: they lock when nobody uses them, open by PIN or card, and ask for the PIN before a ballot.

The person stays signed in: their seat, presence and page do not change.
"""

import logging
from urllib.parse import urlsplit

import flask
from flask import Blueprint, render_template
from msgspec.structs import asdict
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import actors, sessions
from meeting.access.actors import Actor
from meeting.access.tables import Login, Way
from meeting.commands import caps
from meeting.commands.replies import refusal_json, sentence
from meeting.entrance import tries
from meeting.kernel.refusals import LOCKED, NOT_SIGNED_IN, Refused, declare
from meeting.kernel.text import Cap
from meeting.people.tables import find_person
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("locking", __name__)
caps.form("access.unlock", to=Cap("Trang", 2000))

log = logging.getLogger(__name__)

WRONG_PIN = declare("access.wrong_pin", 403, "PIN chưa đúng. Mời nhập lại, hoặc quét mã QR trên thẻ.")


@blueprint.get("/locked")
def locked() -> str | Response:
    """Ask the person signed in on this tablet for their PIN. If it is not locked, go on."""
    actor = _here()
    if not actor.locked:
        return flask.redirect(_way_on(flask.request.args.get("to", "")), code=303)
    return _page(actor)


@blueprint.post("/locked")
@limiter.limit(tries.FROM_HERE, key_func=tries.from_here, on_breach=tries.refuse_pin)
@limiter.limit(
    tries.FROM_ANYWHERE, key_func=tries.from_anywhere, deduct_when=tries.was_wrong, on_breach=tries.refuse_pin
)
def unlock() -> Response | tuple[str, int]:
    """Unlock the tablet with the right PIN, and return to its page."""
    actor = _here()
    if not _is_right(actor, flask.request.form.get("pin", "")):
        return _page(actor, sentence(Refused(WRONG_PIN), current.language())), 403
    return flask.redirect(_way_on(flask.request.form.get("to", "")), code=303)


@blueprint.post("/prove")
@limiter.limit(tries.FROM_HERE, key_func=tries.from_here, on_breach=tries.refuse_pin)
@limiter.limit(
    tries.FROM_ANYWHERE, key_func=tries.from_anywhere, deduct_when=tries.was_wrong, on_breach=tries.refuse_pin
)
def prove() -> tuple[Response, int]:
    """Do the same for a page that stays open: check the PIN before a ballot, as JSON."""
    body = flask.request.get_json(silent=True)
    payload = body.get("payload") if isinstance(body, dict) else None
    pin = payload.get("pin") if isinstance(payload, dict) else None
    if not isinstance(pin, str) or not _is_right(_here(), pin):
        return flask.jsonify(refusal_json(Refused(WRONG_PIN), current.language())), 403
    return flask.jsonify({"ok": True}), 200


@blueprint.post("/lock")
def lock() -> tuple[Response, int]:
    """Lock the tablet: nobody has used it for a while, or its user leaves."""
    device, moment = _here().device, current.now()
    site().database.gate.submit(lambda db: sessions.lock(db, device, moment))
    return flask.jsonify({"ok": True}), 200


@blueprint.post("/awake")
def awake() -> tuple[Response, int]:
    """Keep the tablet open while somebody uses it. Answers 423 when it has locked meanwhile."""
    device, moment, minutes = _here().device, current.now(), current.settings().lock_minutes
    if not site().database.gate.submit(lambda db: sessions.keep_awake(db, device, moment, minutes)):
        return flask.jsonify(refusal_json(Refused(LOCKED), current.language())), 423
    return flask.jsonify({"ok": True}), 200


def is_theirs(db: Session, person_id: int) -> bool:
    """Return whether this is a shared tablet on which that person is signed in: their card opens it again."""
    actor = actors.find(db, current.token(), None, current.now())
    return actor is not None and actor.shared and actor.person_id == person_id


def reopen() -> Response:
    """Open the tablet after the card of the person signed in here was shown."""
    _proved(_here())
    return flask.redirect(_way_on(str(flask.session.pop("to", ""))), code=303)


def _here() -> Actor:
    """Return the person signed in on this tablet, locked or not. Raises Refused."""
    with site().database.read() as db:
        actor = actors.find(db, current.token(), None, current.now())
    if actor is None or actor.person_id is None:
        raise Refused(NOT_SIGNED_IN)
    return actor


def _is_right(actor: Actor, pin: str) -> bool:
    pin = pin[: caps.limit("access.sign_in", "pin") + 1]
    if site().directory.authenticate(actor.name, pin) != actor.person_id:
        log.warning("PIN refused on a shared tablet: %r from %s", actor.name, current.address())
        current.note_refused(Way.CODE, actor.name)
        return False
    tries.take_back()
    _proved(actor)
    return True


def _proved(actor: Actor) -> None:
    moment, minutes = current.now(), current.settings().lock_minutes
    site().database.gate.submit(lambda db: sessions.prove(db, actor.device, moment, minutes))


def _way_on(to: str) -> str:
    """Return the page where the tablet was: only a page of this server."""
    parts = urlsplit(to)
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return to if inside and not to.startswith("/locked") and to.isprintable() else "/"


def _page(actor: Actor, error: str = "") -> str:
    to = (flask.request.form.get("to") or flask.request.args.get("to", ""))[: caps.limit("access.unlock", "to")]
    flask.session["to"] = to
    with site().database.read() as db:
        person = asdict(find_person(db, actor.person_id or 0).particulars)
        has_pin = db.get_one(Login, actor.person_id or 0).pin_hash is not None
    return render_template("entrance/locked.html", person=person, to=to, error=error, has_pin=has_pin)
