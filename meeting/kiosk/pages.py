"""The pages of a kiosk, and of an officer who reads cards on their own device."""

import time
from typing import Any

import flask
from flask import Blueprint, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.actors import SYSTEM, Actor
from meeting.access.policy import Capability
from meeting.access.tables import Way
from meeting.agenda.events import SEAT_EVENTS
from meeting.agenda.panels import meeting_model, seat_model
from meeting.agenda.tables import find_meeting, seats_of
from meeting.attendance.points import named_point
from meeting.attendance.quorum import quorum_now
from meeting.attendance.rules import OUTSIDE
from meeting.attendance.tables import arrival_of, roll_lines
from meeting.commands import caps
from meeting.commands.payload import read_payload
from meeting.commands.replies import refusal_json
from meeting.commands.submit import Reply
from meeting.entrance.entering import is_invited, note_invited
from meeting.journal import book as journal
from meeting.kernel.assets import asset_root
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import NOT_SIGNED_IN, Refused
from meeting.kernel.text import Cap, clean
from meeting.kiosk import rules
from meeting.kiosk.commands import OpenKiosk, PairKiosk, ReadAtDoor
from meeting.kiosk.events import ReadingSetAside
from meeting.kiosk.invitations import make_invitation, seat_invited
from meeting.kiosk.rules import KioskAnswer
from meeting.kiosk.shown import Shown, seat_shown
from meeting.kiosk.tables import Kiosk, find_kiosk, kiosk_of_code
from meeting.panels.drawing import draw
from meeting.people.panels import person_model
from meeting.web import current, forms, qr
from meeting.web.address import room_url
from meeting.web.agents import device_named
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("kiosk", __name__)
current.open_to_kiosks(blueprint, home="/m/{meeting_id}/door")
caps.form("kiosk.form", code=Cap("Mã máy điểm danh", 20))

CODES_TRIED = "20 per minute; 200 per hour"


@blueprint.post("/m/<int:meeting_id>/kiosks")
def open_kiosk(meeting_id: int) -> str:
    """Prepare a kiosk and show its code. The code is shown only once."""
    current.hold_to_pace()
    code, by_name = rules.new_code(), "by_name" in flask.request.form
    title = clean(flask.request.form.get("title", "")).strip()
    command = OpenKiosk(
        meeting_id=meeting_id,
        title=title,
        by_name=by_name,
        code_hash=rules.code_hash(code),
        point_id=flask.request.form.get("point_id", 0, type=int),
    )
    site().commands.submit(command, token=current.token())
    url = f"{room_url(site().settings)}/kiosk"
    codes = {"code": rules.spoken(code), "url": url, "qr": qr.picture(f"{url}/{code}"), "here": f"/kiosk/{code}"}
    return render_template("kiosk/opened.html", title=title, meeting_id=meeting_id, **codes)


@blueprint.get("/m/<int:meeting_id>/invitations")
def invitations(meeting_id: int) -> str:
    """Show an invitation for each seat, to print and cut.

    Drawing a QR code takes milliseconds, so the loop yields to other requests after each.
    """
    with site().database.read() as db:
        policy.require(current.require_actor(db, meeting_id), Capability.KEEP_ROLL)
        meeting = meeting_model(find_meeting(db, meeting_id), current.language())
        seats = [(seat_model(seat), seat.person_id) for seat in seats_of(db, meeting_id)]
    address, made = f"{room_url(site().settings)}/i", []
    for seat, person_id in seats:
        code = make_invitation(site().secret, meeting_id, seat["id"], person_id)
        made.append({"seat": seat, "qr": qr.picture(f"{address}/{code}")})
        time.sleep(0)
    return render_template("kiosk/invitations.html", meeting=meeting, invitations=made)


@blueprint.get("/i/<code>")
def invitation(code: str) -> str | Response:
    """Redirect a signed-in person with a seat to the meeting. Others see what the code is for.

    After signing in they are sent to the meeting. The code itself gives no access.
    """
    try:
        meeting_id, _ = seat_invited(code)
    except Refused:
        return render_template("kiosk/invitation.html", person=None, known=False)
    with site().database.read() as db:
        actor = current.find_actor(db, None)
        person = actor.person_id if actor is not None else None
        if person is not None and is_invited(db, meeting_id, person):
            return flask.redirect(f"/m/{meeting_id}", code=303)
    if actor is None:
        note_invited(meeting_id)
    return render_template("kiosk/invitation.html", person=person, known=actor is None)


