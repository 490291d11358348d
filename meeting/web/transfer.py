"""Compression for the room's weak network: static files once for everybody, pages as they are drawn.

Only gzip, because browsers offer nothing better over plain HTTP. Papers are sent as they are: PDF is compressed inside,
and a part of it (Range) must remain a part of the file.
"""

import mimetypes
import zlib
from functools import cache
from pathlib import Path

import flask
from flask import Response
from werkzeug.security import safe_join

from meeting.kernel.assets import asset_root
from meeting.web.site import site

SMALLEST = 512  # bytes; what fits into one packet anyway gets there no sooner
LARGE = 64 * 1024  # bytes that take more than a few milliseconds
TEXTS = frozenset({"text/html", "application/json", "image/svg+xml"})
_GZIP = 16 + zlib.MAX_WBITS  # zlib's name for a gzip header and trailer
_STATIC, _QUICK = 6, 5
"""Levels of gzip for static files and for pages. Level 9 would pack the static files in one and a half times as long,
at every start, and save two bytes in a thousand."""
_WORTH_IT = 0.9


class Application(flask.Flask):
    """A Flask application that sends its static files compressed if that helps and the browser accepts it."""

    def send_static_file(self, filename: str) -> Response:
        """See flask.Flask. The address names the content, so the browser need not ask again."""
        path = safe_join(str(asset_root() / "static"), filename)
        content = packed(Path(path)) if path is not None and _takes_gzip() and Path(path).is_file() else None
        if content is None:
            return super().send_static_file(filename)
        answer = self.response_class(content, mimetype=mimetypes.guess_type(filename)[0])
        return _marked(answer)


def pack_static() -> None:
    """Compress every static file now, so that no tablet waits for it later."""
    for path in (asset_root() / "static").rglob("*"):
        if path.is_file():
            packed(path)


@cache  # a static file does not change under a running server
def packed(path: Path) -> bytes | None:
    """Return a file's content compressed; None when that saves too little, as for fonts."""
    content = path.read_bytes()
    short = zlib.compress(content, _STATIC, _GZIP)
    return short if len(short) < _WORTH_IT * len(content) else None


def pack_page(answer: Response) -> Response:
    """Compress a page, a drawing, or an answer to a script, on its way out."""
    if answer.mimetype not in TEXTS or answer.is_streamed or "Content-Encoding" in answer.headers:
        return answer
    answer.vary.add("Accept-Encoding")
    content = answer.get_data()
    if len(content) < SMALLEST or not _takes_gzip():
        return answer
    large = len(content) > LARGE
    answer.set_data(site().offload(_quickly, content) if large else _quickly(content))
    return _marked(answer)


def _quickly(content: bytes) -> bytes:
    return zlib.compress(content, _QUICK, _GZIP)


def _marked(answer: Response) -> Response:
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


def _takes_gzip() -> bool:
    return flask.request.accept_encodings.quality("gzip") > 0
