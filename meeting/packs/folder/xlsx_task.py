"""What the reading of a workbook is asked and answers; the task itself is xlsx_apart, in the jail."""

import msgspec


class AskedRows(msgspec.Struct, frozen=True):
    """The absolute path of a workbook, and how many rows below its header are wanted at most."""

    path: str
    max_rows: int


class Row(msgspec.Struct, frozen=True):
    """A row that holds something: its number in the sheet, its cells, and the cells that are formulas (`B7`)."""

    number: int
    texts: list[str]
    formulas: list[str]


class Answer(msgspec.Struct, frozen=True):
    """The rows; or the code and facts of a refusal; or that the workbook cannot be read."""

    rows: list[Row] = []
    refused: str = ""
    facts: dict[str, str | int] = {}
    broken: bool = False
