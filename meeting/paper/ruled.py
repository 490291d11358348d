"""Tables of the annexes: many short rows, split over pages with a repeated heading.

Cells are plain strings, broken into lines here: with a paragraph object for each cell, a roll of five hundred names
would take ten times as long. A row too high for a page is drawn as several rows without rules between them, and a page
may end after each.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable

from meeting.paper.broken import broken
from meeting.paper.fonts import BOLD, REGULAR
from meeting.paper.manuscript import Column

_SIZE, _LEADING, _PADDING = 11, 13.5, 3
_WHOLE, _PIECE = 20, 8
"""A row with at most _WHOLE lines is drawn whole; a higher row is drawn in pieces of _PIECE lines."""

Cells = list[list[str]]
"""One row: the lines of each cell."""


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Flowable:
    """Return a ruled table. Widths are in mm and add up to the width of the text."""
    widths = [column.width * mm for column in columns]
    rooms = [room - 2 * _PADDING for room in widths]
    data = [_cells([column.title for column in columns], BOLD, rooms)]
    spans: list[tuple[int, int]] = []
    for row in rows:
        pieces = _pieces(_cells(row, REGULAR, rooms))
        spans.append((len(data), len(data) + len(pieces) - 1))
        data += pieces
    text = [["\n".join(lines) for lines in cells] for cells in data]
    drawn = LongTable(text, colWidths=widths, repeatRows=1)
    drawn.setStyle([*_style(columns), *_rules(spans)])
    drawn.spaceAfter = 8
    return drawn


def _style(columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, _LEADING),
        ("FONT", (0, 0), (-1, 0), BOLD, _SIZE, _LEADING),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        *(("ALIGN", (i, 1), (i, -1), column.align) for i, column in enumerate(columns)),
    ]


def _rules(spans: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """Return the rules of the grid, without those between the pieces of one row. Such pieces are aligned to the top."""
    high = [span for span in spans if span[0] != span[1]]
    if not high:
        return [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    ends = [0, *(last for _, last in spans)]
    return [
        ("BOX", (0, 0), (-1, -1), 0.5, "black"),
        ("LINEBEFORE", (1, 0), (-1, -1), 0.5, "black"),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.5, "black"),
        *(("LINEBELOW", (0, end), (-1, end), 0.5, "black") for end in ends),
        *(("VALIGN", (0, first), (-1, last), "TOP") for first, last in high),
        *(("BOTTOMPADDING", (0, first), (-1, last - 1), 0) for first, last in high),
        *(("TOPPADDING", (0, first + 1), (-1, last), 0) for first, last in high),
    ]


def _cells(texts: Sequence[str], face: str, rooms: Sequence[float]) -> Cells:
    return [broken(text, face, _SIZE, room) for text, room in zip(texts, rooms, strict=True)]


def _pieces(cells: Cells) -> list[Cells]:
    height = max(len(lines) for lines in cells)
    if height <= _WHOLE:
        return [cells]
    return [[lines[at : at + _PIECE] for lines in cells] for at in range(0, height, _PIECE)]