@blueprint.get("/kiosk")
@blueprint.get("/kiosk/<code>")
def ask_for_code(code: str = "") -> str:
    """Show the form that pairs this machine. Showing it changes nothing and does not use up the code."""
    with site().database.read() as db:
        actor = current.find_actor(db, None)
        person = person_model(db, actor) if actor is not None and actor.person_id is not None else None
    return render_template("kiosk/pair.html", code=code[:20], person=person)


@blueprint.post("/kiosk")
@limiter.limit(CODES_TRIED)
def pair() -> Response:
    """Pair this machine as a kiosk. This signs out the person who was signed in on it."""
    code_hash = rules.code_hash(flask.request.form.get("code", ""))
    with site().database.read() as db:
        waits = kiosk_of_code(db, code_hash, current.now())
        if waits is None:
            current.note_refused(Way.KIOSK)
            raise Refused(rules.WRONG_CODE)
        kiosk, meeting_id = waits.id, waits.meeting_id
    device = device_named(flask.request.headers.get("User-Agent", ""))
    site().commands.submit(PairKiosk(meeting_id=meeting_id, code_hash=code_hash, device=device), actor=SYSTEM)
    current.sign_in(None, way=Way.KIOSK, kiosk=kiosk, kiosk_of=meeting_id, language=current.language())
    return flask.redirect(f"/m/{meeting_id}/door", code=303)


@blueprint.post("/kiosk/leave")
def leave() -> Response:
    """Turn a stopped kiosk back into an ordinary machine. Raises Refused for a kiosk that is not stopped."""
    with site().database.read() as db:
        if current.find_actor(db, None) is not None:
            raise Refused(current.KIOSK_ONLY)
    current.sign_out()
    return flask.redirect("/sign-in", code=303)


@blueprint.get("/m/<int:meeting_id>/door")
def door(meeting_id: int) -> str | Response:
    """Show the page at the door."""
    with site().database.read() as db:
        actor = current.find_actor(db, meeting_id)
        if actor is None and current.is_kiosk():
            return render_template("kiosk/over.html")
        actor = _keeper(db, meeting_id)
        kiosk = _kiosk(db, meeting_id, actor)
        meeting = meeting_model(find_meeting(db, meeting_id), current.language())
        finds = kiosk is None or kiosk.by_name
        here = {
            "kiosk": kiosk,
            "point": named_point(db, kiosk.point_id if kiosk else None),
            "finds": finds,
            "count": _count(db, meeting_id),
            "now": stamp(current.now()),
        }
        return render_template("kiosk/door.html", meeting=meeting, **here)


