"""The face of papers: Tinos, with the widths of Times New Roman that Decree 30/2020 asks for.

A letter that the face does not have would vanish from the page without a word: `fit`
puts another in its place, so that whoever reads sees that something stood there.
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
    """Make the four faces known to reportlab; FileNotFoundError when the installation lacks them."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_folder() / file)))
        addMapping(name, 0, 0, name)


def fit(text: str) -> str:
    """The text composed (NFC), every letter drawable: others substituted, or `?`. Line ends are kept."""
    text = unicodedata.normalize("NFC", text)
    known = _letters()
    if known.issuperset(text):
        return text
    return "".join(c if c in known else _substitute(c) for c in text)


def width(text: str, face: str, size: float) -> float:
    """How wide a text is, in points."""
    return size * sum(map(_letter_widths(face).__getitem__, text))


class _Widths(dict[str, float]):
    """How wide each letter of a face is at one point, as far as it was asked."""

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
    """What all four faces can draw."""
    register()
    faces = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in _FILES]
    return frozenset(chr(code) for code in set.intersection(*faces)) - {"\t"} | {"\n"}


def _folder() -> Path:
    """Where the font files are: inside an installed package, or in the checkout beside it."""
    installed = _PACKAGE / "_assets" / "static" / "fonts" / "tinos"
    return installed if installed.is_dir() else _PACKAGE.parent / "static" / "fonts" / "tinos"
