"""Files of lines, for a spreadsheet: CSV that Excel opens as it is, or a workbook. No cell is ever a formula."""

import csv
import io
from collections.abc import Mapping, Sequence

from meeting.office.workbook import SheetLines, Written
from meeting.work.apart import run_apart

FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media type for each file extension."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(form: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the file. A workbook is made in a separate process, because thousands of cells take long."""
    lines = [tuple(heads), *(tuple(row) for row in rows)]
    if form == "csv":
        return _csv(lines)
    return run_apart("meeting.office.workbook", SheetLines(lines=lines), Written).content


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Return the lines as CSV. It begins with the mark by which Excel recognises UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    """Return the text so that no spreadsheet reads it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
