"""Rules of search: what a word is, with and without accents, and where it is in a text. Pure decisions."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

MOST_WORDS = 12
"""The most words of a question that count: more would cost time and find nothing."""
AROUND = 90
"""Letters shown before the first found word; twice as many after it."""


class FoundKind(StrEnum):
    """The kind of a line in the index."""

    MEETING = "meeting"
    ITEM = "item"
    CONCLUSION = "conclusion"
    DECISION = "decided"
    PAPER = "paper"
    PERSON = "person"
    PAGE = "page"


class SearchWords(NamedTuple):
    """A search: words as typed (`exact`) and without accents. `phrase`: they must be next to each other."""

    exact: tuple[str, ...]
    plain: tuple[str, ...]
    phrase: bool = False

    def accented(self, place: int) -> bool:
        """Return whether a word was typed with accents: then only that spelling matches."""
        return self.exact[place] != self.plain[place]


class FoundPiece(NamedTuple):
    """A piece of a text, and whether it is one of the words searched for."""

    text: str
    found: bool


_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'^\s*["“].*["”]\s*$')
_MARKS = dict.fromkeys(range(0x300, 0x370))
_TONE_PLACES = {
    f"{first}{pair[1]}": f"{pair[0]}{second}"
    for first, second, row in (
        ("o", "a", "òà óá ỏả õã ọạ"),
        ("o", "e", "òè óé ỏẻ õẽ ọẹ"),
        ("u", "y", "ùỳ úý ủỷ ũỹ ụỵ"),
    )
    for pair in row.split()
}
"""Two spellings of the tone mark, such as `hoà` and `hòa`, are one word."""
_TONES = re.compile("|".join(_TONE_PLACES))


def question(text: str) -> SearchWords:
    """Return the search for a typed text. Words in quotation marks must be next to each other."""
    exact = tuple(words_of(accented(text)))[:MOST_WORDS]
    return SearchWords(exact, tuple(plain(word) for word in exact), bool(_QUOTED.match(text)))


def words_of(text: str) -> list[str]:
    """Return words and numbers, without the signs between them."""
    return _WORD.findall(text)


def accented(text: str) -> str:
    """Return the text in NFC and lower case, with tone marks in the older place.

    Accented words are compared in this form.
    """
    return _TONES.sub(lambda found: _TONE_PLACES[found[0]], unicodedata.normalize("NFC", text).lower())


def plain(text: str) -> str:
    """Return lower case without accents. Every letter keeps its position in the composed text."""
    return text.translate(_letters())


def marks(text: str, sought: SearchWords, around: int = AROUND) -> list[FoundPiece]:
    """Return the part of a composed text around the words, cut into pieces; empty when it contains none of them.

    It begins near the place where most of the words are close together.
    """
    found = list(_places(text, sought))
    if not found:
        return []
    first = _closest(found, len(sought.plain))
    start, end = max(0, found[first][0] - around), min(len(text), found[first][1] + 2 * around)
    start, end = _at_spaces(text, start, end)
    pieces, place = [], start
    for begin, stop in found:
        if start <= begin and stop <= end:
            pieces += [FoundPiece(text[place:begin], False), FoundPiece(text[begin:stop], True)]
            place = stop
    pieces.append(FoundPiece(text[place:end], False))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    pieces = [FoundPiece(before, False), *pieces, FoundPiece(after, False)]
    return [FoundPiece(" ".join(piece.text.split("\n")), piece.found) for piece in pieces if piece.text]


def _places(text: str, sought: SearchWords) -> Iterator[tuple[int, int]]:
    flat = plain(text)
    wanted = {word: {sought.exact[n] for n, each in enumerate(sought.plain) if each == word} for word in sought.plain}
    pattern = "|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True))
    for found in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", flat):
        meant = wanted[found[0]]
        if found[0] in meant or accented(text[found.start() : found.end()]) in meant:
            yield found.span()


def _closest(found: list[tuple[int, int]], words: int) -> int:
    """Return the index of the place after which this many places are closest together."""
    spans = [(found[min(n + words, len(found)) - 1][1] - found[n][0], n) for n in range(max(1, len(found) - words + 1))]
    return min(spans)[1]


def _at_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the same part without cut words, within a few letters."""
    space = text.find(" ", start, start + 20) if start else -1
    last = text.rfind(" ", end - 20, end) if end < len(text) else -1
    return space + 1 if space >= 0 else start, last if last >= 0 else end


@cache
def _letters() -> dict[int, str | None]:
    """Return a table from every Latin letter to its lower case form without accents, one letter each."""
    table: dict[int, str | None] = {}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFD", chr(code).lower()).translate(_MARKS)
        if len(bare) == 1:
            table[code] = {"đ": "d", "ð": "d"}.get(bare, bare)
    return table
