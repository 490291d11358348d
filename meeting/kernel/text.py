"""Text from clients: one Unicode form (NFC), no control characters, a cap; and folding for search without accents."""

import unicodedata
from typing import NamedTuple


class Cap(NamedTuple):
    """The name of a field on screens, in Vietnamese, and the most letters it may have."""

    label: str
    limit: int


def clean(text: str) -> str:
    """Return the text in NFC, with `\\n` line ends, without control or bidi-override characters, stripped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).strip()


def fold(text: str) -> str:
    """Return the text in lower case without accents, `đ` as `d`, for searching. NFD alone does not change `đ`."""
    bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return "".join(bare).replace("đ", "d").replace("Đ", "D").lower()


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` letters. A longer one is cut at a word and gets an ellipsis."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
