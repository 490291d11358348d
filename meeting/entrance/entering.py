"""Coming in: the door behind card, PIN, password and, for administrators, the second factor."""

import flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import second
from meeting.access.tables import Login, Way
from meeting.agenda.rules import OVER, UNSEEN, Mandate, MeetingState
from meeting.agenda.tables import Meeting, Seat
from meeting.attendance import claim, scan
from meeting.attendance.passes import read_claim
from meeting.commands.replies import sentence
from meeting.entrance.alarms import tell_other_devices
from meeting.kernel.refusals import Refused
from meeting.voting.devices import VoteHere
from meeting.web import gate
from meeting.web.site import site

SECOND_SECONDS = 600
"""How long somebody who has shown the first factor may look for their telephone."""
INVITED_SECONDS = 600
"""How long after an invitation was read whoever signs in there goes to its meeting."""


def go_on(person_id: int, way: Way) -> Response:
    """Somebody has shown card, PIN or password: in, or to the second step."""
    with site().database.read() as db:
        asks = second.asks(db, person_id)
    if not asks.code and not asks.enrolment:
        return enter(person_id, way)
    flask.session["second"] = [person_id, int(gate.now().timestamp()) + SECOND_SECONDS, way]
    return flask.redirect("/second", code=303)


def note_invited(meeting_id: int) -> None:
    """Remember on this device, for a moment, of which meeting an invitation was read. It opens nothing."""
    flask.session["invited"] = [meeting_id, int(gate.now().timestamp()) + INVITED_SECONDS]


def enter(person_id: int, way: Way) -> Response:
    """Sign in, and go on to where a scanned code was leading, or to the meeting of an invitation read just now."""
    with site().database.read() as db:
        language = db.get_one(Login, person_id).language
        invited = _invited(db, person_id)
    kept = claim.held()
    gate.sign_in(person_id, way=way, language=language)
    claim.keep(kept)
    _vote_here(person_id)
    tell_other_devices(person_id)
    return flask.redirect(_destination(invited), code=303)


def _invited(db: Session, person_id: int) -> str:
    """The meeting whose invitation was read here, when this person has a seat there too; else today's page."""
    meeting_id, until = flask.session.get("invited") or (0, 0)
    fresh = gate.now().timestamp() <= until
    return f"/m/{meeting_id}" if fresh and is_invited(db, meeting_id, person_id) else "/"


def is_invited(db: Session, meeting_id: int, person_id: int) -> bool:
    """Whether somebody has a seat in a meeting that they may know of."""
    query = select(Seat.id).join(Meeting, Meeting.id == Seat.meeting_id)
    theirs = Seat.meeting_id == meeting_id, Seat.person_id == person_id
    known = Meeting.state.not_in((*UNSEEN, MeetingState.WITHDRAWN))
    return db.scalar(query.where(*theirs, known)) is not None


def _vote_here(person_id: int) -> None:
    """The right to vote follows the last sign-in, in every meeting of the person that is not over."""
    with site().database.read() as db:
        query = select(Meeting.id).join(Seat, Seat.meeting_id == Meeting.id)
        votes = Seat.person_id == person_id, Seat.votes, Seat.mandate == Mandate.HELD
        mine = db.scalars(query.where(*votes, Meeting.state.not_in(OVER))).all()
    for meeting_id in mine:
        site().commands.submit(VoteHere(meeting_id=meeting_id), token=gate.token())


def _destination(invited: str) -> str:
    """Where a code scanned just now was leading; an older one was perhaps somebody else's: told once, and forgotten."""
    try:
        read_claim(site().secret, claim.held(), gate.now())
        return scan.address()
    except Refused as refused:
        if claim.forget():
            flask.flash(sentence(refused, gate.language()))
        return invited
