"""Receives a file for any page: in slices, examined in the jail, stored among the papers."""

from collections.abc import Iterable
from typing import Any

import flask
from werkzeug.wrappers import Response

from meeting.commands.receipts import is_answered
from meeting.commands.replies import refusal_json
from meeting.documents.content.kinds import LIMIT, MEDIA_TYPES
from meeting.documents.content.looking import look
from meeting.documents.content.secrecy import SECRET
from meeting.documents.converters import lacking
from meeting.documents.receiving import SLICE, Receiving
from meeting.kernel.refusals import Refused, malformed
from meeting.office.allotting import plain_name
from meeting.web import current
from meeting.web.site import site


def taking_model(*, keeps_house: bool) -> dict[str, Any]:
    """Return what a form says about the files that it takes: `{largest, endings, accept, slice, lacking,
    lacking_packages}`.

    `lacking`: the endings of which this server can make no PDF until these packages are installed. Their names
    are there only for administrators (`keeps_house`).
    """
    parts = lacking()
    return {
        "largest": LIMIT // 2**20,
        "endings": _named(MEDIA_TYPES),
        "accept": ",".join(MEDIA_TYPES),
        "slice": SLICE,
        "lacking": _named(suffix for part in parts for suffix in part.suffixes),
        "lacking_packages": " ".join(part.package for part in parts) if keeps_house else "",
    }


def _named(suffixes: Iterable[str]) -> str:
    return ", ".join(sorted({suffix[1:].upper() for suffix in suffixes}))


def take_slice() -> Response | tuple[Response, int]:
    """Take one slice of a file: `key`, `name`, `at`, `of` in the address, bytes in the body. Answers `{received}`.

    Without a body it only answers how much has arrived, for pages that lost the server.
    """
    asked = flask.request.args
    try:
        coming = _receiving(asked.get("key", ""), plain_name(asked.get("name", "")))
        piece = flask.request.get_data(cache=False)
        if len(piece) > SLICE:
            raise malformed(f"a slice longer than {SLICE}")
        if not piece:
            return flask.jsonify({"ok": True, "received": site().offload(coming.size)})
        received = site().offload(coming.put, _size(asked.get("at")), piece, _size(asked.get("of")))
    except Refused as refused:
        return refused_json(refused)
    return flask.jsonify({"ok": True, "received": received})


def was_taken(meeting_id: int) -> bool:
    """Return whether this form's file was accepted already: the answer was lost, and the page asks again."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        return is_answered(db, actor.name, flask.request.form.get("key", ""))


def take_whole(filename: str) -> dict[str, Any]:
    """Return the fields of a command for a file that has arrived whole, and store it: `{filename, media_type, sha256,
    size}`.

    Raises Refused, and deletes the file, when it is not a paper.
    """
    form = flask.request.form
    coming = _receiving(form.get("upload", ""), filename)
    size = _size(form.get("size"))
    coming.check_whole(size)
    looked = look([coming.path])[coming.path]
    if isinstance(looked, Refused):
        if looked.code == SECRET:
            site().offload(coming.wipe)
        elif looked.status != 503:  # the file is at fault, not the server
            coming.forget()
        raise Refused(looked.code, **looked.facts | {"filename": filename})
    sha256 = site().offload(site().blobs.take, coming.path)
    return {"filename": filename, "media_type": looked, "sha256": sha256, "size": size}


def refused_json(refused: Refused) -> tuple[Response, int]:
    """Return a refusal in the form for scripts."""
    return flask.jsonify(refusal_json(refused, current.language())), refused.status


def _receiving(key: str, filename: str) -> Receiving:
    with site().database.read() as db:
        owner = current.require_actor(db, None).person_id or 0
    return Receiving(site().settings.data, owner, key[:64], filename)


def _size(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 13 else 0
