"""Read CSV files as Excel writes them: separated by comma, semicolon or tab, with or without a `sep=` line.

When a spreadsheet would read a cell as a formula, it is written with an apostrophe in front. Reading removes the
apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from meeting.kernel.text import clean
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.source import read_text
from meeting.packs.folder.words import plain

_DELIMITERS = ",;\t"
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def neutralise(text: str) -> str:
    """Return the text so that no spreadsheet reads it as a formula (OWASP, CSV injection). `revive` undoes this."""
    return "'" + text if _DANGEROUS.match(text) else text


def revive(text: str) -> str:
    """Return the text that was given to `neutralise`."""
    return text[1:] if _NEUTRALISED.match(text) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text with commas and Windows line ends. Every cell is neutralised."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([neutralise(text) for text in row] for row in rows)
    return out.getvalue()


def csv_grid(path: Path, known: frozenset[str], problems: Problems) -> list[tuple[int, list[str]]] | None:
    """Return the rows that are not empty, each with the number of its first line.

    Notes a problem and returns None if unreadable.

    `known` holds header names in `plain` form. The delimiter that gives the most known headers is used.
    """
    text = read_text(path, problems, advice="encoding")
    if text is None:
        return None
    skipped = 1 if re.match(r"sep=.\r?\n", text) else 0
    text = text.split("\n", 1)[1] if skipped else text
    grids = [_parse(path.name, text, skipped, delimiter) for delimiter in _DELIMITERS]
    best = max(grids, key=lambda grid: _known_cells(grid, known))
    if isinstance(best, Spot):
        problems.add(best, "csv_broken")
        return None
    return best


def _parse(file: str, text: str, skipped: int, delimiter: str) -> list[tuple[int, list[str]]] | Spot:
    """Return the rows, or the spot of the first broken quotation mark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    ends, rows = [skipped], []
    try:
        for row in reader:
            ends.append(reader.line_num + skipped)
            rows.append([revive(clean(cell)) for cell in row])
    except csv.Error:
        return Spot(file, ends[-1] + 1)
    begins = [end + 1 for end, _ in pairwise(ends)]
    return [(line, row) for line, row in zip(begins, rows, strict=True) if any(row)]


def _known_cells(grid: list[tuple[int, list[str]]] | Spot, known: frozenset[str]) -> int:
    if isinstance(grid, Spot):
        return 0
    return max((sum(plain(cell) in known for cell in row) for _, row in grid[:15]), default=0)
