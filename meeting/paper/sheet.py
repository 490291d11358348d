"""A sheet: a list printed separately, with the names of the body and the meeting above its tables."""

import io

from reportlab.platypus import Spacer

from meeting.paper import styles
from meeting.paper.a4 import Pages
from meeting.paper.broken import tied
from meeting.paper.document import section_lines
from meeting.paper.fonts import register
from meeting.paper.manuscript import Sheet
from meeting.paper.styles import paragraph


def draw_sheet(sheet: Sheet) -> bytes:
    """Return a sheet as PDF. The same sheet gives the same bytes."""
    register()
    target = io.BytesIO()
    top = [paragraph(sheet.body.upper(), styles.CAPS_BOLD), Spacer(1, 10)]
    titles = [paragraph(sheet.title, styles.TITLE), paragraph(tied(sheet.heading), styles.TITLE), Spacer(1, 8)]
    lines = [paragraph(line, styles.ANNEX_TEXT) for line in sheet.lines]
    tables = [line for section in sheet.sections for line in section_lines(section)]
    Pages(target).build([*top, *titles, *lines, *tables])
    return target.getvalue()
