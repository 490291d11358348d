"""The first pages of a binder: title, and the agenda with every paper and its page.

Sheets stand for papers without pages.
"""

import io
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from meeting.paper import styles
from meeting.paper.a4 import Pages, new_part
from meeting.paper.fonts import REGULAR, fit, register, width
from meeting.paper.head import ThinLine, plain
from meeting.paper.styles import paragraph

_PAGE_COLUMN = 16 * mm
_STEP = 7 * mm
STAMP_SIZE = 9


class ContentsLine(NamedTuple):
    """A line of the contents: its depth, its text, and the page where it begins (may be empty)."""

    level: int
    text: str
    page: str
    item: bool


class Front(NamedTuple):
    """The texts of the first page. `missing` says that papers are left out because of the file's size, and how many."""

    body: str
    title: str
    when: str
    place: str
    reader: str
    entries: Sequence[ContentsLine]
    missing: str = ""


def draw_front(front: Front) -> bytes:
    """Return the first pages as PDF. The same input gives the same bytes."""
    register()
    head: list[Flowable] = [paragraph(front.body.upper(), styles.CAPS_BOLD)] if front.body else []
    head += [Spacer(1, 18), paragraph("TRỌN BỘ TÀI LIỆU", styles.TITLE), paragraph(front.title, styles.TITLE)]
    head += [ThinLine(styles.TEXT_WIDTH / 5), Spacer(1, 10), paragraph(front.when, styles.HINT)]
    head += [paragraph(front.place, styles.HINT)] if front.place else []
    head += [paragraph(f"Bản của {front.reader}", styles.HINT)] if front.reader else []
    head += [Spacer(1, 6), paragraph(front.missing, styles.HINT)] if front.missing else []
    return _built([*head, Spacer(1, 16), paragraph("CHƯƠNG TRÌNH VÀ MỤC LỤC", styles.TITLE), *_contents(front.entries)])


def draw_sheets(notes: Sequence[tuple[str, str]]) -> bytes:
    """Return a page as PDF for each paper that has no pages here: (name, reason)."""
    register()
    drawn: list[Flowable] = []
    for number, (name, reason) in enumerate(notes):
        drawn += new_part() if number else []
        drawn += [Spacer(1, 80 * mm), paragraph(name, styles.TITLE), Spacer(1, 8), paragraph(reason, styles.HINT)]
    return _built(drawn)


def draw_stamp(words: str) -> bytes:
    """Return a small PDF page with one line of text, to lay over other pages. It is as large as the line."""
    register()
    shown = fit(words)
    target = io.BytesIO()
    size = (width(shown, REGULAR, STAMP_SIZE) + 2, STAMP_SIZE * 1.4)
    canvas = Canvas(target, pagesize=size, invariant=1, initialFontName=REGULAR)
    canvas.setFont(REGULAR, STAMP_SIZE)
    canvas.drawString(1, STAMP_SIZE * 0.35, shown)
    canvas.save()
    return target.getvalue()


def _contents(entries: Sequence[ContentsLine]) -> list[Flowable]:
    lines: list[Flowable] = []
    for entry in entries:
        room = styles.TEXT_WIDTH - _PAGE_COLUMN - entry.level * _STEP
        style = styles.SECTION if entry.item and not entry.level else styles.ANNEX_TEXT
        row = ["", paragraph(entry.text, style, room), paragraph(entry.page, styles.NUMBER)]
        table = Table([row], colWidths=[entry.level * _STEP, room, _PAGE_COLUMN])
        table.setStyle([*plain(), ("VALIGN", (2, 0), (2, 0), "BOTTOM")])
        lines.append(table)
    return lines


def _built(drawn: list[Flowable]) -> bytes:
    target = io.BytesIO()
    Pages(target).build(drawn)
    return target.getvalue()
