"""What the reading of a workbook is asked and answers; the task itself is xlsx_apart, in the jail."""

import msgspec


class AskedRows(msgspec.Struct, frozen=True):
    """The absolute path of a workbook, and how many rows below its header are wanted at most."""

    path: str
    max_rows: int


class SheetRow(msgspec.Struct, frozen=True):
    """A row that is not empty: its number in the sheet, its texts, and the cells that hold formulas (`B7`)."""

    number: int
    texts: list[str]
    formulas: list[str]


class SheetAnswer(msgspec.Struct, frozen=True):
    """The rows; or the code and facts of a refusal; or `broken` when the workbook cannot be read."""

    rows: list[SheetRow] = []
    refused: str = ""
    facts: dict[str, str | int] = {}
    broken: bool = False
