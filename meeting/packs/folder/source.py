"""Bytes to text and texts to rows: what stands between a file of an office and its cells.

Vietnamese text in anything but UTF-8 is refused with the way to save it, never guessed into wrong letters.
"""

import codecs
from pathlib import Path

from meeting.packs.folder.problems import Findings, Spot
from meeting.packs.folder.words import plain

MAX_BYTES = 8 * 2**20

_TELLING_WORDS = ("noi dung", "ho va ten", "tai khoan", "chuc vu", "thoi luong", "hinh thuc", "title")


def read_text(path: Path, findings: Findings, *, advice: str) -> str | None:
    """The text of a UTF-8 file, with or without BOM; None with a problem noted (`advice` is its code)."""
    data = read_bytes(path, findings)
    if data is None:
        return None
    if guess := _looks_like_utf16(data):
        findings.add(Spot(path.name), advice, guess=guess)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.add(Spot(path.name, line), advice, guess=_legacy_guess(data))
        return None


def read_bytes(path: Path, findings: Findings) -> bytes | None:
    """The bytes of a file of sane size; None with a problem noted."""
    if path.stat().st_size > MAX_BYTES:
        findings.add(Spot(path.name), "too_large", limit=MAX_BYTES // 2**20)
        return None
    return path.read_bytes()


def _looks_like_utf16(data: bytes) -> str:
    """UTF-16 has a byte order mark, or (Latin letters being half zeros) many zero bytes."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "UTF-16" if marked or data.count(0) > len(data) // 10 else ""


def _legacy_guess(data: bytes) -> str:
    """Windows-1258 when it gives Vietnamese words that any of our tables would hold."""
    vietnamese = plain(data.decode("cp1258", "replace"))
    if any(word in vietnamese for word in _TELLING_WORDS):
        return "Windows-1258"
    return "Windows-1252"
