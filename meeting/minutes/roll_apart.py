"""Makes the list of attendance as a file, in a separate process: `python -m meeting.minutes.roll_apart`."""

import io

from meeting.kernel.task import answer_request
from meeting.minutes.roll_words import RollForm, RollMade, RollWanted
from meeting.paper.manuscript import Sheet
from meeting.paper.sheet import draw_sheet


def made(wanted: RollWanted) -> RollMade:
    """Return the list as a file of the wanted form."""
    return RollMade(draw_sheet(wanted.sheet) if wanted.form == RollForm.PDF else _workbook(wanted.sheet))


def _workbook(sheet: Sheet) -> bytes:
    """Return one table with its notes at the end. Every cell is text, whatever it looks like."""
    from openpyxl import Workbook  # noqa: PLC0415 - a list on paper does not need it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    page = workbook.create_sheet("1")
    lines: list[tuple[str, ...]] = [(sheet.body,), (sheet.title,), (sheet.heading,), *((line,) for line in sheet.lines)]
    for section in sheet.sections:
        heads = tuple(column.title for column in section.columns)
        lines += [(), (section.heading,), heads, *section.rows, *((note,) for note in section.notes)]
    for line in lines:
        cells = [WriteOnlyCell(page, value=text) for text in line]
        for cell in cells:
            cell.data_type = "s"
        page.append(cells)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


if __name__ == "__main__":
    answer_request(RollWanted, made)
