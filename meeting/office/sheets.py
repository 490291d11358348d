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
"""By the file's ending: its type."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(form: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The file. A workbook is written in a process of its own: thousands of cells hold a processor for long."""
    lines = [tuple(heads), *(tuple(row) for row in rows)]
    if form == "csv":
        return _csv(lines)
    return run_apart("meeting.office.workbook", SheetLines(lines=lines), Written).content


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Begins with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula, as a text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
