"""The register of certificates on screen: read by administrators, given away as a file to check minutes elsewhere."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.office.certificate_models import certificates_model
from meeting.office.door import page, require_administrator
from meeting.register.keeping import lines_of, register_of
from meeting.register.shown import write_file
from meeting.web import gate
from meeting.web.site import site
from meeting.witness.key import event_key

blueprint = Blueprint("office_certificates", __name__)


@blueprint.get("/certificates")
def certificates() -> str:
    """Every certificate, the newest first."""
    require_administrator()
    with site().database.read() as db:
        register = register_of(db)
        rows = certificates_model(list(register.rows.values())[::-1], db, gate.language())
    return page("office/certificates.html", rows=rows, opened=register.opened)


@blueprint.get("/certificates.jsonl")
def file() -> Response:
    """The register as a file (`register/shown.py`)."""
    require_administrator()
    key = event_key(site().settings.data)
    with site().database.read() as db:
        register_of(db)  # refused when it does not hold
        lines = lines_of(db)
    if key is None or not lines:
        raise Refused(NOT_FOUND)
    answer = flask.make_response(write_file(lines, gate.now(), key))
    answer.headers["Content-Type"] = "application/jsonl"
    answer.headers["Content-Disposition"] = 'attachment; filename="so-chung-thu.jsonl"'
    return answer
