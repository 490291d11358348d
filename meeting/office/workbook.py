"""Writes a workbook in a separate process: `python -m meeting.office.workbook`."""

import io
import sys

import msgspec


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


def main() -> None:
    """Read the lines from standard input, write the workbook to standard output."""
    book = msgspec.json.decode(sys.stdin.buffer.read(), type=SheetLines)
    sys.stdout.buffer.write(msgspec.json.encode(written(book)))


if __name__ == "__main__":
    main()
