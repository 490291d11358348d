"""Tables of the annexes: many short rows, split over pages under a repeated heading.

Cells are plain strings broken into lines here: a paragraph object per cell would make
a roll of five hundred names ten times slower to draw.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable

from meeting.minutes.facts import Column
from meeting.minutes.paper.fonts import BOLD, REGULAR, fit, width

_SIZE, _LEADING, _PADDING = 11, 13.5, 3


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Flowable:
    """A ruled table; widths are in mm and add up to the width of the text."""
    widths = [column.width * mm for column in columns]
    rooms = [room - 2 * _PADDING for room in widths]
    data = [[_lines(column.title, BOLD, room) for column, room in zip(columns, rooms, strict=True)]]
    data += [[_lines(cell, REGULAR, room) for cell, room in zip(row, rooms, strict=True)] for row in rows]
    drawn = LongTable(data, colWidths=widths, repeatRows=1)
    drawn.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, _LEADING),
            ("FONT", (0, 0), (-1, 0), BOLD, _SIZE, _LEADING),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("ALIGN", (0, 0), (-1, 0), "CENTER"),
            *(("ALIGN", (i, 1), (i, -1), column.align) for i, column in enumerate(columns)),
        ]
    )
    drawn.spaceAfter = 8
    return drawn


def _lines(text: str, face: str, room: float) -> str:
    """The text broken into lines that fit the room, between words or, if it must be, inside one."""
    text = fit(text)
    if "\n" not in text and width(text, face, _SIZE) <= room:
        return text
    return "\n".join(line for part in text.split("\n") for line in _wrapped(part, face, room))


def _wrapped(text: str, face: str, room: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, face, _SIZE) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _chopped(word, face, room)
        lines += full
    return [*lines, line]


def _chopped(word: str, face: str, room: float) -> list[str]:
    parts, part = [], ""
    for char in word:
        if part and width(part + char, face, _SIZE) > room:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
