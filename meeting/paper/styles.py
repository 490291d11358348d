"""Page, margins, letter sizes and paragraph styles of Decree 30/2020, Annex I."""

from copy import copy
from functools import cache

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from meeting.paper.broken import parted
from meeting.paper.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, fit

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN_TOP = MARGIN_BOTTOM = 20 * mm
MARGIN_LEFT, MARGIN_RIGHT = 30 * mm, 15 * mm
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
PAGE_NUMBER_SIZE = 13


def _style(name: str, face: str, size: float, align: int = TA_LEFT, **more: float) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=face,
        fontSize=size,
        leading=more.pop("leading", size * 1.25),
        alignment=align,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
        bulletFontName=REGULAR,
        **more,
    )


_BODY = {"firstLineIndent": 12.7 * mm, "spaceAfter": 6}

BODY = _style("body", REGULAR, 14, TA_JUSTIFY, **_BODY)
POINT = _style("point", BOLD, 14, TA_JUSTIFY, keepWithNext=1, **_BODY)
CAPS = _style("caps", REGULAR, 12, TA_CENTER)
CAPS_BOLD = _style("caps-bold", BOLD, 12, TA_CENTER)
MOTTO = _style("motto", BOLD, 13, TA_CENTER)
NUMBER = _style("number", REGULAR, 13, TA_CENTER)
TITLE = _style("title", BOLD, 14, TA_CENTER, keepWithNext=1)
HINT = _style("hint", ITALIC, 13, TA_CENTER)
ANNEX_REFERENCE = _style("annex-reference", ITALIC, 13, TA_CENTER)
SECTION = _style("section", BOLD, 13, TA_LEFT, spaceBefore=10, spaceAfter=4)
ANNEX_TEXT = _style("annex-text", REGULAR, 13, TA_JUSTIFY, spaceAfter=4)
ANNEX_NOTE = _style("annex-note", REGULAR, 11, TA_JUSTIFY, spaceAfter=3)
RECIPIENTS_HEAD = _style("recipients-head", BOLD_ITALIC, 12)
RECIPIENTS = _style("recipients", REGULAR, 11)


def paragraph(text: str, style: ParagraphStyle, width: float = TEXT_WIDTH) -> Paragraph:
    """Return a paragraph of plain text, `width` points wide. Text is never read as markup.

    A word longer than a line is split here: the library would try every length of it, letter by letter.
    """
    room = width - style.firstLineIndent
    lines = parted(fit(text), style.fontName, style.fontSize, room).split("\n")
    plain, line_end = _fragments(style)
    fragments = [_with_text(plain, lines[0])]
    for line in lines[1:]:
        fragments += [copy(line_end), _with_text(plain, line)]
    return Paragraph(None, style, frags=fragments)


@cache
def _fragments(style: ParagraphStyle) -> tuple[ParaFrag, ParaFrag]:
    """Return a text and a line break in the form in which the library's own markup reader makes them."""
    text, line_end, _ = Paragraph("x<br/>x", style).frags
    return text, line_end


def _with_text(fragment: ParaFrag, text: str) -> ParaFrag:
    told = copy(fragment)
    told.text = text
    return told
