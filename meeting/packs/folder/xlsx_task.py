"""Request and answer of reading a workbook. xlsx_apart does the work, inside the jail."""

import msgspec


class AskedRows(msgspec.Struct, frozen=True):
    """The absolute path of a workbook, and the most rows wanted below its header."""

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
