"""The first visible sheet of an Excel workbook as rows of text. A formula is a problem, never computed."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from meeting.agenda.pack.problems import Findings, Spot
from meeting.agenda.pack.source import MAX_BYTES
from meeting.kernel.content import sniff
from meeting.kernel.refusals import Refused
from meeting.kernel.text import clean

_MAX_COLUMNS = 60


def xlsx_grid(path: Path, max_rows: int, findings: Findings) -> list[tuple[int, list[str]]] | None:
    """The rows that hold something, each with its number in the sheet; None with a problem noted."""
    if path.stat().st_size > MAX_BYTES:
        findings.add(Spot(path.name), "too_large", limit=MAX_BYTES // 2**20)
        return None
    try:
        sniff(path.name, path)
    except Refused as refusal:
        findings.add_refusal(Spot(path.name), refusal)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks (styles, validations) that a reader of values may ignore
            return list(_filled_rows(path, max_rows, findings))
    except Exception:  # openpyxl lets out whatever a broken part makes it stumble over
        findings.add(Spot(path.name), "xlsx_broken")
        return None


def _filled_rows(path: Path, max_rows: int, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
        sheet.reset_dimensions()  # the size a file claims for itself may be wrong
        rows = sheet.iter_rows(max_row=max_rows + 20, max_col=_MAX_COLUMNS)
        for number, cells in enumerate(rows, start=1):
            texts = [_text(cell, Spot(path.name, number), findings) for cell in cells]
            if any(texts):
                yield number, texts
    finally:
        book.close()


def _text(cell: Any, spot: Spot, findings: Findings) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        findings.add(spot, "formula", cell=cell.coordinate)
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "x" if value else "không"
    return clean(str(value))
