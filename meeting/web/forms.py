"""The HTTP doors: POST /do/<command>, as JSON from a script or as a plain form without one; POST /own/<request>."""

import re
from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.commands import registry
from meeting.commands.replies import reply_json
from meeting.kernel.refusals import malformed
from meeting.private import registry as private
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("forms", __name__)

_OWN = ("csrf_token", "key", "next")
_NUMBER = re.compile(r"-?[0-9]{1,12}")
_OWN_PAGE = re.compile(r"/(?![/\\])[!-~]*")


@blueprint.post("/do/<name>")
def do(name: str) -> Response:
    """Submit a command. JSON `{payload, key}` gets the reply as JSON. A form is redirected to its page."""
    current.hold_to_pace()
    if flask.request.is_json:
        payload, key = body()
        reply = site().commands.submit(registry.decode_from_client(name, payload), token=current.token(), key=key)
        return flask.jsonify(reply_json(reply))
    form = flask.request.form
    fields = {field: _typed(name, field, value) for field, value in form.items() if field not in _OWN}
    site().commands.submit(registry.decode_from_client(name, fields), token=current.token(), key=form.get("key", ""))
    return flask.redirect(_back(form.get("next", "")), code=303)


@blueprint.post("/own/<name>")
def own(name: str) -> Response:
    """Submit a private request (see private/): `{payload, key}` as JSON. Answers with the topics of the person's
    devices."""
    current.hold_to_pace()
    payload, key = body()
    topics = site().private.submit(private.decode(name, payload), token=current.token(), key=key)
    return flask.jsonify({"ok": True, "answer": topics})


def _typed(command: str, field: str, text: str) -> Any:
    """Return a form's text as the type that the command's field declares."""
    cls = registry.registered().get(command)
    kind = int if field == "meeting_id" else cls.__annotations__.get(field, str) if cls else str
    if kind is bool:
        return {"true": True, "false": False}.get(text, text)
    if kind in (int, int | None) and _NUMBER.fullmatch(text):
        return int(text)
    return None if kind == int | None and not text else text


def _back(wanted: str) -> str:
    """Return a page of this site, never another one.

    A tab or line end would vanish on the way and leave a second slash, so such an address is not accepted.
    """
    return wanted if _OWN_PAGE.fullmatch(wanted) else "/"


def body() -> tuple[object, str]:
    """Return `payload` and `key` of the JSON body. Raises Refused when it cannot be read."""
    try:
        sent = flask.request.get_json(silent=True)
    except RecursionError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("key", ""), str):
        raise malformed("no JSON object with a text as its key")
    return sent.get("payload", {}), sent.get("key", "")
