"""Rules of units: pure decisions. Units stand in a tree; somebody may look after one and all that is below it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from meeting.kernel.refusals import Refused, declare

NO_UNIT_TITLE = declare("people.unit_no_title", 400, "Tên đơn vị không được để trống.")
TAKEN = declare("people.unit_taken", 409, "Đã có đơn vị “{title}” ở cùng cấp.")
NOT_EMPTY = declare(
    "people.unit_not_empty", 409, "“{title}” còn người hoặc còn đơn vị bên trong. Chuyển sang đơn vị khác rồi xóa."
)
CIRCLE = declare("people.unit_circle", 409, "Không đặt được “{title}” vào chính nó hoặc vào đơn vị bên trong nó.")
TOO_DEEP = declare("people.unit_too_deep", 409, "Cây đơn vị có tối đa {most} cấp.")
NOT_YOURS = declare("people.not_your_unit", 403, "Việc này ngoài đơn vị của bạn. Nhờ quản trị của cơ quan.")
CHOOSE = declare("people.choose_unit", 400, "Chọn đơn vị của bạn, hoặc đơn vị bên trong.")
ABOVE_YOU = declare("people.above_you", 403, "{name} có quyền cao hơn quản trị đơn vị. Nhờ quản trị của cơ quan.")
DEEPEST = 6
"""Levels: so many fit a telephone's list."""

Parents = Mapping[int, int | None]
"""The unit above each unit; None at the top."""


class Branch(NamedTuple):
    """A unit as a list shows it: under how many others it stands."""

    id: int
    title: str
    depth: int


def spelt(title: str) -> str:
    """A name without what is not heard: capitals and spaces."""
    return " ".join(title.casefold().split())


def below(parents: Parents, top: int | None) -> set[int]:
    """Return a unit and all units below it; empty for None."""
    return {each for each in parents if top in above(parents, each)}


def above(parents: Parents, unit: int | None) -> list[int]:
    """Return a unit and those above it, upwards; empty for None."""
    found: list[int] = []
    at = unit
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def in_order(units: Iterable[tuple[int, str, int | None]]) -> list[Branch]:
    """Each unit under the one above it, and beside its sisters by name."""
    children: dict[int | None, list[tuple[str, int, str]]] = {}
    for unit, title, parent in units:
        children.setdefault(parent, []).append((spelt(title), unit, title))
    found: list[Branch] = []
    _walk(children, None, 0, found)
    return found


def _walk(
    children: Mapping[int | None, Sequence[tuple[str, int, str]]], parent: int | None, depth: int, found: list[Branch]
) -> None:
    for _, unit, title in sorted(children.get(parent, ())):
        found.append(Branch(unit, title, depth))
        _walk(children, unit, depth + 1, found)


def check_unit_title(title: str, sisters: Iterable[str]) -> None:
    """A unit has a name that no other beside it has; under another unit the same name may stand again."""
    if not title:
        raise Refused(NO_UNIT_TITLE)
    if spelt(title) in {spelt(each) for each in sisters}:
        raise Refused(TAKEN, title=title)


def check_parent(parents: Parents, unit: int | None, parent: int | None, title: str) -> None:
    """Raise Refused for a circle, or for a tree deeper than people can read. `unit`: None for a new one."""
    path, depth = above(parents, parent), len(above(parents, unit))
    if unit in path:
        raise Refused(CIRCLE, title=title)
    height = max((len(above(parents, each)) - depth for each in below(parents, unit)), default=0)
    if len(path) + 1 + height > DEEPEST:
        raise Refused(TOO_DEEP, most=DEEPEST)


def check_empty(title: str, *, people: int, units: int) -> None:
    """Nobody loses their place unseen."""
    if people or units:
        raise Refused(NOT_EMPTY, title=title)


def check_within(reach: set[int] | None, unit: int | None) -> None:
    """Somebody or something of this unit is within reach (None: of the whole office)."""
    if reach is not None and unit not in reach:
        raise Refused(NOT_YOURS)


def check_goes_within(reach: set[int] | None, unit: int | None) -> None:
    """The same of where somebody is put; without a unit they would be out of reach at once."""
    if reach is not None and unit is None:
        raise Refused(CHOOSE)
    check_within(reach, unit)


def check_not_above(name: str, *, is_above: bool) -> None:
    """Who has more rights than a unit administrator is none of theirs: a card of that person would be a way to them."""
    if is_above:
        raise Refused(ABOVE_YOU, name=name)


def placed(now: int | None, *, former: str, text: str, named: int | None, named_before: int | None) -> int | None:
    """Where somebody stands whose unit is given as a text alone, as lists and directories do.

    `former` and `text`: how it read, and reads; `named` and `named_before`: the one unit that each of them names. As
    long as the text stays, nobody is moved; a text that names no unit leaves them where a hand has put them.
    """
    if now is not None and spelt(former) == spelt(text):
        return now
    if named is not None:
        return named
    return None if now == named_before else now
