"""Read the first visible sheet of an Excel workbook as rows of text. A formula is a problem; it is never computed."""

from pathlib import Path

from meeting.kernel.refusals import Refused
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.source import MAX_BYTES
from meeting.packs.folder.xlsx_task import AskedRows, SheetAnswer
from meeting.work.jail import Bounds, JailFailed, ask_jailed

_BOUNDS = Bounds(seconds=30)


def xlsx_grid(path: Path, max_rows: int, problems: Problems) -> list[tuple[int, list[str]]] | None:
    """Return the rows that are not empty, each with its number in the sheet.

    Notes a problem and returns None otherwise.

    Raises Refused when no jail can be started on this machine.
    """
    if path.stat().st_size > MAX_BYTES:
        problems.add(Spot(path.name), "too_large", limit=MAX_BYTES // 2**20)
        return None
    answer = _read(path.resolve(), max_rows)
    if answer.refused:
        problems.add_refusal(Spot(path.name), Refused(answer.refused, **answer.facts))
        return None
    if answer.broken:
        problems.add(Spot(path.name), "xlsx_broken")
        return None
    for row in answer.rows:
        for cell in row.formulas:
            problems.add(Spot(path.name, row.number), "formula", cell=cell)
    return [(row.number, row.texts) for row in answer.rows]


def _read(path: Path, max_rows: int) -> SheetAnswer:
    try:
        asked = AskedRows(path=str(path), max_rows=max_rows)
        return ask_jailed("meeting.packs.folder.xlsx_apart", asked, SheetAnswer, _BOUNDS, reads=[path])
    except JailFailed:
        return SheetAnswer(broken=True)
