"""Rules for re-checking who is present: pure decisions."""

from collections.abc import Iterable
from zlib import crc32

from meeting.kernel.refusals import Refused, declare

RECHECK_RUNS = declare("attendance.recheck_runs", 409, "Đang điểm danh lại. Kết thúc lần này trước.")
NO_RECHECK = declare("attendance.no_recheck", 409, "Không có lần điểm danh lại nào đang chờ.")
MISSING_CHANGED = declare(
    "attendance.missing_changed", 409, "Vừa có người đến, xác nhận có mặt hoặc rời họp: còn {count} người. Mời xem lại."
)
NOT_ASKED = declare(
    "attendance.not_asked", 409, "{name} không biểu quyết trong phiên họp này nên không cần xác nhận có mặt."
)
PRESIDER_AWAITED = declare(
    "attendance.presider_awaited",
    409,
    "{name} đang {chair} mà chưa xác nhận có mặt. Bấm “Thấy có mặt” ở dòng của {chair} trước.",
)
NOT_CONFIRMED = "Không có mặt khi điểm danh lại"
"""The reason in the minutes for people who are marked as having left."""


def check_may_ask(*, runs: bool) -> None:
    """Raise Refused while a re-check runs."""
    if runs:
        raise Refused(RECHECK_RUNS)


def sum_of(seats: Iterable[int]) -> int:
    """Return a check sum of these seats. A page that shows them sends it back."""
    return crc32(",".join(map(str, sorted(seats))).encode()) >> 1  # within the largest number of a request


def check_seen(missing: list[int], seen: int) -> None:
    """Raise Refused when the awaited seats differ from those that the asker saw: only those may be marked as left."""
    if sum_of(missing) != seen:
        raise Refused(MISSING_CHANGED, count=len(missing))