@blueprint.get("/m/<int:meeting_id>/door/worker.js")
def worker(meeting_id: int) -> Response:
    """Return the page's service worker, which loads the page without a network. Its scope is this page alone."""
    answer = flask.send_file(asset_root() / "static" / "js" / "kiosk" / "worker.js", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = f"/m/{meeting_id}/door"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/m/<int:meeting_id>/door/people")
def people(meeting_id: int) -> Response:
    """Return `{people: [{id, label, name, about}], mark, count, now}`.

    The page finds people by name in it, even offline.

    `?known=` is the mark of the list that the page has; when it still matches, `people` is left out. The list is empty
    for a kiosk without search by name. A stopped kiosk learns here, by the refusal, that it was stopped.
    """
    with site().database.read() as db:
        actor = _keeper(db, meeting_id)
        current.hold_to_pace(actor)
        kiosk = _kiosk(db, meeting_id, actor)
        finds = kiosk is None or kiosk.by_name
        mark = _mark(db, meeting_id) if finds else ""
        news: dict[str, Any] = {"mark": mark, "count": _count(db, meeting_id), "now": stamp(current.now())}
        if not mark or flask.request.args.get("known") != mark:
            news["people"] = _people(db, meeting_id) if finds else []
    return flask.jsonify(news)


@blueprint.post("/m/<int:meeting_id>/door")
def read(meeting_id: int) -> Response | tuple[Response, int]:
    """Record one reading: `{payload: {card | invitation | seat_id, leaves, read_at}, key}`.

    A repeated key is not recorded twice. Returns `{told, html}` to show, or a refusal with the same two fields. A
    refusal without `told` says nothing about the reading: it concerns the kiosk or its page, which must keep the
    reading and send it again.
    """
    payload, key = forms.body()
    with site().database.read() as db:
        actor = _keeper(db, meeting_id)
    current.hold_to_pace(actor)
    try:
        told = _read(meeting_id, actor, payload, key)
    except Refused as refused:
        answer = refusal_json(refused, current.language())
        model = answer | {"told": KioskAnswer.REFUSED, "number": refused.number}
        html = draw("kiosk/_result.html", model, current.language())
        return flask.jsonify(answer | {"told": KioskAnswer.REFUSED, "html": html}), refused.status
    return flask.jsonify({"ok": True, "answer": told})


def _read(meeting_id: int, actor: Actor, payload: object, key: str) -> dict[str, Any]:
    sent = {"meeting_id": meeting_id} | payload if isinstance(payload, dict) else payload
    command = read_payload(ReadAtDoor.name, sent, ReadAtDoor)
    reply = site().commands.submit(command, token=current.token(), key=key)
    with site().database.read() as db:
        return _told(db, command, actor, done=_moved(db, meeting_id, reply))


def _moved(db: Session, meeting_id: int, reply: Reply) -> bool:
    """Return whether a reading, now or when it first came, has checked its person in or out.

    One that changed nothing has no event, and so no receipt; the event of one that came too late says that.
    """
    line = journal.line(db, journal.book_of(meeting_id), reply.upto) if reply.code else None
    return line is not None and line.kind != ReadingSetAside.kind


def _told(db: Session, command: ReadAtDoor, actor: Actor, *, done: bool) -> dict[str, Any]:
    """Return what the page shows about an accepted reading."""
    meeting, shown = find_meeting(db, command.meeting_id), Shown(command.card, command.invitation, command.seat_id)
    kiosk = _kiosk(db, meeting.id, actor)
    try:
        seat = seat_shown(db, site().secret, meeting, shown, kiosk)
    except Refused:
        seat = None  # it came late and was set aside
    known = arrival_of(db, seat.id) if seat is not None else None
    told = _state(command, known, done=done)
    leaves = told == KioskAnswer.AGAIN and (kiosk is None or not command.seat_id)
    model = {"told": told, "seat": known, "now": current.now(), "may_leave": leaves}
    html = draw("kiosk/_result.html", model, current.language())
    return {"told": told, "html": html, "count": _count(db, meeting.id), "now": stamp(current.now())}


def _state(command: ReadAtDoor, known: Any, *, done: bool) -> KioskAnswer:
    if done:
        if command.leaves:
            return KioskAnswer.OUT
        return KioskAnswer.BACK if known is not None and known.left_at is not None else KioskAnswer.IN
    return KioskAnswer.AGAIN if known is not None and known.present and not command.leaves else KioskAnswer.KEPT


def _keeper(db: Session, meeting_id: int) -> Actor:
    """Return the actor at the door: an officer, or a kiosk. Raises Refused for others.

    A kiosk that is not at a point must be in the room's own networks.
    """
    actor = current.find_actor(db, meeting_id)
    if actor is None:
        raise Refused(rules.ENDED if current.is_kiosk() else NOT_SIGNED_IN)
    policy.require(actor, Capability.KEEP_DOOR)
    kiosk = _kiosk(db, meeting_id, actor)
    if kiosk is not None and kiosk.point_id is None and not current.settings(db).in_room(current.address()):
        raise Refused(OUTSIDE)
    return actor


def _kiosk(db: Session, meeting_id: int, actor: Actor) -> Kiosk | None:
    return None if actor.kiosk is None else find_kiosk(db, meeting_id, actor.kiosk)


def _count(db: Session, meeting_id: int) -> dict[str, int]:
    ruled = quorum_now(db, find_meeting(db, meeting_id))
    return {"present": ruled.present, "total": ruled.total}


def _mark(db: Session, meeting_id: int) -> str:
    """Return the hash of the newest journal line that changed a name or a place. It changes with the list."""
    kinds = [event.kind for event in SEAT_EVENTS]
    return next((line for _, line in journal.marks_among(db, journal.book_of(meeting_id), kinds, 1)), "")


def _people(db: Session, meeting_id: int) -> list[dict[str, Any]]:
    return [
        {
            "id": line.id,
            "label": line.label,
            "name": line.particulars.named(),
            "about": " – ".join(part for part in (line.particulars.title, line.particulars.unit) if part),
        }
        for line in roll_lines(db, meeting_id)
    ]
