"""Sends papers, whole or in ranges, named by their hash. A separate process sends them, so that votes do not wait.

The caller must have checked whether the person may read the paper. A proxy in front sends papers itself if it can.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import flask
from werkzeug.datastructures import ContentRange
from werkzeug.http import is_resource_modified, parse_range_header
from werkzeug.wrappers import Response

from meeting.kernel.text import fold
from meeting.web.proxy import came_by_proxy
from meeting.web.site import Carry, site

LASTING = "private, max-age=31536000, immutable"
ASKED_FOR = "private, no-cache"
"""The browser keeps the file, and asks each time whether it is still valid."""
NEVER = "no-store"
FIRST = 32 * 1024
"""Bytes sent at once with the head of an answer. The rest is sent by a process beside the server, if possible."""
CHUNK = 64 * 1024  # without that process the rest is sent in pieces of this size, and others get turns in between


def send(
    path: Path, *, sha256: str, media_type: str, filename: str, download: bool, keep: str = ASKED_FOR, blob: bool = True
) -> Response:
    """Return a paper as an answer; 304 if the browser has it, 206 for a requested part.

    `keep`: the cache rule; if the address names the content, the browser keeps it without asking again. `blob`: the
    file is among the papers, where nginx finds it.
    """
    size = path.stat().st_size
    answer = flask.current_app.response_class(mimetype=media_type)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = keep
    answer.headers.set("Content-Disposition", "attachment" if download else "inline", **_names(filename))
    answer.set_etag(sha256)
    if not is_resource_modified(flask.request.environ, etag=sha256):
        answer.status_code = 304
        return answer
    if blob and (at_proxy := site().settings.proxy_papers) and came_by_proxy(flask.request.environ):
        del answer.headers["Accept-Ranges"]  # nginx sets this header and handles ranges itself
        answer.headers["X-Accel-Redirect"] = f"{at_proxy}{sha256[:2]}/{sha256}"
        return answer
    start, stop = _wanted(size, sha256, answer)
    answer.content_length = max(0, stop - start)
    if flask.request.method != "HEAD" and stop > start:
        answer.response = _body(path, start, stop, flask.request.environ, site().carry)
    return answer


def _names(filename: str) -> dict[str, str]:
    """Return a Vietnamese file name for headers (RFC 6266): exact, and in ASCII for old browsers."""
    if filename.isascii():
        return {"filename": filename}
    plain = fold(filename).encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}


def _wanted(size: int, sha256: str, answer: Response) -> tuple[int, int]:
    """Return (start, end) of the requested bytes, and set the answer's status accordingly.

    When the range was meant for an earlier content, the whole file is returned.
    """
    asked = parse_range_header(flask.request.headers.get("Range"))
    before = flask.request.if_range.etag
    if asked is None or before not in (None, sha256) or asked.units != "bytes" or len(asked.ranges) != 1:
        return 0, size
    span = asked.range_for_length(size)
    if span is None:
        answer.status_code = 416
        answer.content_range = ContentRange("bytes", None, None, size)
        return 0, 0
    answer.status_code = 206
    answer.content_range = ContentRange("bytes", span[0], span[1], size)
    return span


def _body(path: Path, start: int, stop: int, environ: Mapping[str, Any], carry: Carry) -> Iterator[bytes]:
    """Yield a part of a file. When the second piece is requested, the head and the first piece have been sent."""
    with path.open("rb") as file:
        file.seek(start)
        yield file.read(min(FIRST, stop - start))
        left = stop - start - FIRST
        if left <= 0 or carry(environ, file.fileno(), stop - left, left):
            return
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
            time.sleep(0)
