"""Writes a workbook in a separate process: `python -m meeting.office.workbook`."""

import io

import msgspec

from meeting.kernel.task import answer_request


class SheetLines(msgspec.Struct, frozen=True):
    """The lines of the only sheet; the first one has the column heads."""

    lines: list[tuple[str, ...]]


class Written(msgspec.Struct, frozen=True):
    """The workbook (.xlsx)."""

    content: bytes


def written(book: SheetLines) -> Written:
    """Return the workbook. Every cell is text, whatever it looks like."""
    from openpyxl import Workbook  # noqa: PLC0415 - the server itself never needs it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("1")
    sheet.freeze_panes = "A2"
    for line in book.lines:
        cells = [WriteOnlyCell(sheet, value=text) for text in line]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    workbook.save(out)
    return Written(out.getvalue())


if __name__ == "__main__":
    answer_request(SheetLines, written)
