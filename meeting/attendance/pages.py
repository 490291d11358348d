"""Checking in: the code on the hall screen, and the one big button it leads to."""

import flask
from flask import Blueprint, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.panels import meeting_model, seat_model
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance import claim, passes, rules
from meeting.attendance.commands import CheckIn
from meeting.attendance.tables import find_attendance, is_present
from meeting.commands.replies import sentence
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.kernel.roles import Role
from meeting.web import gate, qr
from meeting.web.address import room_url
from meeting.web.site import site

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/m/<int:meeting_id>/pass.svg")
def pass_image(meeting_id: int) -> Response:
    """The code of this moment, for the hall screen and the secretary only."""
    settings, now = site().settings, gate.now()
    with site().database.read() as db:
        if gate.require_actor(db, meeting_id).role not in (Role.SCREEN, Role.CLERK):
            raise Refused(NOT_ALLOWED)
    token = passes.make_pass(site().secret, meeting_id, now, settings.pass_seconds)
    answer = flask.make_response(qr.svg(f"{room_url(settings)}/q/{token}"))
    answer.headers["Content-Type"] = "image/svg+xml"
    answer.headers["X-Pass-Seconds"] = str(passes.pass_lasts(now, settings.pass_seconds))
    return answer


@blueprint.get("/q/<token>")
def arrive(token: str) -> Response | str:
    """Read a pass and offer to check in; changes nothing. Whoever is not signed in does so first."""
    _check_in_room()
    now = gate.now()
    meeting_id = passes.read_pass(site().secret, token, now, site().settings.pass_seconds)
    claim.keep(passes.make_claim(site().secret, meeting_id, now))
    return flask.redirect(f"/m/{meeting_id}/arrive", code=303)


@blueprint.get("/m/<int:meeting_id>/arrive")
def offer(meeting_id: int) -> Response | str:
    """The one big button. Whoever comes back to it once they are here goes on into the room."""
    with site().database.read() as db:
        actor = gate.find_actor(db, meeting_id)
        if actor is None or actor.person_id is None:
            return flask.redirect("/sign-in", code=303)
        if actor.seat is None:
            raise Refused(passes.FOREIGN)
        try:
            _check_in_room()
            passes.check_claim(site().secret, claim.held(), meeting_id, gate.now())
        except Refused:
            if not _is_here(db, meeting_id):
                raise
            return _into_room(meeting_id)
        meeting = find_meeting(db, meeting_id)
        seat = find_seat(db, meeting_id, actor.seat.seat_id)
        row = find_attendance(db, seat.id)
        return render_template(
            "attendance/arrive.html",
            meeting=meeting_model(meeting, gate.language()),
            refused="",
            seat=seat_model(seat),
            arrived_at=row.arrived_at if row is not None and row.present else None,
        )


@blueprint.get("/m/<int:meeting_id>/check-in")
def how_to_arrive(meeting_id: int) -> Response | str:
    """What to do for whoever is not checked in; who is goes on into the room."""
    with site().database.read() as db:
        if gate.require_actor(db, meeting_id).seat is None:
            raise Refused(NOT_ALLOWED)
        if _is_here(db, meeting_id):
            return _into_room(meeting_id)
        meeting = meeting_model(find_meeting(db, meeting_id), gate.language())
    return render_template("attendance/how.html", meeting=meeting)


@blueprint.post("/m/<int:meeting_id>/arrive")
def check_in(meeting_id: int) -> Response | tuple[str, int]:
    """Check in the person signed in on this device. Whoever is here already goes on into the room."""
    try:
        _check_in_room()
        site().commands.submit(CheckIn(meeting_id=meeting_id, claim=claim.held()), token=gate.token())
    except Refused as refused:
        with site().database.read() as db:
            if _is_here(db, meeting_id):
                return _into_room(meeting_id)
        page = render_template(
            "attendance/arrive.html",
            meeting=None,
            person=None,
            arrived_at=None,
            refused=sentence(refused, gate.language()),
            stale=refused.code == passes.STALE,
            number=refused.number,
        )
        return page, refused.status
    claim.forget()
    return _into_room(meeting_id)


def _into_room(meeting_id: int) -> Response:
    return flask.redirect(f"/m/{meeting_id}", code=303)


def _is_here(db: Session, meeting_id: int) -> bool:
    """Whether the person signed in on this device has been checked in: a code is no matter to them any more."""
    actor = gate.find_actor(db, meeting_id)
    return actor is not None and actor.seat is not None and is_present(db, actor.seat.seat_id)


def _check_in_room() -> None:
    if not site().settings.in_room(gate.address()):
        raise Refused(rules.OUTSIDE)
