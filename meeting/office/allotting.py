"""Which item a paper belongs to, and what it is called, as far as the name of its file says. Pure."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from meeting.kernel.text import clean

_NUMBER = re.compile(r"(?:mục|muc|nội dung|noi dung|nd)?\s*0*(\d{1,3})(?=[\s._)-])", re.IGNORECASE)


def item_named(filename: str, items: Sequence[int]) -> int | None:
    """The item at the place that a name begins with: `03_To trinh.pdf`, `Mục 3 - Tờ trình.pdf`; else None."""
    found = _NUMBER.match(clean(filename).strip())
    place = int(found[1]) if found else 0
    return items[place - 1] if 1 <= place <= len(items) else None


def title_of(filename: str, items: Sequence[int]) -> str:
    """A name without its ending, underscores as spaces, and without a number that names an item: what a paper is called

    until somebody says.
    """
    bare = " ".join(clean(PurePath(filename).stem).replace("_", " ").split())
    found = _NUMBER.match(f"{bare} ") if item_named(filename, items) else None
    return (bare[found.end() :].strip(" .-)") if found else "") or bare


def plain_name(filename: str) -> str:
    """The last part of a name that a browser sent, in 255 letters at most, its ending kept."""
    name = " ".join(clean(filename).replace("\\", "/").rpartition("/")[2].split())
    stem, suffix = PurePath(name).stem, PurePath(name).suffix[:10]
    return f"{stem[: 255 - len(suffix)]}{suffix}"
