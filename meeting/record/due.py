"""What the room has adopted of the agenda and the journal must tell next: in session nothing else changes it."""

from collections.abc import Sequence

from meeting.agenda import events as agenda
from meeting.agenda.steps import Step, StepKind, place_of
from meeting.record.contradiction import Contradiction


class Due:
    """Steps of the change that was adopted last, as far as they were not taken yet."""

    def __init__(self) -> None:
        self._by = 0
        self._steps: list[Step] = []
        self._order: tuple[int, ...] = ()

    def adopt(self, motion_id: int, steps: Sequence[Step], order: Sequence[int]) -> None:
        """A result was announced that changes the agenda in these steps, or not at all; `order`: as items stand."""
        self.check_taken()
        self._by, self._steps, self._order = motion_id, list(steps), tuple(order)

    def number_before(self, item_id: int) -> int:
        """The number by which the room named an item when it adopted the change: no step of it counts yet."""
        return self._order.index(item_id) + 1

    def add(self, event: agenda.ItemAdded) -> int:
        """By which vote an item came onto the agenda. One that is to stand before another is moved there next."""
        step = self._next(StepKind.ADD)
        said = ("title", "presenter", "minutes", "form", "internal")
        if any(getattr(step, name) != getattr(event, name) for name in said):
            raise Contradiction(f"nội dung số {event.item_id} được bổ sung khác với điều đã biểu quyết")
        if step.before:
            self._steps.insert(0, Step(kind=StepKind.MOVE, item_id=event.item_id, before=step.before))
        return self._by

    def move(self, event: agenda.ItemMoved, order: Sequence[int]) -> int:
        """By which vote an item stands elsewhere; `order`: how the items stood before."""
        step = self._next(StepKind.MOVE)
        if (step.item_id, place_of(order, event.item_id, step.before)) != (event.item_id, event.position):
            raise Contradiction(f"nội dung số {event.item_id} được chuyển khác với điều đã biểu quyết")
        return self._by

    def withdraw(self, event: agenda.ItemWithdrawn) -> int:
        """By which vote an item is on the agenda no more."""
        if self._next(StepKind.WITHDRAW).item_id != event.item_id:
            raise Contradiction(f"nội dung số {event.item_id} được rút khác với điều đã biểu quyết")
        return self._by

    def check_taken(self) -> None:
        """Nothing that was adopted is left undone before the meeting goes on."""
        if self._steps:
            raise Contradiction("chương trình chưa được thay đổi như đã biểu quyết")

    def _next(self, kind: StepKind) -> Step:
        if not self._steps or self._steps[0].kind != kind:
            raise Contradiction("chương trình được thay đổi trong phiên họp khi chưa được biểu quyết")
        return self._steps.pop(0)
