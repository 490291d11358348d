"""The largest paper on its way in: votes and pages go on meanwhile, and memory stays what it was."""

import os
from statistics import median

import pytest
import requests

from tests.live.hall import Hall

MEGABYTE = 1 << 20
SLICE = MEGABYTE // 2
WHOLE = 200 * MEGABYTE
LOOP_STILL_MS = 50.0
GROWS_BY_MB = 60


def the_end(at: int) -> bytes:
    """The end of a PDF that begins with `at` bytes of anything: one page, and the table that locates it."""
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n",
    )
    places = [at + len(b"".join(objects[:number])) for number in range(len(objects))]
    table = b"xref\n0 1\n0000000000 65535 f \n1 3\n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    start = at + len(b"".join(objects))
    return b"".join(objects) + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


END = the_end(WHOLE - len(the_end(WHOLE)))
"""Equally long for every position with the same number of digits."""


@pytest.mark.quiet
def test_a_large_paper_comes_in_slices_and_blocks_neither_the_loop_nor_the_memory(hall: Hall) -> None:
    browser, server = hall.browser("ha"), hall.server
    page = f"{server.url}/meetings/{hall.meeting}/papers"
    with requests.Session() as session:
        session.cookies.set(*browser.cookie.split("=", 1), domain="127.0.0.1", path="/")
        session.headers["Accept"] = "application/json"
        shown = session.get(page, headers={"Accept": "text/html"}, timeout=30).text
        token = shown.split('name="csrf-token" content="')[1]
        session.headers["X-CSRFToken"] = token.partition('"')[0]
        content = b"%PDF-1.7\n" + os.urandom(SLICE)
        said = {"key": "k", "name": "lon.pdf", "of": str(WHOLE)}
        before = server.memory()
        stalls = []
        for at in range(0, WHOLE, SLICE):
            piece = (content if at == 0 else os.urandom(SLICE))[:SLICE]
            if at + SLICE >= WHOLE:
                piece = piece[: -len(END)] + END
            watched = at % (10 * SLICE) == 0
            if watched:
                server.health(reset="1")
            answer = session.post(f"{page}/slices", params=said | {"at": str(at)}, data=piece, timeout=60)
            assert answer.json()["received"] == at + SLICE
            if watched:
                stalls.append(server.health()["loop_lag_ms_max"])
        server.health(reset="1")
        form = {"upload": "k", "name": "lon.pdf", "size": str(WHOLE), "item": "meeting"}
        assert session.post(page, data=form, timeout=120).json() == {"ok": True}
        still = server.health()["loop_busy_ms_max"]  # what it computed itself, however busy the machine is
    grown = server.memory() - before
    assert median(stalls) < LOOP_STILL_MS  # a busy machine may let any process wait now and then
    assert still < LOOP_STILL_MS
    assert grown < GROWS_BY_MB
