"""Puts rows into a panel as the page's own script does: it replaces the element with that key."""

import re
from collections.abc import Mapping


def with_rows(html: str, rows: Mapping[str, str]) -> str:
    """A panel's HTML with these rows, by key, put in; a row that the panel does not have is ignored."""
    for key, row in rows.items():
        begin = re.search(rf'<(\w+)\b[^<>]*\bdata-key="{re.escape(key)}"', html)
        if begin is None:
            continue
        end = _end(html, begin.start(), begin[1])
        html = html[: begin.start()] + _filled(row, html[begin.start() : end]) + html[end:]
    return html


def _filled(row: str, former: str) -> str:
    """Put a row in, and keep what must stay inside it."""
    for gap in re.finditer(r'<(\w+)[^<>]*\bdata-key="([^"]+)"[^<>]*\bdata-stays></\1>', row):
        begin = re.search(rf'<(\w+)\b[^<>]*\bdata-key="{re.escape(gap[2])}"', former)
        assert begin is not None, f"{gap[2]} stays where it does not stand"
        row = row.replace(gap[0], former[begin.start() : _end(former, begin.start(), begin[1])])
    return row


def _end(html: str, start: int, tag: str) -> int:
    """Where the element that begins at `start` ends."""
    depth = 0
    for found in re.compile(rf"<(/?){tag}\b[^<>]*>").finditer(html, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    raise AssertionError(f"an element is not closed: {html[start : start + 80]}")
