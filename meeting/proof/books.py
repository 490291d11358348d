"""Journals to check: one as a file, read line by line up to the first bad line, and two of them compared.

Their lines are compared before anything is made of them, so that the first entry that differs is named and not a later
one that no longer fits.
"""

from collections.abc import Sequence

import msgspec

from meeting.journal import chain
from meeting.kernel.words import phrase


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a journal file; `entries` are those before the first bad one, which `broken` names."""

    lines: tuple[bytes, ...]
    entries: tuple[chain.Entry, ...]
    broken: chain.Broken | None

    @property
    def head(self) -> tuple[int, str]:
        """Return the number and hash of the last valid entry."""
        return len(self.entries), self.entries[-1].hash if self.entries else chain.GENESIS


def read_book(data: bytes) -> Book:
    """Return any bytes as a journal: every line in its canonical form, numbered and chained."""
    *lines, rest = data.split(b"\n")
    entries: list[chain.Entry] = []
    broken = None
    for number, line in enumerate(lines, start=1):
        try:
            entry = msgspec.json.decode(line, type=chain.Entry, strict=True)
            canonical = chain.canonical(entry)
        except (ValueError, RecursionError, OverflowError):  # msgspec's errors are ValueErrors
            broken = chain.Broken(number, phrase("dòng nhật ký không đọc được"))
            break
        if canonical != line:
            broken = chain.Broken(number, phrase("dòng nhật ký không đúng dạng chuẩn"))
            break
        entries.append(entry)
    if broken is None and (rest or not lines):
        broken = chain.Broken(len(lines) + 1, phrase("nhật ký bị cắt giữa dòng, hoặc cuối nhật ký có dữ liệu lạ"))
    try:
        chain.check(entries)
    except chain.Broken as earlier:
        broken = earlier
        entries = entries[: earlier.seq - 1]
    return Book(lines=tuple(lines), entries=tuple(entries), broken=broken)


def first_difference(ours: Sequence[bytes], theirs: Sequence[bytes]) -> int | None:
    """Return the number of our first entry that is missing or different in theirs; None when theirs has them all."""
    for number, line in enumerate(ours, start=1):
        if number > len(theirs) or theirs[number - 1] != line:
            return number
    return None
