"""Compression for the room's weak network: a static file once for everybody, pages as they are drawn.

Only gzip, because browsers offer nothing better over plain HTTP. Papers are sent as they are: PDF is compressed inside,
and a part of it (Range) must remain a part of the file.
"""

import mimetypes
import threading
import zlib
from pathlib import Path

import flask
from flask import Response
from werkzeug.security import safe_join

from meeting.kernel.assets import asset_root
from meeting.store.engine import Offload
from meeting.web.site import site

SMALLEST = 512  # bytes; what fits into one packet anyway gets there no sooner
LARGE = 64 * 1024  # bytes that take more than a few milliseconds
TEXTS = frozenset({"text/html", "application/json", "image/svg+xml"})
_GZIP = 16 + zlib.MAX_WBITS  # zlib's name for a gzip header and trailer
_STATIC, _QUICK = 6, 5
"""Levels of gzip for static files and for pages. The first tablet to ask for the largest file would wait one and a
half times as long for level 9, which saves two bytes in a thousand."""
_WORTH_IT = 0.9


class Application(flask.Flask):
    """A Flask application that sends its static files compressed if that helps and the browser accepts it."""

    def send_static_file(self, filename: str) -> Response:
        """See flask.Flask. The address names the content, so the browser need not ask again."""
        path = Path(safe_join(str(asset_root() / "static"), filename) or "")
        content = packed(path, site().offload) if _takes_gzip() and path.is_file() else None
        if content is None:
            return super().send_static_file(filename)
        answer = self.response_class(content, mimetype=mimetypes.guess_type(filename)[0])
        return _marked(answer)


def packed(path: Path, offload: Offload) -> bytes | None:
    """Return a static file's content compressed; None when that saves too little, as for fonts.

    Each is compressed when it is first asked for, off the event loop, and kept: it does not change under a running
    server.
    """
    if path not in _kept:
        with _packing.setdefault(path, threading.Lock()):
            if path not in _kept:
                _kept[path] = offload(_pack, path)
    return _kept[path]


_kept: dict[Path, bytes | None] = {}
_packing: dict[Path, threading.Lock] = {}
"""Held while a file is compressed: all tablets of a room may ask for the same one at the same moment."""


def _pack(path: Path) -> bytes | None:
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
