"""Check-in: the code on the hall screen, the page behind it, and the one request by which a device checks in."""

import flask
from flask import Blueprint, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.panels import meeting_model
from meeting.agenda.tables import find_meeting
from meeting.attendance import claim, passes, rules, scan
from meeting.attendance.commands import CheckIn
from meeting.attendance.tables import arrival_of, is_present
from meeting.commands.replies import refusal_json
from meeting.kernel.refusals import NOT_ALLOWED, NOT_SIGNED_IN, Refused, malformed
from meeting.kernel.roles import Role
from meeting.panels.drawing import draw
from meeting.web import current, forms, qr
from meeting.web.address import room_url
from meeting.web.pages import csrf
from meeting.web.site import site

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/m/<int:meeting_id>/pass.svg")
def pass_image(meeting_id: int) -> Response:
    """Return the present code as an image, for the hall screen and the secretary only."""
    now = current.now()
    with site().database.read() as db:
        settings = current.settings(db)
        if current.require_actor(db, meeting_id).role not in (Role.SCREEN, Role.CLERK):
            raise Refused(NOT_ALLOWED)
    token = passes.make_pass(site().secret, meeting_id, now, settings.pass_seconds)
    answer = flask.make_response(qr.svg(f"{room_url(settings)}{scan.address()}#{token}"))
    answer.headers["Content-Type"] = "image/svg+xml"
    answer.headers["X-Pass-Seconds"] = str(passes.pass_lasts(now, settings.pass_seconds))
    return answer


@blueprint.get("/m/<int:meeting_id>/check-in")
def how_to_arrive(meeting_id: int) -> Response | str:
    """Show how to check in; redirects people who are already checked in to the room."""
    with site().database.read() as db:
        if current.require_actor(db, meeting_id).seat is None:
            raise Refused(NOT_ALLOWED)
        if _is_here(db, meeting_id):
            return flask.redirect(f"/m/{meeting_id}", code=303)
        meeting = meeting_model(find_meeting(db, meeting_id), current.language())
    return render_template("attendance/how.html", meeting=meeting, arriving=scan.address())


@blueprint.get("/q/<version>")
def scanned(version: str) -> Response:
    """Show the page behind the hall screen's code. It is the same for everybody, cacheable, and changes nothing.

    The proof is after the `#`, which no browser sends: a page fetched ahead, or for a link preview, checks nobody in.
    The page submits the proof itself as soon as it is visible.
    """
    return scan.page()


@blueprint.post("/q")
@csrf.exempt  # type: ignore[untyped-decorator]
def arrive() -> Response | tuple[Response, int]:
    """Check in the person of this device. Takes `{payload: {pass}}`; one request is enough when they are signed in.

    Without a pass the device comes back from signing in, with the claim that it got before. Answers
    `{ok, answer: {html}}` with the card to show, or a refusal with its `html`. The page is cached and older than the
    sign-in, so it has no CSRF token; the request's origin is checked instead.
    """
    try:
        current.require_own_page()
        card = _checked_in(_pass_sent())
    except Refused as refused:
        told = refusal_json(refused, current.language())
        facts = {"number": refused.number, "stale": refused.code == passes.STALE}
        card = draw("attendance/_not_arrived.html", told | facts, current.language())
        return flask.jsonify(told | {"html": card}), refused.status
    claim.forget()
    return flask.jsonify({"ok": True, "answer": {"html": card}})


def _pass_sent() -> str:
    payload, _ = forms.body()
    sent = payload.get("pass", "") if isinstance(payload, dict) else None
    if not isinstance(sent, str):
        raise malformed("the pass is no text")
    return sent


def _checked_in(sent: str) -> str:
    """Check in this device's person and return the card to show. For people already present it says since when."""
    held, now = claim.held(), current.now()
    meeting_id = passes.meeting_of(site().secret, sent, held)
    with site().database.read() as db:
        actor = current.find_actor(db, meeting_id)
        current.hold_to_pace(actor)
        known = arrival_of(db, actor.seat.seat_id) if actor is not None and actor.seat is not None else None
        settings = current.settings(db)
    if known is None or not known.present:
        if not settings.in_room(current.address()):
            raise Refused(rules.OUTSIDE)
        if sent:
            passes.read_pass(site().secret, sent, now, settings.pass_seconds)
            held = passes.make_claim(site().secret, meeting_id, now)
        else:
            passes.check_claim(site().secret, held, meeting_id, now)
        if actor is None or actor.person_id is None:
            claim.keep(held)
            raise Refused(NOT_SIGNED_IN)
        if known is None:
            raise Refused(passes.FOREIGN)
        site().commands.submit(CheckIn(meeting_id=meeting_id, claim=held), token=current.token())
    assert known is not None  # noqa: S101 - who is here has a seat
    return draw(
        "attendance/_arrived.html",
        {"meeting_id": meeting_id, "seat": known, "arrived_at": known.arrived_at or now},
        current.language(),
    )


def _is_here(db: Session, meeting_id: int) -> bool:
    """Return whether the person signed in on this device is present in the meeting."""
    actor = current.find_actor(db, meeting_id)
    return actor is not None and actor.seat is not None and is_present(db, actor.seat.seat_id)
