"""Read the bytes of an office's file as text.

Vietnamese text must be UTF-8. Other encodings are refused with advice on how to save the file; guessing would give
wrong letters.
"""

import codecs
from pathlib import Path

from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.words import plain

MAX_BYTES = 8 * 2**20

_TELLING_WORDS = ("noi dung", "ho va ten", "tai khoan", "chuc vu", "thoi luong", "hinh thuc", "title")


def read_text(path: Path, problems: Problems, *, advice: str) -> str | None:
    """Return the text of a UTF-8 file, with or without a BOM.

    Notes a problem with the code `advice` and returns None otherwise.
    """
    data = read_bytes(path, problems)
    if data is None:
        return None
    if guess := _looks_like_utf16(data):
        problems.add(Spot(path.name), advice, guess=guess)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Spot(path.name, line), advice, guess=_legacy_guess(data))
        return None


def read_bytes(path: Path, problems: Problems) -> bytes | None:
    """Return the bytes of a file. Notes a problem and returns None above `MAX_BYTES`."""
    if path.stat().st_size > MAX_BYTES:
        problems.add(Spot(path.name), "too_large", limit=MAX_BYTES // 2**20)
        return None
    return path.read_bytes()


def _looks_like_utf16(data: bytes) -> str:
    """Return `UTF-16` for data with a byte order mark or with many zero bytes, otherwise an empty string.

    Half the bytes of Latin text are zero in UTF-16.
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "UTF-16" if marked or data.count(0) > len(data) // 10 else ""


def _legacy_guess(data: bytes) -> str:
    """Return the likely old encoding:

    Windows-1258 if it gives Vietnamese words from our tables, otherwise Windows-1252.
    """
    vietnamese = plain(data.decode("cp1258", "replace"))
    if any(word in vietnamese for word in _TELLING_WORDS):
        return "Windows-1258"
    return "Windows-1252"
