"""Draw the unsigned minutes from their manuscript and journal. The same input gives the same bytes."""

import io
from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from meeting.paper import styles
from meeting.paper.a4 import Pages, new_part
from meeting.paper.broken import tied
from meeting.paper.finish import finish
from meeting.paper.fonts import register
from meeting.paper.head import ThinLine, head
from meeting.paper.manuscript import Annex, AnnexSection, Manuscript, Particular, Point
from meeting.paper.plain import draw_plain
from meeting.paper.ruled import table
from meeting.paper.signatures import Places, ending
from meeting.paper.styles import paragraph

_KEPT_WHOLE = 12
"""A table with at most this many rows stays on one page."""
_LEAST_ROOM = 40 * mm
"""A longer table begins on a page with room for its heading and a few rows."""
_SHORT = 200
"""The most letters of a note that takes at most two lines."""


def draw(manuscript: Manuscript, journal: bytes) -> bytes:
    """Return the minutes as PDF, with two empty signature fields and the journal (JSON Lines) attached."""
    register()
    pages, places = draw_plain(manuscript) if manuscript.plain else _draw_full(manuscript)
    return finish(pages, manuscript, places, journal)


def _draw_full(manuscript: Manuscript) -> tuple[bytes, Places]:
    places: Places = {}
    target = io.BytesIO()
    Pages(target).build([*head(manuscript), *_body(manuscript), *ending(manuscript, places), *_annexes(manuscript)])
    return target.getvalue(), places


def _body(manuscript: Manuscript) -> list[Flowable]:
    lines = [line for particular in manuscript.particulars for line in _particular(particular)]
    lines.append(paragraph(manuscript.course, styles.BODY))
    return lines + [line for point in manuscript.points for line in _point(point)]


def _particular(particular: Particular) -> list[Flowable]:
    first = paragraph(f"{particular.label} {particular.text}".rstrip(), styles.BODY)
    return [first, *(paragraph(f"- {text}", styles.BODY) for text in particular.more)]


def _point(point: Point) -> list[Flowable]:
    heading = paragraph(point.heading, styles.POINT)
    return [heading, *(paragraph(text, styles.BODY) for text in point.paragraphs)]


def _annexes(manuscript: Manuscript) -> list[Flowable]:
    return [flowable for annex in manuscript.annexes for flowable in _annex(manuscript, annex)]


def _annex(manuscript: Manuscript, annex: Annex) -> list[Flowable]:
    """Return an annex as in form 2.1, Annex III, Decree 30/2020."""
    lines = [
        *new_part(),
        paragraph(f"Phụ lục {annex.number}", styles.TITLE),
        paragraph(annex.title, styles.TITLE),
        paragraph(tied(manuscript.annex_reference).replace(" của ", "\ncủa ", 1), styles.ANNEX_REFERENCE),
        ThinLine(styles.TEXT_WIDTH / 5),
        Spacer(1, 8),
    ]
    for section in annex.sections:
        lines += section_lines(section)
    return lines


def _notes(texts: Sequence[str]) -> list[Flowable]:
    """Return notes below a table. When the last two are short they stay together, so that none is alone on a page."""
    drawn: list[Flowable] = [paragraph(text, styles.ANNEX_NOTE) for text in texts]
    if len(texts) > 1 and all(len(text) < _SHORT for text in texts[-2:]):
        return [*drawn[:-2], KeepTogether(drawn[-2:])]
    return drawn


def section_lines(section: AnnexSection) -> list[Flowable]:
    """Return one section of an annex or of a sheet."""
    lines: list[Flowable] = [paragraph(section.heading, styles.SECTION)] if section.heading else []
    lines += [paragraph(text, styles.ANNEX_TEXT) for text in section.paragraphs]
    if section.columns:
        lines.append(table(section.columns, section.rows))
    notes = _notes(section.notes)
    if len(section.rows) <= _KEPT_WHOLE:
        return [KeepTogether(lines), *notes]
    return [CondPageBreak(_LEAST_ROOM), *lines, *notes]
