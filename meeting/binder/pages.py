"""The page of a binder: a reader requests it, the worker makes it, the reader fetches it as one file."""

import flask
from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.actors import Actor
from meeting.access.policy import view_of
from meeting.agenda.panels import meeting_model
from meeting.agenda.tables import find_meeting
from meeting.binder.reading import binder_of
from meeting.binder.rules import NO_BINDER, Binder
from meeting.binder.shelf import BinderShelf
from meeting.documents.files import send
from meeting.documents.rules import PDF
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.web import current
from meeting.web.site import site
from meeting.work import jobs
from meeting.work.tables import Job, JobState

blueprint = Blueprint("binder", __name__)

LOOK_AGAIN_SECONDS = 3


@blueprint.get("/m/<int:meeting_id>/binder")
def binder(meeting_id: int) -> str:
    """Show the content of the binder and its state. While it is made, the page reloads itself, without scripts."""
    with site().database.read() as db:
        actor = _reader(db, meeting_id)
        found = binder_of(db, meeting_id, actor, current.now())
        waits = _requested(db, meeting_id, actor.person_id or 0)
        meeting = meeting_model(find_meeting(db, meeting_id), current.language())
    shelf = BinderShelf(site().settings.data)
    file = shelf.find(found.key)
    return render_template(
        "binder/binder.html",
        person=True,
        meeting=meeting,
        binder=found,
        ready=file is not None,
        bytes=file.stat().st_size if file is not None else 0,
        waits=waits and file is None,
        look_again=LOOK_AGAIN_SECONDS,
        trouble="" if waits else shelf.problem(found.key),
    )


@blueprint.post("/m/<int:meeting_id>/binder")
def request(meeting_id: int) -> Response:
    """Request the binder. A second request while the first is open changes nothing."""
    current.hold_to_pace()
    with site().database.read() as db:
        person = _reader(db, meeting_id).person_id or 0
    now = current.now()

    def enqueue(db: Session) -> None:
        if not _requested(db, meeting_id, person):
            jobs.enqueue(db, "binder.bind", now, meeting_id=meeting_id, person_id=person)

    site().database.gate.submit(enqueue)
    return flask.redirect(f"/m/{meeting_id}/binder", code=303)


@blueprint.get("/m/<int:meeting_id>/binder/file.pdf")
def file(meeting_id: int) -> Response:
    """Return the file that this person may read now. Raises Refused when it was not made yet."""
    with site().database.read() as db:
        actor = _reader(db, meeting_id)
        found: Binder = binder_of(db, meeting_id, actor, current.now())
        name = f"{find_meeting(db, meeting_id).slug}-tron-bo.pdf"
    path = BinderShelf(site().settings.data).find(found.key)
    if path is None:
        raise Refused(NO_BINDER)
    return send(path, sha256=found.key, media_type=PDF, filename=name, download=True, blob=False)


def _reader(db: Session, meeting_id: int) -> Actor:
    """Return the actor. Raises Refused for people without a seat in the meeting."""
    actor = current.require_actor(db, meeting_id)
    view_of(actor)
    if actor.seat is None:
        raise Refused(NOT_ALLOWED)
    return actor


def _requested(db: Session, meeting_id: int, person_id: int) -> bool:
    """Return whether a request of this person waits or is being worked on."""
    states = (JobState.WAITING, JobState.RUNNING)
    asked = db.scalars(select(Job.payload).where(Job.kind == "binder.bind", Job.state.in_(states)))
    return {"meeting_id": meeting_id, "person_id": person_id} in list(asked)
