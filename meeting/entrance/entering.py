"""Signing in: the step behind card, PIN, password and, for administrators, the second factor."""

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
from meeting.web import current
from meeting.web.site import site

SECOND_SECONDS = 600
"""The time to enter the code after the first factor."""
INVITED_SECONDS = 600
"""Seconds after reading an invitation in which a sign-in opens its meeting."""


def go_on(person_id: int, way: Way) -> Response:
    """Sign a person in after the first factor, or ask for the second one."""
    with site().database.read() as db:
        asks = second.asks(db, person_id)
    if not asks.code and not asks.enrolment:
        return enter(person_id, way)
    flask.session["second"] = [person_id, int(current.now().timestamp()) + SECOND_SECONDS, way]
    return flask.redirect("/second", code=303)


def note_invited(meeting_id: int) -> None:
    """Remember on this device, for a short time, the meeting of an invitation that was read. It gives no access."""
    flask.session["invited"] = [meeting_id, int(current.now().timestamp()) + INVITED_SECONDS]


def enter(person_id: int, way: Way) -> Response:
    """Sign in, and go on to the address of a scanned code, or to the meeting of an invitation read just now."""
    with site().database.read() as db:
        language = db.get_one(Login, person_id).language
        invited = _invited(db, person_id)
    kept = claim.held()
    current.sign_in(person_id, way=way, language=language)
    claim.keep(kept)
    _vote_here(person_id)
    tell_other_devices(person_id)
    return flask.redirect(_destination(invited), code=303)


def _invited(db: Session, person_id: int) -> str:
    """Return the meeting of an invitation read here, if the person has a seat in it; otherwise today's page."""
    meeting_id, until = flask.session.get("invited") or (0, 0)
    fresh = current.now().timestamp() <= until
    return f"/m/{meeting_id}" if fresh and is_invited(db, meeting_id, person_id) else "/"


def is_invited(db: Session, meeting_id: int, person_id: int) -> bool:
    """Return whether somebody has a seat in a meeting that they may see."""
    query = select(Seat.id).join(Meeting, Meeting.id == Seat.meeting_id)
    theirs = Seat.meeting_id == meeting_id, Seat.person_id == person_id
    known = Meeting.state.not_in((*UNSEEN, MeetingState.WITHDRAWN))
    return db.scalar(query.where(*theirs, known)) is not None


def _vote_here(person_id: int) -> None:
    """Move the right to vote to this device, in every meeting of the person that is published and not over."""
    with site().database.read() as db:
        query = select(Meeting.id).join(Seat, Seat.meeting_id == Meeting.id)
        votes = Seat.person_id == person_id, Seat.votes, Seat.mandate == Mandate.HELD
        mine = db.scalars(query.where(*votes, Meeting.state.not_in((*UNSEEN, *OVER)))).all()
    for meeting_id in mine:
        site().commands.submit(VoteHere(meeting_id=meeting_id), token=current.token())


def _destination(invited: str) -> str:
    """Return the address of a code scanned just now.

    An older one may be another person's, so it is used once and deleted.
    """
    try:
        read_claim(site().secret, claim.held(), current.now())
        return scan.address()
    except Refused as refused:
        if claim.forget():
            flask.flash(sentence(refused, current.language()))
        return invited
