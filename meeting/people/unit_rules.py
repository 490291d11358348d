"""Rules of units: pure decisions. Units form a tree; a unit administrator has one unit and all below it."""

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
"""The most levels of units: more do not fit a telephone's list."""

Parents = Mapping[int, int | None]
"""The unit above each unit; None at the top."""


class Branch(NamedTuple):
    """A unit as a list shows it, with its depth in the tree."""

    id: int
    title: str
    depth: int


def spelt(title: str) -> str:
    """Return a name in lower case with single spaces, for comparison."""
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
    """Return the units as a tree: each below its parent, units of one parent sorted by name."""
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
    """Raise Refused for an empty or duplicate name. Under another unit the same name may be used again."""
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
    """Raise Refused for a unit that contains people or units, so that nobody loses their unit unnoticed."""
    if people or units:
        raise Refused(NOT_EMPTY, title=title)


def check_within(reach: set[int] | None, unit: int | None) -> None:
    """Raise Refused for a unit outside the reach. A reach of None is the whole office."""
    if reach is not None and unit not in reach:
        raise Refused(NOT_YOURS)


def check_goes_within(reach: set[int] | None, unit: int | None) -> None:
    """Raise Refused for a target outside the reach, or for None: a person without a unit is out of every reach."""
    if reach is not None and unit is None:
        raise Refused(CHOOSE)
    check_within(reach, unit)


def check_not_above(name: str, *, is_above: bool) -> None:
    """Raise Refused for a person with more rights than a unit administrator: their card would give those rights
    away."""
    if is_above:
        raise Refused(ABOVE_YOU, name=name)


def placed(now: int | None, *, former: str, text: str, named: int | None, named_before: int | None) -> int | None:
    """Return the unit of a person whose unit is given as text only, as in lists and directories.

    `former`, `text`: the text before and now; `named_before`, `named`: the unit that each names uniquely. While the
    text stays the same nobody is moved. A text that names no unit leaves people where somebody has placed them.
    """
    if now is not None and spelt(former) == spelt(text):
        return now
    if named is not None:
        return named
    return None if now == named_before else now
