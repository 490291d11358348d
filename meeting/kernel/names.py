"""Vietnamese names: sorting by given name in the order of the Vietnamese alphabet.

Order as in TCVN dictionaries and CLDR `vi`: the letter decides first (a ă â b c d đ e ê …),
the tone only between words that are otherwise equal (ngang, huyền, hỏi, ngã, sắc, nặng).
"""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: i for i, letter in enumerate(_LETTERS, start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make a different letter

SortKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def collation_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the sort key of a text: letters first, tones second. Spaces sort before letters."""
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split(char)
        letters.append(_RANK.get(base, 0 if base == " " else 1 if not base.isalnum() else ord(base[0]) + 100))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _split(char: str) -> tuple[str, int]:
    """Return a character as (letter of the alphabet, tone 0-5)."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(m for m in parts if m in _SHAPES or m not in _TONES))
    return base, tone


def by_given_name(given_name: str, full_name: str) -> SortKey:
    """Return the sort key of a person: given name, then whole name. The given name is a field, never guessed."""
    return collation_key(given_name), collation_key(full_name)


def sort_text(given_name: str, full_name: str) -> str:
    """Return the same order as `by_given_name`, as hexadecimal digits that every database sorts the same way."""
    return "0000".join(_written(*key) for key in by_given_name(given_name, full_name))


def _written(letters: tuple[int, ...], tones: tuple[int, ...]) -> str:
    """Return a key as text, letters first. A shorter name comes first, because 00 is less than any letter."""
    return "".join(f"{min(rank, 0xFE) + 1:02x}" for rank in letters) + "00" + "".join(map(str, tones))
