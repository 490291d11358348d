"""Break a text into lines of a given width, between words or, if necessary, inside one.

The name of a place stays on one line if it fits: `XÃ MINH / TÂN` names no commune.
"""

import re

from meeting.paper.fonts import fit, width

_KINDS = tuple(
    kind.split()
    for kind in (
        *("xã", "phường", "thị trấn", "thị xã", "huyện", "quận", "thành phố", "tỉnh", "đặc khu"),
        *("thôn", "ấp", "bản", "buôn", "khu phố", "tổ dân phố"),
    )
)
_LONGEST_NAME = 5
"""The most words in the name of a place. A paper in capitals does not show where a name ends."""
_ORDINARY = 20
"""A word with at most this many letters fits any line."""
_TIE = "\N{NO-BREAK SPACE}"
_GAP = re.compile(r"[^\S\xa0]+")


def broken(text: str, face: str, size: float, room: float) -> list[str]:
    """Return the lines of a text, `room` points wide; its own line breaks stay.

    Letters missing in the font are replaced.
    """
    text = fit(text)
    if "\n" not in text and width(text, face, size) <= room:
        return [text]
    return [line for part in text.split("\n") for line in _wrapped(part, face, size, room)]


def parted(text: str, face: str, size: float, room: float) -> str:
    """Return the text with line breaks around and inside each word too long for a line. Most texts stay as they are."""
    if len(max(_GAP.split(text), key=len)) <= _ORDINARY:
        return text
    return "\n".join(_parted_line(line, face, size, room) for line in text.split("\n"))


def _parted_line(line: str, face: str, size: float, room: float) -> str:
    told = ""
    for word in _GAP.split(line):
        long = len(word) > _ORDINARY and width(word, face, size) > room
        gap = "" if not told or told.endswith("\n") else "\n" if long else " "
        told += gap + ("\n".join(_alone(word, face, size, room)) + "\n" if long else word)
    return told.removesuffix("\n")


def tied(text: str) -> str:
    """Return the text with no-break spaces inside place names: a kind of place and the capitalised words after it.

    `Ủy ban nhân dân xã Minh Tân, tỉnh Phú Thọ` may then break only before `xã` and before `tỉnh` in these names.
    """
    words, told, index = text.split(" "), [], 0
    while index < len(words):
        length = _place_at(words, index)
        told.append(_TIE.join(words[index : index + length]))
        index += length
    return " ".join(told)


def name_lines(name: str, face: str, size: float, room: float) -> list[str]:
    """Return the name of a body on one line, or, if too long, with its place on a second line."""
    if width(fit(name), face, size) <= room:
        return [fit(name)]
    words = tied(name).split(" ")
    place = next((index for index, word in enumerate(words) if index and _TIE in word), 0)
    parts = (" ".join(words[:place]), " ".join(words[place:]))
    return [line for part in parts if part for line in broken(part, face, size, room)]


def _place_at(words: list[str], index: int) -> int:
    """Return the number of words from `index` that name one place; 1 when no place begins here."""
    kind = _kind_at(words, index)
    begin, end = index + kind, index + kind
    while kind and end < min(len(words), begin + _LONGEST_NAME) and _goes_on(words, begin, end):
        end += 1
    return max(1, end - index)


def _goes_on(words: list[str], begin: int, at: int) -> bool:
    """Return whether the word belongs to the name that begins at `begin`.

    It does when it is a capitalised word, a number or a dash, and begins no other place.
    """
    word = words[at]
    part = word[:1].isupper() or word[:1].isdigit() or word in ("-", "–")
    return part and not _kind_at(words, at) and not (at > begin and words[at - 1][-1:] in (*",;.:)",))


def _kind_at(words: list[str], index: int) -> int:
    """Return the number of words at `index` that name a kind of place, or 0."""
    found = (kind for kind in _KINDS if [word.lower() for word in words[index : index + len(kind)]] == kind)
    return len(next(found, []))


def _wrapped(text: str, face: str, size: float, room: float) -> list[str]:
    lines, line, used = [], "", 0.0
    gap = width(" ", face, size)
    for word in _GAP.split(text.strip()):
        needed = width(word, face, size)
        if line and used + gap + needed <= room:
            line, used = f"{line} {word}", used + gap + needed
            continue
        if line:
            lines.append(line)
        *full, line = _alone(word, face, size, room)
        lines += full
        used = width(line, face, size)
    return [*lines, line]


def _alone(word: str, face: str, size: float, room: float) -> list[str]:
    """Return the lines of one word. A place name is split after its kind of place, or between its words."""
    if width(word, face, size) <= room:
        return [word]
    if _TIE in word:
        words = word.split(_TIE)
        kind, name = _TIE.join(words[: _kind_at(words, 0)]), _TIE.join(words[_kind_at(words, 0) :])
        if kind and name and width(name, face, size) <= room:
            return [kind, name]
        return _wrapped(word.replace(_TIE, " "), face, size, room)
    parts, begin, used = [], 0, 0.0
    for at, char in enumerate(word):  # the width of a text is the sum of the widths of its letters
        needed = width(char, face, size)
        if at > begin and used + needed > room:
            parts.append(word[begin:at])
            begin, used = at, 0.0
        used += needed
    return [*parts, word[begin:]]
