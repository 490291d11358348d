"""What changed between two versions of a text: by page of the new one, in words marked as taken out or put in. Pure."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from meeting.documents.differing import Differing

MOST_LINES = 20_000
"""Of one version; longer ones are compared no further."""
AROUND = 12
"""So many words that stayed are shown on each side of a change."""


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"
    GAP = "gap"


class Piece(NamedTuple):
    """Words with one mark; of a gap none."""

    mark: Mark
    words: str


class ChangedPage(NamedTuple):
    """A page of the new version, 1 is the first, with what changed on it; what was taken out stands where it was."""

    page: int
    pieces: list[Piece]


def compare(old: Sequence[str], new: Sequence[str]) -> list[ChangedPage]:
    """The pages of `new` on which words differ from `old`: lines first, then the words of lines that differ.

    A line that only begins elsewhere, on another page or further down, has not changed. It takes a second at most: of
    two texts that have little in common the rest is told as taken out and put in whole.
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
    """Page and text of each line that says something, spaces evened; a number alone is the page's own."""
    told = [(page, " ".join(line.split())) for page, text in enumerate(pages, start=1) for line in text.split("\n")]
    return [(page, line) for page, line in told if line and not re.fullmatch(r"[-–\s]*\d+[-–\s]*", line)][:MOST_LINES]


def _words(differing: Differing, out: list[str], put: list[tuple[int, str]], page: int) -> Iterator[tuple[int, Piece]]:
    """The words of a stretch that differs; what was taken out stands on the page where the stretch had come to."""
    for same, a, b, c, d in differing.stretches(out, [word for _, word in put]):
        if not same:
            place = put[c][0] if c < len(put) else page
            yield from ((place, Piece(Mark.OUT, word)) for word in out[a:b])
        mark = Mark.KEPT if same else Mark.IN
        yield from ((at, Piece(mark, word)) for at, word in put[c:d])


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours with one mark put together; of long stretches that stayed, only the words beside a change."""
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
