"""Changing the agenda in session: steps that are voted on together and applied when the room adopts them.

Pure decisions. Items that the meeting has dealt with, or is at, do not move.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from meeting.agenda.rules import ItemForm, ItemState, check_item
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import shorten

NAMED, ADDED = 80, 200
"""The most letters of a title in the question: of an item with a number, and of a new one."""
MOST_STEPS = 20

NO_STEP = declare("agenda.no_step", 400, "Đề nghị chưa nêu thay đổi nào của chương trình.")
TOO_MANY_STEPS = declare("agenda.too_many_steps", 400, "Một lần đề nghị được nhiều nhất {most} thay đổi.")
NOT_AHEAD = declare(
    "agenda.not_ahead", 409, "Nội dung {number} đang họp, đã họp hoặc đã rút: chỉ điều chỉnh những nội dung chưa họp."
)
BAD_BEFORE = declare(
    "agenda.bad_before", 400, "Không đặt được vào trước nội dung {number}: nội dung ấy không ở phía sau."
)
TWICE = declare("agenda.twice", 400, "Nội dung {number} được nêu hai lần trong một đề nghị.")
IN_SESSION = declare(
    "agenda.in_session",
    409,
    "Phiên họp đang diễn ra: thay đổi chương trình phải được biểu quyết. Mời dùng “Đề nghị thay đổi chương trình”.",
)


class StepKind(StrEnum):
    """The kind of change to the agenda."""

    ADD = "add"
    WITHDRAW = "withdraw"
    MOVE = "move"


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change. `item_id`: the item to withdraw or move; `before`: the item before which it is put, 0: the end.

    The other fields describe a new item.
    """

    kind: StepKind
    item_id: int = 0
    before: int = 0
    title: str = ""
    presenter: str = ""
    minutes: int = 0
    form: ItemForm = ItemForm.OTHER
    internal: bool = False


class AgendaLine(NamedTuple):
    """The facts about an item that steps need, in the order of the agenda; its number is its place, from 1."""

    item_id: int
    state: ItemState
    title: str
    internal: bool


def check_steps(steps: Sequence[Step], lines: Sequence[AgendaLine], current: int | None) -> None:
    """Raise Refused when a step is impossible at present, with the number of the first item concerned."""
    if not steps:
        raise Refused(NO_STEP)
    if len(steps) > MOST_STEPS:
        raise Refused(TOO_MANY_STEPS, most=MOST_STEPS)
    numbers = {line.item_id: number for number, line in enumerate(lines, start=1)}
    ahead = _ahead(lines, current)
    named: set[int] = set()
    for step in steps:
        if step.kind == StepKind.ADD:
            check_item(step.title, step.minutes, 0)
        elif step.item_id in named:
            raise Refused(TWICE, number=numbers[step.item_id])
        elif not _is_upcoming(step.item_id, lines):
            raise Refused(NOT_AHEAD, number=numbers.get(step.item_id, "?"))
        else:
            named.add(step.item_id)
        if step.kind != StepKind.WITHDRAW and step.before and (step.before not in ahead or step.before == step.item_id):
            raise Refused(BAD_BEFORE, number=numbers.get(step.before, "?"))


def check_not_in_session(*, running: bool) -> None:
    """Raise Refused in session: then the room changes the agenda; before it, the makers do."""
    if running:
        raise Refused(IN_SESSION)


def place_of(order: Sequence[int], which: int, before: int) -> int:
    """Return the position (1 is first) of `which` when it is put before another item, or at the end (0)."""
    rest = [each for each in order if each != which]
    return (rest.index(before) if before in rest else len(rest)) + 1


def wording(steps: Sequence[Step], lines: Sequence[AgendaLine]) -> str:
    """Return the question's text in Vietnamese; the minutes print it. Leaves out titles of internal items: guests read
    it.

    Long titles are cut at a word, so that every step fits: an item has its number, and the steps contain the whole text
    of new items.
    """
    numbers = {line.item_id: (number, line) for number, line in enumerate(lines, start=1)}
    told = "; ".join(_told(step, numbers) for step in steps)
    return f"Điều chỉnh chương trình phiên họp: {told}"


def _told(step: Step, numbers: dict[int, tuple[int, AgendaLine]]) -> str:
    where = f"trước {_named(*numbers[step.before])}" if step.before else "vào cuối chương trình"
    if step.kind == StepKind.ADD:
        what = "một nội dung họp nội bộ" if step.internal else f"nội dung “{shorten(step.title, ADDED)}”"
        return f"bổ sung {what} {where}"
    named = _named(*numbers[step.item_id])
    return f"rút {named}" if step.kind == StepKind.WITHDRAW else f"chuyển {named} {where}"


def _named(number: int, line: AgendaLine) -> str:
    return f"nội dung {number} (họp nội bộ)" if line.internal else f"nội dung {number} “{shorten(line.title, NAMED)}”"


def _is_upcoming(item_id: int, lines: Sequence[AgendaLine]) -> bool:
    return any(line.item_id == item_id and line.state == ItemState.UPCOMING for line in lines)


def _ahead(lines: Sequence[AgendaLine], current: int | None) -> set[int]:
    """Return the items that are still to come after the present one."""
    order = [line.item_id for line in lines]
    place = order.index(current) if current in order else -1
    return {line.item_id for line in lines[place + 1 :] if line.state == ItemState.UPCOMING}
