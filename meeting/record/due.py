"""Changes of the agenda that the room has adopted and that must follow in the journal. In session nothing else may."""

from collections.abc import Sequence

from meeting.agenda import events as agenda
from meeting.agenda.steps import Step, StepKind, place_of
from meeting.record.contradiction import Contradiction


class Due:
    """The steps of the change adopted last that have not followed yet."""

    def __init__(self) -> None:
        self._by = 0
        self._steps: list[Step] = []
        self._order: tuple[int, ...] = ()

    def adopt(self, motion_id: int, steps: Sequence[Step], order: Sequence[int]) -> None:
        """Note that a result was announced, with these steps or none. `order`: the items' present order."""
        self.check_taken()
        self._by, self._steps, self._order = motion_id, list(steps), tuple(order)

    def number_before(self, item_id: int) -> int:
        """Return the number that an item had when the room adopted the change."""
        return self._order.index(item_id) + 1

    def add(self, event: agenda.ItemAdded) -> int:
        """Check that an added item was adopted; return the vote. If it goes before another item, a move must follow."""
        step = self._next(StepKind.ADD)
        said = ("title", "presenter", "minutes", "form", "internal")
        if any(getattr(step, name) != getattr(event, name) for name in said):
            raise Contradiction(f"nội dung số {event.item_id} được bổ sung khác với điều đã biểu quyết")
        if step.before:
            self._steps.insert(0, Step(kind=StepKind.MOVE, item_id=event.item_id, before=step.before))
        return self._by

    def move(self, event: agenda.ItemMoved, order: Sequence[int]) -> int:
        """Check that a move was adopted; return the vote. `order`: the items' order before the move."""
        step = self._next(StepKind.MOVE)
        if (step.item_id, place_of(order, event.item_id, step.before)) != (event.item_id, event.position):
            raise Contradiction(f"nội dung số {event.item_id} được chuyển khác với điều đã biểu quyết")
        return self._by

    def withdraw(self, event: agenda.ItemWithdrawn) -> int:
        """Check that a withdrawal was adopted; return the vote."""
        if self._next(StepKind.WITHDRAW).item_id != event.item_id:
            raise Contradiction(f"nội dung số {event.item_id} được rút khác với điều đã biểu quyết")
        return self._by

    def check_taken(self) -> None:
        """Check that every adopted step has followed, before the meeting goes on."""
        if self._steps:
            raise Contradiction("chương trình chưa được thay đổi như đã biểu quyết")

    def _next(self, kind: StepKind) -> Step:
        if not self._steps or self._steps[0].kind != kind:
            raise Contradiction("chương trình được thay đổi trong phiên họp khi chưa được biểu quyết")
        return self._steps.pop(0)
