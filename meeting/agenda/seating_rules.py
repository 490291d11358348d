"""Rules for the places of a room, and who sits where: pure decisions.

A place has a name (`A12`: row A, the twelfth; `CT2`: the second at the table in front). A seat's label is that name,
so cards, the roll and the map use the same one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from meeting.kernel.refusals import Refused, declare

MOST_ROWS = 60
MOST_IN_ROW = 60
MOST_AT_TABLE = 40
MOST_PLACES = 2000

BAD_SEATING = declare(
    "agenda.bad_seating",
    400,
    "Sơ đồ có nhiều nhất {rows} hàng, mỗi hàng {width} chỗ, {head} chỗ ở bàn chủ tọa, tất cả không quá {most} chỗ; "
    "lối đi nằm giữa hai chỗ của một hàng.",
)
NO_SEATING = declare("agenda.no_seating", 409, "Chưa có sơ đồ chỗ ngồi. Lập sơ đồ trước rồi xếp chỗ.")
NO_PLACE = declare("agenda.no_place", 400, "Sơ đồ không có ghế “{label}”.")

TABLE = "CT"
"""The prefix of places at the table in front: `chủ tọa`. No row has this name: sixty rows end at BH."""
_NAME = re.compile(r"([A-Z]{1,2})([1-9][0-9]?)")


class Place(NamedTuple):
    """A place by its row (empty: the table in front) and its number there, from 1."""

    row: str
    number: int


class Seating(msgspec.Struct, frozen=True, kw_only=True):
    """The layout of a room's places: `head` at a table in front, then `rows` of `width` places each.

    `aisles`: the numbers after which every row has an aisle.
    """

    head: int = 0
    rows: int = 0
    width: int = 0
    aisles: tuple[int, ...] = ()

    def table(self) -> list[str]:
        """Return the names of the places at the table in front."""
        return [f"{TABLE}{number}" for number in range(1, self.head + 1)]

    def lines(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every row's name with the names of its places."""
        for number in range(self.rows):
            row = row_name(number)
            yield row, [f"{row}{place}" for place in range(1, self.width + 1)]

    def places(self) -> list[str]:
        """Return the names of all places: the table first, then row by row."""
        return [*self.table(), *(place for _, places in self.lines() for place in places)]

    def find(self, label: str) -> Place | None:
        """Return the place of that name, in any case of letters; None when the room does not have it."""
        found = _NAME.fullmatch(label.strip().upper())
        if found is None:
            return None
        row, number = found[1], int(found[2])
        if row == TABLE:
            return Place("", number) if number <= self.head else None
        return Place(row, number) if number <= self.width and _row_number(row) < self.rows else None


def row_name(number: int) -> str:
    """Return the name of a row: 0 is A, 25 is Z, 26 is AA."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _row_number(name: str) -> int:
    first = ord(name[0]) - 64 if len(name) == 2 else 0
    return first * 26 + ord(name[-1]) - 65


def name_of(place: Place) -> str:
    """Return the name of a place."""
    return f"{place.row or TABLE}{place.number}"


def check_seating(seating: Seating) -> None:
    """Raise Refused for a room too large for a screen, and for aisles that repeat or are outside the rows."""
    rows_fit = 0 <= seating.rows <= MOST_ROWS and 0 <= seating.width <= MOST_IN_ROW
    paired = (seating.rows == 0) == (seating.width == 0)
    count = seating.head + seating.rows * seating.width
    fits = rows_fit and paired and 0 <= seating.head <= MOST_AT_TABLE and 0 < count <= MOST_PLACES
    between = all(0 < aisle < seating.width for aisle in seating.aisles)
    if not fits or not between or list(seating.aisles) != sorted(set(seating.aisles)):
        limits = {"rows": MOST_ROWS, "width": MOST_IN_ROW, "head": MOST_AT_TABLE, "most": MOST_PLACES}
        raise Refused(BAD_SEATING, **limits)


def check_place(seating: Seating | None, label: str) -> str:
    """Return the place's name as the room writes it. Raises Refused when the room or the place does not exist."""
    if seating is None:
        raise Refused(NO_SEATING)
    place = seating.find(label)
    if place is None:
        raise Refused(NO_PLACE, label=label)
    return name_of(place)


def filled(seating: Seating | None, labels: Mapping[int, str]) -> dict[int, str]:
    """Return the next free place for every person without one, in the order of `labels` (seat: name of its place).

    People are left out when all places are taken.
    """
    if seating is None:
        raise Refused(NO_SEATING)
    stands = {seat: seating.find(label) for seat, label in labels.items()}
    taken = {name_of(place) for place in stands.values() if place}
    free = (place for place in seating.places() if place not in taken)
    return dict(zip((seat for seat, place in stands.items() if place is None), free, strict=False))
