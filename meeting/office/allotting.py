"""Guess a paper's item and title from its file name. Pure."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from meeting.kernel.text import clean, fold

_NUMBER = re.compile(r"(?:mục|muc|nội dung|noi dung|nd)?\s*0*(\d{1,3})(?=[\s._)-])", re.IGNORECASE)


class Named(NamedTuple):
    """An item, as a name may mean it."""

    id: int
    title: str


def item_named(filename: str, items: Sequence[Named]) -> int | None:
    """Return the item whose number begins the name: `03_To trinh.pdf`, `Mục 3 - Tờ trình.pdf`.

    Otherwise the one item whose title is in the name, word for word, with or without accents; None for none or several.
    """
    place = _place(filename, len(items))
    if place:
        return items[place - 1].id
    said = f" {_words(PurePath(clean(filename)).stem)} "
    found = [item.id for item in items if (title := _words(item.title)) and f" {title} " in said]
    return found[0] if len(found) == 1 else None


def _place(filename: str, last: int) -> int:
    """Return the number at the beginning of a name, up to `last`; 0 without one."""
    found = _NUMBER.match(clean(filename).strip())
    place = int(found[1]) if found else 0
    return place if place <= last else 0


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def title_of(filename: str, last: int) -> str:
    """Return a paper's first title: its file's name without its ending, underscores as spaces.

    A number that names an item is left out too; `last`: the highest number.
    """
    bare = " ".join(clean(PurePath(filename).stem).replace("_", " ").split())
    found = _NUMBER.match(f"{bare} ") if _place(filename, last) else None
    return (bare[found.end() :].strip(" .-)") if found else "") or bare


def plain_name(filename: str) -> str:
    """Return the last part of a file name from a browser, at most 255 letters, with its extension."""
    name = " ".join(clean(filename).replace("\\", "/").rpartition("/")[2].split())
    stem, suffix = PurePath(name).stem, PurePath(name).suffix[:10]
    return f"{stem[: 255 - len(suffix)]}{suffix}"
