"""Sends papers as files: the PDF for tablets, and the original as a download; and a person's own papers."""

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access.policy import view_of
from meeting.documents import files, rules
from meeting.documents.allowing import find_readable
from meeting.documents.panels import own_model
from meeting.documents.tables import Document
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("documents", __name__)


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>/file.pdf")
def pdf(meeting_id: int, document_id: int) -> Response:
    """Serve the tablet's PDF. If the address names the content (`?of=` digits of its SHA-256), it may be cached."""
    document, shared = _found(meeting_id, document_id)
    asked = flask.request.args.get("of", "")
    sha256 = rules.visible_version(document.state, document.pdf_sha256, asked)
    return files.send(
        site().blobs.path(sha256),
        sha256=sha256,
        media_type=rules.PDF,
        filename=f"{document.filename.rsplit('.', 1)[0]}.pdf",
        download=False,
        keep=_kept(document, lasting=bool(asked) and not shared),
    )


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>/original")
def original(meeting_id: int, document_id: int) -> Response:
    """Send the file as it was handed in.

    Raises Refused until it has been examined, since it may turn out to be secret.
    """
    document, _ = _found(meeting_id, document_id)
    rules.check_looked_through(document.state)
    return files.send(
        site().blobs.path(document.sha256),
        sha256=document.sha256,
        media_type=document.media_type,
        filename=document.filename,
        download=True,
        keep=_kept(document, lasting=False),
    )


@blueprint.get("/m/<int:meeting_id>/papers/own")
def own(meeting_id: int) -> Response:
    """Return, as a piece of a page, the papers that this person may read and not everybody in their view."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        view_of(actor)
        model = own_model(db, meeting_id, actor, current.now())
        answer = flask.make_response(render_template("documents/_own.html", **model))
    answer.headers["Cache-Control"] = files.NEVER
    return answer


def _kept(document: Document, *, lasting: bool) -> str:
    """Return the cache rule of a paper. A paper whose reading time ends is never cached.

    A paper that is not for every member, or is on a shared tablet, is shown only after asking again.
    """
    if document.readers.closes_at:
        return files.NEVER
    return files.LASTING if lasting and document.readers.members else files.ASKED_FOR


def _found(meeting_id: int, document_id: int) -> tuple[Document, bool]:
    """Return (the paper, whether several people use the asking device)."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        return find_readable(db, meeting_id, document_id, actor, current.now()), actor.shared
