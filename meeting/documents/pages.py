"""Papers as files: the PDF that the tablet shows, and the original as a download."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.documents import files, rules
from meeting.documents.tables import Document, find_document
from meeting.kernel.roles import Role
from meeting.web import gate
from meeting.web.site import site

blueprint = Blueprint("documents", __name__)


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>/file.pdf")
def pdf(meeting_id: int, document_id: int) -> Response:
    """What the tablet shows. Of an address that names the content (`?of=<SHA-256>`) it keeps what it was given."""
    document, role = _found(meeting_id, document_id)
    asked = flask.request.args.get("of", "")
    sha256 = rules.visible_version(role, document.state, document.pdf_sha256, asked)
    return files.send(
        site().blobs.path(sha256),
        sha256=sha256,
        media_type=rules.PDF,
        filename=f"{document.filename.rsplit('.', 1)[0]}.pdf",
        download=False,
        lasting=asked == sha256,
    )


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>/original")
def original(meeting_id: int, document_id: int) -> Response:
    """The file as it was handed in."""
    document, role = _found(meeting_id, document_id)
    rules.check_may_read(role)
    return files.send(
        site().blobs.path(document.sha256),
        sha256=document.sha256,
        media_type=document.media_type,
        filename=document.filename,
        download=True,
    )


def _found(meeting_id: int, document_id: int) -> tuple[Document, Role]:
    with site().database.read() as db:
        actor = gate.require_actor(db, meeting_id)
        return find_document(db, meeting_id, document_id), actor.role
