"""Versions of a paper for the meeting's makers: each as it was handed in, and its changes since the one before."""

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.agenda.tables import find_meeting
from meeting.documents import files
from meeting.documents.tables import find_document, find_version, former_versions
from meeting.office.compared import changed_pages
from meeting.office.door import number, page, require_maker
from meeting.web.site import site

blueprint = Blueprint("paper_versions", __name__)


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:document_id>/versions")
def versions(meeting_id: int, document_id: int) -> str:
    """Show all versions, and what changed in version `of` since the one before it; by default in the latest."""
    require_maker(meeting_id)
    with site().database.read() as db:
        meeting, paper = find_meeting(db, meeting_id), find_document(db, meeting_id, document_id)
        former = former_versions(db, paper.id)
        every: list[Any] = [*former, paper]
        chosen = min(max(number(flask.request.args.get("of"), 0) or paper.version, 2), paper.version)
        told = [each for each in every if each.version in (chosen - 1, chosen)]
    changed = changed_pages(*told) if len(told) > 1 else None
    return page(
        "office/versions.html",
        meeting=meeting,
        paper=paper,
        versions=every[::-1],
        chosen=chosen,
        readable=changed is not None,
        changed=changed or [],
    )


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:document_id>/versions/<int:version>")
def version(meeting_id: int, document_id: int, version: int) -> Response:
    """Send one version as it was handed in."""
    require_maker(meeting_id)
    with site().database.read() as db:
        found = find_version(db, find_document(db, meeting_id, document_id), version)
    return files.send(
        site().blobs.path(found.sha256),
        sha256=found.sha256,
        media_type=found.media_type,
        filename=found.filename,
        download=True,
    )
