"""How re-checks change the record: when everybody was asked to confirm their presence, and who did."""

from datetime import datetime

from msgspec.structs import replace

from meeting.record.contradiction import Contradiction
from meeting.record.course import Chapter, Course
from meeting.record.record import Recorded


class Recheck(Recorded, frozen=True, kw_only=True):
    """One re-check: the seats that confirmed, and those on the roll that had not when it ended."""

    number: int
    asked_at: datetime
    confirmed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    ended_at: datetime | None = None


class Rechecks:
    """The re-checks of a meeting, in order; the last may still run."""

    def __init__(self) -> None:
        self.told: list[Recheck] = []

    def ask(self, number: int, at: datetime) -> None:
        """Begin another one; the one before it may have been abandoned."""
        if number != len(self.told) + 1:
            raise Contradiction("số của lần điểm danh lại không nối tiếp")
        self.told.append(Recheck(number=number, asked_at=at))

    def confirm(self, number: int, seat_id: int) -> None:
        """Note that a person confirmed their presence. Raises Contradiction for the second time."""
        last = self._running(number)
        if seat_id in last.confirmed:
            raise Contradiction("một người xác nhận có mặt hai lần trong một lần điểm danh lại")
        self.told[-1] = replace(last, confirmed=(*last.confirmed, seat_id))

    def end(self, number: int, missing: list[int], at: datetime) -> None:
        """End it."""
        last = self._running(number)
        if set(missing) & set(last.confirmed):
            raise Contradiction("người đã xác nhận có mặt bị ghi là chưa xác nhận")
        self.told[-1] = replace(last, missing=tuple(missing), ended_at=at)

    def _running(self, number: int) -> Recheck:
        if not self.told or self.told[-1].number != number or self.told[-1].ended_at is not None:
            raise Contradiction("xác nhận có mặt khi không điểm danh lại")
        return self.told[-1]


def _ended(rechecks: Rechecks, course: Course) -> tuple[Recheck, ...]:
    return tuple(each for each in rechecks.told if each.ended_at is not None)


rechecks = Chapter("rechecks", lambda course: Rechecks(), _ended)
"""The re-checks that were ended."""
