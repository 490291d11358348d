"""Compares two versions of a text: by page of the new one, with words marked as removed or added. Pure."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from meeting.documents.differing import Differing

MOST_LINES = 20_000
"""The most lines of one version; the rest is not compared."""
AROUND = 12
"""The number of unchanged words shown on each side of a change."""


class Mark(StrEnum):
    """Whether words were removed, added, or stayed."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"
    GAP = "gap"


class Piece(NamedTuple):
    """Words with one mark; empty for a gap."""

    mark: Mark
    words: str


class ChangedPage(NamedTuple):
    """A page of the new version (1 is the first) with its changes. Removed words are shown where they were."""

    page: int
    pieces: list[Piece]


def compare(old: Sequence[str], new: Sequence[str]) -> list[ChangedPage]:
    """Return the pages of `new` on which words differ from `old`.

    Compares lines first, then the words of lines that differ. A line that only moved to another page or further down
    has not changed. Takes a second at most: in very different texts the rest is marked as removed and added as a whole.
    """
    before, after = _lines(old), _lines(new)
    marked: list[tuple[int, Piece]] = []
    page = 1
    differing = Differing()
    for same, a, b, c, d in differing.stretches([line for _, line in before], [line for _, line in after]):
        words_out = [word for _, line in before[a:b] for word in line.split()]
        words_in = [(at, word) for at, line in after[c:d] for word in line.split()]
        if same:
            marked += [(at, Piece(Mark.KEPT, word)) for at, word in words_in]
        else:
            marked += _words(differing, words_out, words_in, page)
        page = words_in[-1][0] if words_in else page
    found = []
    for page, together in groupby(marked, key=lambda each: each[0]):
        pieces = list(_shortened([piece for _, piece in together]))
        if any(piece.mark in (Mark.OUT, Mark.IN) for piece in pieces):
            found.append(ChangedPage(page, pieces))
    return found


def _lines(pages: Sequence[str]) -> list[tuple[int, str]]:
    """Return (page, text) of each line with words, with single spaces. A line of only a number is a page number."""
    told = [(page, " ".join(line.split())) for page, text in enumerate(pages, start=1) for line in text.split("\n")]
    return [(page, line) for page, line in told if line and not re.fullmatch(r"[-–\s]*\d+[-–\s]*", line)][:MOST_LINES]


def _words(differing: Differing, out: list[str], put: list[tuple[int, str]], page: int) -> Iterator[tuple[int, Piece]]:
    """Yield the changes of a stretch that differs. Removed words go to the page that the stretch had reached."""
    for same, a, b, c, d in differing.stretches(out, [word for _, word in put]):
        if not same:
            place = put[c][0] if c < len(put) else page
            yield from ((place, Piece(Mark.OUT, word)) for word in out[a:b])
        mark = Mark.KEPT if same else Mark.IN
        yield from ((at, Piece(mark, word)) for at, word in put[c:d])


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield neighbours with the same mark as one. Long unchanged stretches are cut to the words beside a change."""
    runs = [(mark, [piece.words for piece in run]) for mark, run in groupby(pieces, key=lambda piece: piece.mark)]
    for place, (mark, words) in enumerate(runs):
        if mark != Mark.KEPT or len(words) <= 2 * AROUND + 1:
            yield Piece(mark, " ".join(words))
            continue
        if place > 0:
            yield Piece(mark, " ".join(words[:AROUND]))
        yield Piece(Mark.GAP, "")
        if place < len(runs) - 1:
            yield Piece(mark, " ".join(words[-AROUND:]))
