"""Read a workbook inside the jail: `python -m meeting.packs.folder.xlsx_apart` (see xlsx_grid.py)."""

import re
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from meeting.documents.content.sniff import sniff
from meeting.kernel.refusals import Refused
from meeting.kernel.task import answer_request
from meeting.kernel.text import clean
from meeting.packs.folder.xlsx_task import AskedRows, SheetAnswer, SheetRow

_MAX_COLUMNS = 60
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read(asked: AskedRows) -> SheetAnswer:
    """Return the rows of a workbook, or why it was refused: the content must fit the extension."""
    path = Path(asked.path)
    try:
        sniff(path.name, path)
    except Refused as refused:
        return SheetAnswer(refused=refused.code, facts=refused.facts)  # type: ignore[arg-type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about looks (styles, validations), which do not change values
            return SheetAnswer(rows=_filled_rows(path, asked.max_rows))
    except Exception:  # openpyxl raises any exception on a broken part
        return SheetAnswer(broken=True)


def _filled_rows(path: Path, max_rows: int) -> list[SheetRow]:
    book = load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
        sheet.reset_dimensions()  # a file may state a wrong size
        rows = sheet.iter_rows(max_row=max_rows + 20, max_col=_MAX_COLUMNS)
        read = [
            SheetRow(number, [_text(cell) for cell in cells], [cell.coordinate for cell in cells if _is_formula(cell)])
            for number, cells in enumerate(rows, start=1)
        ]
        return _filled_down([row for row in read if any(row.texts)], _merged(book, sheet))
    finally:
        book.close()


def _merged(book: Any, sheet: Any) -> list[tuple[int, int, int]]:
    """Return the cells merged down one column as (column from 0, first row, last row); rows count from 1."""
    found = _MERGE.findall(book._archive.read(sheet._worksheet_path))  # openpyxl gives none in read-only mode
    return [
        (column_index_from_string(left.decode()) - 1, int(top), int(bottom))
        for left, top, right, bottom in found
        if left == right
    ]


def _filled_down(rows: list[SheetRow], merged: list[tuple[int, int, int]]) -> list[SheetRow]:
    """Copy the text of a merged cell into each of its rows, such as one unit beside all its people."""
    by_number = {row.number: row for row in rows}
    for column, top, bottom in merged:
        first = by_number.get(top)
        text = first.texts[column] if first is not None and column < len(first.texts) else ""
        for row in rows:
            if text and top < row.number <= bottom and column < len(row.texts) and not row.texts[column]:
                row.texts[column] = text
    return rows


def _is_formula(cell: Any) -> bool:
    return cell.value is not None and cell.data_type == "f"


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "x" if value else "không"
    return clean(str(value))


if __name__ == "__main__":
    answer_request(AskedRows, read)
