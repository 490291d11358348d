"""The plain layout: the same manuscript line by line, for a record whose full layout fails.

It has no tables and no blocks to keep together, only lines that always fit, so no text can make it fail. The two
signature fields have their usual size.
"""

import io

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from meeting.paper import styles
from meeting.paper.broken import broken
from meeting.paper.fonts import BOLD, ITALIC, REGULAR
from meeting.paper.manuscript import Annex, AnnexSection, Manuscript, Signature
from meeting.paper.signatures import BOX_HEIGHT, BOX_WIDTH, Places

_SIZE = 13
_TOP, _BOTTOM = styles.PAGE_HEIGHT - styles.MARGIN_TOP, styles.MARGIN_BOTTOM
_NATION, _MOTTO, _PARTY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM"


class _Pen:
    """Writes lines down the pages, and begins a new page when one is full."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = _TOP
        self.page = 0
        self._number = 1

    def turn(self, *, restart: bool = False) -> None:
        """Begin a new page and write its number, except on the first page of an annex (`restart`)."""
        self.canvas.showPage()
        self.page, self.y = self.page + 1, _TOP
        self._number = 1 if restart else self._number + 1
        if not restart:
            self.canvas.setFont(REGULAR, styles.PAGE_NUMBER_SIZE)
            self.canvas.drawCentredString(
                styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT - styles.MARGIN_TOP * 0.65, str(self._number)
            )

    def need(self, height: float) -> None:
        """Begin a new page when this height (in points) does not fit any more."""
        if self.y - height < _BOTTOM:
            self.turn()

    def write(self, text: str, face: str = REGULAR, *, centred: bool = False) -> None:
        """Write a text on as many lines as needed. An empty text writes nothing."""
        if not text.strip():
            return
        for line in broken(text, face, _SIZE, styles.TEXT_WIDTH):
            self.need(_SIZE * 1.25)
            self.y -= _SIZE * 1.25
            self.canvas.setFont(face, _SIZE)
            if centred:
                self.canvas.drawCentredString(styles.MARGIN_LEFT + styles.TEXT_WIDTH / 2, self.y, line)
            else:
                self.canvas.drawString(styles.MARGIN_LEFT, self.y, line)
        self.y -= 4


def draw_plain(manuscript: Manuscript) -> tuple[bytes, Places]:
    """Return the pages as PDF, and the places of the two signature fields."""
    target, places = io.BytesIO(), Places()
    canvas = Canvas(
        target,
        pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
        lang="vi-VN",
    )
    pen = _Pen(canvas)
    _body(pen, manuscript)
    _ending(pen, manuscript, places)
    for annex in manuscript.annexes:
        pen.turn(restart=True)
        _annex(pen, manuscript, annex)
    canvas.showPage()
    canvas.save()
    return target.getvalue(), places


def _body(pen: _Pen, manuscript: Manuscript) -> None:
    for line in (_PARTY,) if manuscript.party else (_NATION, _MOTTO):
        pen.write(line, BOLD, centred=True)
    pen.write(manuscript.parent_body.upper())
    pen.write(manuscript.body.upper(), BOLD)
    pen.write(manuscript.number)
    pen.write("BIÊN BẢN", BOLD, centred=True)
    pen.write(manuscript.heading, BOLD, centred=True)
    for particular in manuscript.particulars:
        pen.write(f"{particular.label} {particular.text}")
        for text in particular.more:
            pen.write(f"- {text}")
    pen.write(manuscript.course)
    for point in manuscript.points:
        pen.write(point.heading, BOLD)
        for text in point.paragraphs:
            pen.write(text)


def _ending(pen: _Pen, manuscript: Manuscript, places: Places) -> None:
    pen.need(BOX_HEIGHT + 4 * _SIZE * 1.25 + 30 * mm)
    pen.write(manuscript.closing)
    top = pen.y
    _signature(pen, manuscript.clerk, places, styles.MARGIN_LEFT)
    bottom, pen.y = pen.y, top
    _signature(pen, manuscript.chair, places, styles.MARGIN_LEFT + styles.TEXT_WIDTH / 2)
    pen.y = min(bottom, pen.y) - 8
    pen.write("Nơi nhận:", ITALIC)
    for text in manuscript.recipients:
        pen.write(f"- {text}")


def _signature(pen: _Pen, signature: Signature, places: Places, left: float) -> None:
    """Write one half of the block. A name longer than three lines is cut here; the minutes give it in full above."""
    centre = left + styles.TEXT_WIDTH / 4
    for text, face in ((signature.title, BOLD), (signature.hint, ITALIC)):
        pen.y -= _SIZE * 1.25
        pen.canvas.setFont(face, _SIZE)
        pen.canvas.drawCentredString(centre, pen.y, text)
    pen.y -= BOX_HEIGHT + 3
    corner = (round(centre - BOX_WIDTH / 2, 2), round(pen.y, 2))
    places[signature.field] = (
        pen.page,
        (*corner, round(corner[0] + BOX_WIDTH, 2), round(corner[1] + BOX_HEIGHT, 2)),
    )
    pen.canvas.setFont(BOLD, _SIZE)
    for line in broken(signature.name, BOLD, _SIZE, styles.TEXT_WIDTH / 2 - 10)[:3]:
        pen.y -= _SIZE * 1.25
        pen.canvas.drawCentredString(centre, pen.y, line)


def _annex(pen: _Pen, manuscript: Manuscript, annex: Annex) -> None:
    pen.write(f"Phụ lục {annex.number}", BOLD, centred=True)
    pen.write(annex.title, BOLD, centred=True)
    pen.write(manuscript.annex_reference, ITALIC, centred=True)
    for section in annex.sections:
        _section(pen, section)


def _section(pen: _Pen, section: AnnexSection) -> None:
    """Write a section. A table row becomes one paragraph, with each cell after its column's title."""
    pen.write(section.heading, BOLD)
    for text in section.paragraphs:
        pen.write(text)
    for row in section.rows:
        cells = zip(section.columns, row, strict=True)
        pen.write("; ".join(f"{column.title}: {' '.join(cell.split())}" for column, cell in cells if cell.strip()))
    for text in section.notes:
        pen.write(text)
