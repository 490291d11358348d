"""Read tables with Vietnamese headers from CSV or Excel; both give the same rows.

A header has several accepted names. Case, accents, the order of columns and lines above the header do not matter. An
unknown column is a problem, so that nothing an office wrote is silently ignored.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from meeting.packs.folder.csv_grid import csv_grid
from meeting.packs.folder.fields import Cell
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.words import plain, plains
from meeting.packs.folder.xlsx_grid import xlsx_grid

MAX_ROWS = 5_000
_HEADER_WITHIN = 15

Grid = list[tuple[int, list[str]]]
"""Rows that are not empty, each with its line in the file (from 1)."""


class KnownColumn(NamedTuple):
    """A column: its key, the header used for writing, other accepted names, and whether a table must have it."""

    key: str
    header: str
    aliases: tuple[str, ...] = ()
    required: bool = True

    def named(self, text: str) -> bool:
        """Return whether a plain text is one of the column's names."""
        return text in plains((self.header, *self.aliases))


class Row(NamedTuple):
    """A row: its place, and its cells by column key."""

    spot: Spot
    cells: dict[str, Cell]

    def cell(self, column: KnownColumn) -> Cell:
        """Return the cell of a column; a blank cell when the table does not have the column."""
        return self.cells.get(column.key, Cell("", column.header, self.spot))


def read_table(path: Path, columns: Sequence[KnownColumn], problems: Problems) -> list[Row]:
    """Return the rows below the header. Notes problems and returns an empty list when the table cannot be read."""
    headers = [name for column in columns for name in (column.header, *column.aliases)]
    if path.suffix.lower() == ".csv":
        grid = csv_grid(path, frozenset(map(plain, headers)), problems)
    else:
        grid = xlsx_grid(path, MAX_ROWS, problems)
    if grid is None:
        return []
    if len(grid) > MAX_ROWS:
        problems.add(Spot(path.name), "too_many_rows", limit=MAX_ROWS)
        return []
    return list(_rows(path.name, grid, columns, problems))


def _rows(file: str, grid: Grid, columns: Sequence[KnownColumn], problems: Problems) -> Iterator[Row]:
    if not grid:
        problems.add(Spot(file), "empty_table")
        return
    top = _header_at(grid, columns)
    places = _columns_of(Spot(file, grid[top][0]), grid[top][1], columns, problems)
    body = grid[top + 1 :]
    if not body:
        problems.add(Spot(file, grid[top][0]), "empty_table")
    for line, texts in body:
        spot = Spot(file, line)
        _check_nameless(spot, texts, grid[top][1], problems)
        yield Row(spot, {c.key: Cell(texts[i], c.header, spot) for i, c in places.items() if i < len(texts)})


def _header_at(grid: Grid, columns: Sequence[KnownColumn]) -> int:
    """Return the index of the header: the row near the top with the most known names. Offices put titles above it."""

    def known(place: int) -> int:
        return sum(any(column.named(text) for column in columns) for text in map(plain, grid[place][1]))

    return max(range(min(len(grid), _HEADER_WITHIN)), key=lambda place: (known(place), -place))


def _columns_of(
    spot: Spot, header: list[str], columns: Sequence[KnownColumn], problems: Problems
) -> dict[int, KnownColumn]:
    """Return the column at each position. Unknown, repeated and missing columns are noted as problems."""
    places: dict[int, KnownColumn] = {}
    for place, text in enumerate(header):
        column = next((c for c in columns if c.named(plain(text))), None)
        if column is None and text:
            known = ", ".join(c.header for c in columns)
            problems.add(spot, "header_unknown", header=text, known=known)
        elif column in places.values():
            problems.add(spot, "header_twice", header=text)
        elif column:
            places[place] = column
    for column in columns:
        if column.required and column not in places.values():
            problems.add(spot, "header_missing", header=column.header)
    return places


def _check_nameless(spot: Spot, texts: list[str], header: list[str], problems: Problems) -> None:
    for place, text in enumerate(texts):
        if text and (place >= len(header) or not header[place]):
            problems.add(spot, "header_blank", column=place + 1)
