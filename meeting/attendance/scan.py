"""The page that the code on the hall screen leads to: one for everybody, kept by every browser that has seen it."""

import hashlib
from functools import cache

import flask
from werkzeug.wrappers import Response

from meeting.kernel import words
from meeting.kernel.assets import asset_root, static_prefix
from meeting.web import gate, headers
from meeting.web.pages import display_settings

_TEMPLATE = "attendance/arrive.html"
_KEPT = "private, max-age=31536000, immutable"


@cache
def address() -> str:
    """`/q/<version>`. It names what the page holds; short, because a phone reads it across a hall."""
    made_of = [asset_root() / "templates" / name for name in ("web/base.html", _TEMPLATE)]
    digest = hashlib.sha256(static_prefix().encode())
    for path in (*made_of, *sorted(words.FOLDER.rglob("*.mo"))):
        digest.update(path.read_bytes())
    return f"/q/{digest.hexdigest()[:6]}"


def page() -> Response:
    """Drawn once for each language and way of showing; it knows nobody, and its scripts are the same for all."""
    html, nonce = _drawn(gate.language(), **display_settings())
    answer = flask.make_response(html)
    answer.headers["Content-Security-Policy"] = headers.POLICY.format(nonce=nonce)
    answer.headers["Cache-Control"] = _KEPT
    return answer


@cache
def _drawn(language: str, theme: str, size: str) -> tuple[str, str]:
    """The page, and the nonce of what stands in it."""
    return flask.render_template(_TEMPLATE, csrf_token=str, script_words={}), headers.nonce()
