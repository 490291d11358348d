"""Which item a paper belongs to, and what it is called, as far as the name of its file says. Pure."""

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
    """The item at the place that a name begins with: `03_To trinh.pdf`, `Mục 3 - Tờ trình.pdf`.

    Else the one item whose title stands in the name, word for word, with or without accents; None for none or several.
    """
    place = _place(filename, len(items))
    if place:
        return items[place - 1].id
    said = f" {_words(PurePath(clean(filename)).stem)} "
    found = [item.id for item in items if (title := _words(item.title)) and f" {title} " in said]
    return found[0] if len(found) == 1 else None


def _place(filename: str, last: int) -> int:
    """The place that a name begins with; 0 without one."""
    found = _NUMBER.match(clean(filename).strip())
    place = int(found[1]) if found else 0
    return place if place <= last else 0


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def title_of(filename: str, last: int) -> str:
    """What a paper is called until somebody says: its file's name without its ending, underscores as spaces.

    A number that names an item is left out too; `last`: the highest.
    """
    bare = " ".join(clean(PurePath(filename).stem).replace("_", " ").split())
    found = _NUMBER.match(f"{bare} ") if _place(filename, last) else None
    return (bare[found.end() :].strip(" .-)") if found else "") or bare


def plain_name(filename: str) -> str:
    """The last part of a name that a browser sent, in 255 letters at most, its ending kept."""
    name = " ".join(clean(filename).replace("\\", "/").rpartition("/")[2].split())
    stem, suffix = PurePath(name).stem, PurePath(name).suffix[:10]
    return f"{stem[: 255 - len(suffix)]}{suffix}"
