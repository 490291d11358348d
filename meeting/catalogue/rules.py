"""Rules of catalogues. Pure decisions. An entry is a name that people choose; earlier choices keep their own words."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from meeting.kernel.refusals import Refused, declare

NO_TITLE = declare("catalogue.no_title", 400, "Tên mục không được để trống.")
TITLE_TAKEN = declare("catalogue.title_taken", 409, "Đã có “{title}” trong danh mục này.")
CHANGED_MEANWHILE = declare(
    "catalogue.changed_meanwhile", 409, "“{title}” vừa được người khác sửa. Chưa lưu gì. Xem lại rồi sửa tiếp."
)
NOT_EMPTY = declare("catalogue.not_empty", 409, "Danh mục này đã có mục. Chỉ lấy danh mục mẫu khi còn trống.")
MOST = 500
FULL = declare("catalogue.full", 409, "Danh mục đã có 500 mục. Ngừng dùng mục cũ rồi thêm mục mới.")


class Kind(StrEnum):
    """The catalogues."""

    MEETINGS = "meeting_kinds"
    PAPERS = "paper_kinds"
    ROOMS = "rooms"
    TITLES = "titles"
    BODIES = "bodies"


def check_title(title: str, others: Iterable[str]) -> None:
    """Raise Refused for an empty name, or one that another entry has, ignoring case and spaces."""
    if not title:
        raise Refused(NO_TITLE)
    if spelt(title) in {spelt(other) for other in others}:
        raise Refused(TITLE_TAKEN, title=title)


def check_unchanged(seen: str, title: str) -> None:
    """Raise Refused when the name was changed since the administrator saw it."""
    if seen != title:
        raise Refused(CHANGED_MEANWHILE, title=title)


def check_empty(count: int) -> None:
    """Raise Refused when the catalogue has entries: the sample is for empty ones."""
    if count:
        raise Refused(NOT_EMPTY)


def check_room(count: int) -> None:
    """Raise Refused when the catalogue is full: people choose from it on a screen."""
    if count >= MOST:
        raise Refused(FULL)


def moved(order: Sequence[int], entry: int, *, up: bool) -> list[int]:
    """Return the order with one entry moved up or down; the same order at either end."""
    found = list(order)
    place = found.index(entry)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def spelt(title: str) -> str:
    """Return a name in lower case with single spaces, for comparison."""
    return " ".join(title.casefold().split())


@cache
def sample(kind: Kind) -> tuple[str, ...]:
    """Return the names of a sample from the program."""
    text = (files("meeting.catalogue") / "shipped" / "vn.yaml").read_text("utf-8")
    return tuple(yaml.safe_load(text)[kind])
