"""The pages of a rehearsal: the secretary or an administrator starts and ends it, or simulates a lost network.

Nothing here writes to the installation: a separate process prepares the rehearsal.
"""

import re
import subprocess
import sys
import time
from datetime import datetime

import flask
from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.tables import Meeting, Seat
from meeting.commands.replies import sentence
from meeting.kernel.clock import read_stamp
from meeting.kernel.refusals import NOT_ALLOWED, NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.live import doorway, loop
from meeting.rehearsal.choosing import check, check_alone, planned
from meeting.rehearsal.place import RehearsalPlace, until
from meeting.rehearsal.rules import DRILL_SECONDS, FIRST_PRETEND, UNDER_WAY, is_pretend
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("rehearsal", __name__)

_OF_A_MEETING = re.compile(r"/m/([0-9]{1,9})(?:/|$)")
_OFFICE = "meeting.office."
_STILL_OPEN = ("meeting.office.devices",)
_ANSWERED_FIRST = 1.0
"""Seconds in which the answer is sent before the server falls silent."""


@blueprint.before_app_request
def lead_over() -> Response | None:
    """Redirect pages of a real meeting in a rehearsal, and of a pretend meeting in the real room.

    The office's own pages are closed during a rehearsal.
    """
    here = is_rehearsal()
    found = _OF_A_MEETING.match(flask.request.path)
    if flask.request.method == "GET" and found and is_pretend(int(found[1])) != here:
        return flask.redirect("/", code=303)
    blueprints = flask.current_app.blueprints
    module = blueprints[flask.request.blueprint].import_name if flask.request.blueprint in blueprints else ""
    if here and module.startswith(_OFFICE) and module not in _STILL_OPEN:
        return flask.redirect("/rehearsal", code=303)
    return None


@blueprint.app_context_processor
def marked() -> dict[str, datetime | None]:
    """Return `rehearsal`: its end, which every page shows at the top; None in the real room."""
    return {"rehearsal": rehearsal_until()}


def is_rehearsal() -> bool:
    """Return whether this server serves a rehearsal."""
    return rehearsal_until() is not None


def rehearsal_until() -> datetime | None:
    """Return the end of this rehearsal; None in the real room.

    It is read once: a server never changes between real and rehearsal.
    """
    config = flask.current_app.config
    if "REHEARSAL_UNTIL" not in config:
        told = until(site().settings.data)
        config["REHEARSAL_UNTIL"] = read_stamp(told) if told else None
    found: datetime | None = config["REHEARSAL_UNTIL"]
    return found


@blueprint.get("/rehearsal")
def rehearsal() -> str:
    """Show what a rehearsal is and the button to start it. In a rehearsal, show the exercises and how to end it."""
    return _page()


@blueprint.post("/rehearsal")
def begin() -> Response | tuple[str, int]:
    """Start a separate process that prepares a rehearsal. Raises Refused for meetings the person may not rehearse."""
    given = flask.request.form.get("meeting", "")
    try:
        with site().database.read() as db:
            meetings = _may(db)
            if not given.isdecimal() or int(given) not in [each.id for each in meetings]:
                raise Refused(NOT_ALLOWED)
            check(db, int(given), current.now())
        _check_possible()
    except Refused as refused:
        if refused.code == NOT_ALLOWED:
            raise
        return _page(sentence(refused, current.language())), refused.status
    command = [sys.executable, "-m", "meeting", "--data", str(site().settings.data), "rehearse", "--meeting", given]
    site().processes["rehearsal"] = subprocess.Popen(command)
    return flask.redirect("/rehearsal", code=303)


@blueprint.post("/rehearsal/end")
def end() -> Response:
    """End the rehearsal and return to the real room."""
    _require_leader()
    RehearsalPlace(site().settings.data.parent).end()
    return flask.redirect("/rehearsal", code=303)


@blueprint.post("/rehearsal/drill")
def drill() -> Response:
    """Make the server silent for some seconds, as if the network were lost."""
    _require_leader()
    known = doorway.of_request(flask.request.environ)
    if known is not None:
        connections = known[0]

        def fall_silent() -> None:
            time.sleep(_ANSWERED_FIRST)
            connections.fall_silent(DRILL_SECONDS)

        loop.start(fall_silent, "drill")
    return flask.redirect("/rehearsal", code=303)


def _page(problem: str = "") -> str:
    with site().database.read() as db:
        meetings, impossible = _may(db), _impossible(db)
    process = site().processes.get("rehearsal")
    ended = process.poll() if process is not None else None
    return render_template(
        "rehearsal/rehearsal.html",
        person=True,
        meetings=meetings,
        leads=is_rehearsal(),
        pretend=FIRST_PRETEND,
        under_way=(process is not None and ended is None) or RehearsalPlace(site().settings.data).is_there(),
        failed=bool(ended),
        drill_seconds=int(DRILL_SECONDS),
        impossible=impossible,
        problem=problem,
    )


def _impossible(db: Session) -> str:
    """Return the sentence why no rehearsal is possible on this server, or an empty string."""
    try:
        check_alone(db)
    except Refused as refused:
        return sentence(refused, current.language())
    return ""


def _check_possible() -> None:
    process = site().processes.get("rehearsal")
    if (
        is_rehearsal()
        or RehearsalPlace(site().settings.data).is_there()
        or (process is not None and process.poll() is None)
    ):
        raise Refused(UNDER_WAY)


def _may(db: Session) -> list[Meeting]:
    """Return the planned meetings that this person may rehearse; empty in a rehearsal. Raises Refused for others."""
    actor = current.require_actor(db, None)
    if is_rehearsal():
        _check_leads(db, actor)
        return []
    mine = [each for each in planned(db) if _is_clerk(db, actor, each.id)]
    if allowed(actor, Capability.KEEP_HOUSE):
        return planned(db)
    if not mine:
        raise Refused(NOT_ALLOWED)
    return mine


def _require_leader() -> None:
    """Raise Refused for people who do not lead this rehearsal, and in the real room."""
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        if not is_rehearsal():
            raise Refused(NOT_FOUND)
        _check_leads(db, actor)


def _check_leads(db: Session, actor: Actor) -> None:
    clerk = db.scalar(
        select(Seat.id).where(
            Seat.person_id == actor.person_id, Seat.role == Role.CLERK, Seat.meeting_id >= FIRST_PRETEND
        )
    )
    if clerk is None and not allowed(actor, Capability.KEEP_HOUSE):
        raise Refused(NOT_ALLOWED)


def _is_clerk(db: Session, actor: Actor, meeting_id: int) -> bool:
    seat = select(Seat.id).where(
        Seat.meeting_id == meeting_id, Seat.person_id == actor.person_id, Seat.role == Role.CLERK
    )
    return actor.person_id is not None and db.scalar(seat) is not None
