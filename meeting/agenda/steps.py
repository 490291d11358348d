"""Changing the agenda in session: steps that are put to the vote together and are taken when the room adopts them.

Pure decisions. What the meeting has been at, or is at, stays where it is.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from meeting.agenda.rules import ItemForm, ItemState, check_item, moved
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import shorten

NAMED, ADDED = 80, 200
"""Letters of a title in the question: of an item that has a number, and of one that is to be added."""
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
    """What a step does to the agenda."""

    ADD = "add"
    WITHDRAW = "withdraw"
    MOVE = "move"


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change. `item_id`: what is withdrawn or moved; `before`: the item that it comes to stand before, 0: the end.

    What follows is said of an item that is added.
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
    """An item as far as steps ask for it, in the order of the agenda; its number is its place, from 1."""

    item_id: int
    state: ItemState
    title: str
    internal: bool


def check_steps(steps: Sequence[Step], lines: Sequence[AgendaLine], current: int | None) -> None:
    """The steps can be taken as the meeting stands; Refused by the number of the first item that stands against it."""
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
    """Before the meeting its makers change the agenda; in session the room does."""
    if running:
        raise Refused(IN_SESSION)


def place_of(order: Sequence[int], which: int, before: int) -> int:
    """At which place (1 is first) `which` comes to stand before another, or at the end."""
    rest = [each for each in order if each != which]
    return (rest.index(before) if before in rest else len(rest)) + 1


def stands_after(order: Sequence[int], which: int, before: int) -> list[int]:
    """The order when `which` has come to stand before another, or at the end."""
    return moved(order, which, place_of(order, which, before))


def wording(steps: Sequence[Step], lines: Sequence[AgendaLine]) -> str:
    """The question that is put, in Vietnamese: it is printed. Of what is internal no title is said: guests read it.

    Long titles are cut at a word, so that any one step can be put: an item is known by its number, and the steps
    themselves hold all of what is added.
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
    """What the meeting has not been at and that comes after the item it is at."""
    order = [line.item_id for line in lines]
    place = order.index(current) if current in order else -1
    return {line.item_id for line in lines[place + 1 :] if line.state == ItemState.UPCOMING}
