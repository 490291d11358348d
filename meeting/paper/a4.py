"""A4 pages. The page number is centred in the top margin, except on the first page of the minutes and of each annex.

Every annex has its own page numbers (Decree 30/2020, Annex I, part I, III.1.đ).
"""

from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from meeting.paper import styles
from meeting.paper.fonts import REGULAR

FIRST, LATER = "first", "later"


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """The document while it is drawn. `invariant`: the file contains no time and no random number."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__(
            target,
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            initialFontName=REGULAR,
            lang="vi-VN",
            invariant=1,
            pageCompression=1,
        )
        self._number = 1
        self.addPageTemplates(
            [
                PageTemplate(FIRST, [_frame()], onPage=self._begin, autoNextPageTemplate=LATER),
                PageTemplate(LATER, [_frame()], onPage=self._continue),
            ]
        )

    def _begin(self, canvas: Canvas, document: Any) -> None:
        self._number = 1

    def _continue(self, canvas: Canvas, document: Any) -> None:
        self._number += 1
        canvas.setFont(REGULAR, styles.PAGE_NUMBER_SIZE)
        canvas.drawCentredString(
            styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT - styles.MARGIN_TOP * 0.65, str(self._number)
        )


def new_part() -> list[Flowable]:
    """Return the start of an annex: a new page, with page numbers from 1."""
    return [NextPageTemplate(FIRST), PageBreak()]


def _frame() -> Frame:
    return Frame(
        styles.MARGIN_LEFT,
        styles.MARGIN_BOTTOM,
        styles.TEXT_WIDTH,
        styles.PAGE_HEIGHT - styles.MARGIN_TOP - styles.MARGIN_BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
