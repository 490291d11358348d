"""The page behind the hall screen's code: the same for everybody, and cached by every browser that has seen it."""

import hashlib
from functools import cache

import flask
from werkzeug.wrappers import Response

from meeting.kernel import words
from meeting.kernel.assets import asset_root, static_prefix
from meeting.web import current, headers
from meeting.web.pages import display_settings

_TEMPLATE = "attendance/arrive.html"
_KEPT = "private, max-age=31536000, immutable"


@cache
def address() -> str:
    """Return `/q/<version>`: the version of the page's content. Short, because a phone reads it across a hall."""
    made_of = [asset_root() / "templates" / name for name in ("web/base.html", _TEMPLATE)]
    digest = hashlib.sha256(static_prefix().encode())
    for path in (*made_of, *sorted(words.FOLDER.rglob("*.mo"))):
        digest.update(path.read_bytes())
    return f"/q/{digest.hexdigest()[:6]}"


def page() -> Response:
    """Draw the page once for each language and display style. It contains nothing personal."""
    html, nonce = _drawn(current.language(), **display_settings())
    answer = flask.make_response(html)
    answer.headers["Content-Security-Policy"] = headers.POLICY.format(nonce=nonce)
    answer.headers["Cache-Control"] = _KEPT
    return answer


@cache
def _drawn(language: str, theme: str, size: str) -> tuple[str, str]:
    """Return the page, and the nonce of its scripts."""
    return flask.render_template(_TEMPLATE, csrf_token=str, script_words={}), headers.nonce()
