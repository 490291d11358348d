"""Sending papers: whole or by ranges, named by their hash, by a process of its own so that votes do not wait for them.

Who may read is decided before; here it is only how. Where a proxy is in front that can do it, it sends them itself.
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
"""Kept, but asked for each time."""
NEVER = "no-store"
FIRST = 32 * 1024
"""Bytes that go with the head of an answer, at once; the rest is carried beside the server, where it can be."""
CHUNK = 64 * 1024  # where it cannot be, the rest goes so, with everybody's turn in between


def send(
    path: Path, *, sha256: str, media_type: str, filename: str, download: bool, keep: str = ASKED_FOR, blob: bool = True
) -> Response:
    """A paper as an answer; 304 and 206 where the browser has it, or asks for a part.

    `keep`: what the browser does with it; where the address names the content, it keeps it and does not ask again.
    `blob`: it lies among the papers, where nginx finds it.
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
        del answer.headers["Accept-Ranges"]  # nginx says so itself, and looks at the range
        answer.headers["X-Accel-Redirect"] = f"{at_proxy}{sha256[:2]}/{sha256}"
        return answer
    start, stop = _wanted(size, sha256, answer)
    answer.content_length = max(0, stop - start)
    if flask.request.method != "HEAD" and stop > start:
        answer.response = _body(path, start, stop, flask.request.environ, site().carry)
    return answer


def _names(filename: str) -> dict[str, str]:
    """A Vietnamese file name as headers can carry it (RFC 6266): exactly, and in plain letters for old readers."""
    if filename.isascii():
        return {"filename": filename}
    plain = fold(filename).encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}


def _wanted(size: int, sha256: str, answer: Response) -> tuple[int, int]:
    """The bytes asked for, with the answer's status set to match. Of another paper than before, the whole."""
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
    """A part of a file. Whoever asks for the second piece has sent the head and the first."""
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
