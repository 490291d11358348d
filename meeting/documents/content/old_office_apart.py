"""Reads marks and properties of an old office file (MS-CFB: .doc, .xls, .ppt) without the program that made it.

Its text is in pieces anywhere in the file, in UTF-16 or in eight bits (MS-DOC 2.4.1, MS-XLS 2.5.293, MS-PPT 2.9.42). We
search for the letters of a mark in each encoding and read the lines around them. Runs in the jail only.
"""

import mmap
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_AROUND = 512
"""Bytes before and after a mark to read, for its line and the text around it."""
_MOST = 2_000
"""The most marks that are examined in each encoding, from the beginning, where the first page is."""
_CODES = ("utf-16-le", "utf-8", "cp1258", "cp1252")
_GAPS = (" ", ".", "-", "_", "\xa0", "\t", "\r", "\x07", "\x0b")
_WRITTEN = ("\u1eac", "\u00c2\u0323", "\u1ea0\u0302", "A\u0302\u0323", "A\u0323\u0302", "A\u00c4", "\u00cb")
"""Ậ composed, in its possible decomposed forms, in VNI and in TCVN3."""
_NO_LETTER = re.compile(
    "(?i)[^ -~àáâãèéêìíòóôõùúýăđĩũơư\u1ea0-\u1ef9·\xa0\u0300-\u0303\u0306\u0309\u031b\u0323\u2010-\u2026]"
)
_NO_BYTE = re.compile("[^ -~\xa0-\xff]")
_SETS = (bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"), bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"))
"""FMTID_SummaryInformation and FMTID_DocSummaryInformation (MS-OLEPS 2.19, 2.23)."""
_PROPERTIES = re.compile(rb"(?s)\xfe\xff[\0\1]\0.{20}[\1\2]\0\0\0(?=%s)" % b"|".join(map(re.escape, _SETS)))
_LARGEST = 64 * 2**10
"""The most bytes of one set of properties that are read."""


def read_old_office(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the lines around every mark, separated by blank lines, and possible values of its properties."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        marks = ((code, found.span()) for code in _CODES for found in islice(_mark(code).finditer(data), _MOST))
        return "\n\n".join(_around(data, code, *span) for code, span in marks), tuple(_properties(data))


def _mark(code: str) -> re.Pattern[bytes]:
    """Return a pattern for the letters of MẬT in an encoding, in any case, with gaps between them."""
    gap = b"(?:%s){0,6}" % b"|".join(_said(_GAPS, code))
    middle = b"(?:%s)" % b"|".join(_said([form for each in _WRITTEN for form in (each, each.lower())], code))
    first, last = (b"(?:%s)" % b"|".join(_said(letters, code)) for letters in ("Mm", "Tt"))
    return re.compile(b"(?s)" + gap.join((first, middle, last)))


def _said(letters: list[str] | tuple[str, ...] | str, code: str) -> list[bytes]:
    """Return the texts that this encoding can write, as patterns."""
    return [re.escape(written) for each in letters if (written := each.encode(code, "ignore")) and _whole(each, code)]


def _whole(letters: str, code: str) -> bool:
    return letters.encode(code, "replace").decode(code) == letters


def _around(data: mmap.mmap, code: str, start: int, end: int) -> str:
    """Return the whole lines around a mark. A byte that is no Vietnamese letter ends a line."""
    if _is_cell(data, code, start, end):
        return data[start:end].decode(code)
    first, last = start - min(start, _AROUND) // 2 * 2, min(len(data), end + _AROUND)
    before, mark, after = (_text(data[a:b], code) for a, b in ((first, start), (start, end), (end, last)))
    if first:  # the first and the last line may be cut
        before = before.partition("\n")[2] if "\n" in before else "x"
    if last < len(data):
        after = after.rpartition("\n")[0] if "\n" in after else "x"
    return before + mark + after


def _is_cell(data: mmap.mmap, code: str, start: int, end: int) -> bool:
    """Return whether a sheet's text (MS-XLS 2.5.293: letters, flags, text) is only the mark."""
    letters = (end - start) // 2
    return code == "utf-16-le" and start > 2 and data[start - 3 : start] == letters.to_bytes(2, "little") + b"\1"


def _text(piece: bytes, code: str) -> str:
    """Return a piece as text; bytes that are not letters or signs of Vietnamese become line ends."""
    return (_NO_BYTE if code == "cp1252" else _NO_LETTER).sub("\n", piece.decode(code, "replace"))


def _properties(data: mmap.mmap) -> Iterator[str]:
    """Yield the texts in the property sets (MS-OLEPS 2.21), in every encoding."""
    for found in _PROPERTIES.finditer(data):
        begins = found.start()
        for place in range(data[found.end() - 4]):
            offset = _number(data, found.end() + 20 * place + 16)
            size = _number(data, begins + offset)
            values = data[begins + offset : begins + offset + min(size, _LARGEST)]
            for code in _CODES:
                for skipped in (0, 1, 2, 3) if code == "utf-16-le" else (0,):
                    yield from _values(values[skipped:], code)


def _values(piece: bytes, code: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, _text(piece, code).split("\n")))


def _number(data: mmap.mmap, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
