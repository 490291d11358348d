"""The font of papers: Tinos, with the letter widths of Times New Roman, which Decree 30/2020 requires.

A letter missing in the font would vanish without notice. `fit` replaces it, so that readers see that a letter is there.
"""

import functools
import unicodedata
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"

_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
_PACKAGE = Path(__file__).parents[1]
_SUBSTITUTES = {"☐": "[ ]", "☑": "[x]", "☒": "[x]", "✓": "x", "✔": "x", "✗": "x", "→": "->", "\t": " "}
_UNKNOWN = "?"


@functools.cache
def register() -> None:
    """Register the four fonts with reportlab. Raises FileNotFoundError when the installation lacks them."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_folder() / file)))
        addMapping(name, 0, 0, name)


def fit(text: str) -> str:
    """Return the text in NFC with only drawable letters. Others become a similar text or `?`; line breaks stay."""
    text = unicodedata.normalize("NFC", text)
    known = _letters()
    if known.issuperset(text):
        return text
    return "".join(c if c in known else _substitute(c) for c in text)


def width(text: str, face: str, size: float) -> float:
    """Return the width of a text in points."""
    return size * sum(map(_letter_widths(face).__getitem__, text))


class _Widths(dict[str, float]):
    """The width of each letter of a font at one point of size, filled on demand."""

    def __init__(self, face: str) -> None:
        register()
        self._face = face

    def __missing__(self, letter: str) -> float:
        self[letter] = float(pdfmetrics.stringWidth(letter, self._face, 1000)) / 1000
        return self[letter]


@functools.cache
def _letter_widths(face: str) -> _Widths:
    return _Widths(face)


def _substitute(char: str) -> str:
    if char in _SUBSTITUTES:
        return _SUBSTITUTES[char]
    if unicodedata.category(char) in ("Mn", "Cf", "Cc"):
        return ""
    return " " if char.isspace() else _UNKNOWN


@functools.cache
def _letters() -> frozenset[str]:
    """Return the letters that all four fonts can draw."""
    register()
    faces = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in _FILES]
    return frozenset(chr(code) for code in set.intersection(*faces)) - {"\t"} | {"\n"}


def _folder() -> Path:
    """Return the folder of the font files: inside an installed package, or in the checkout beside it."""
    installed = _PACKAGE / "_assets" / "static" / "fonts" / "tinos"
    return installed if installed.is_dir() else _PACKAGE.parent / "static" / "fonts" / "tinos"
