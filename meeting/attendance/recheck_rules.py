"""Rules about checking once more who is here: pure decisions."""

from meeting.kernel.refusals import Refused, declare

RECHECK_RUNS = declare("attendance.recheck_runs", 409, "Đang điểm danh lại. Kết thúc lần này trước.")
NO_RECHECK = declare("attendance.no_recheck", 409, "Không có lần điểm danh lại nào đang chờ.")
MISSING_CHANGED = declare(
    "attendance.missing_changed", 409, "Vừa có người xác nhận có mặt hoặc rời họp: còn {count} người. Mời xem lại."
)
NOT_CONFIRMED = "Không có mặt khi điểm danh lại"
"""The reason that stands in the minutes of whoever is marked as having left."""


def check_may_ask(*, runs: bool) -> None:
    """One at a time, and no vote meanwhile."""
    if runs:
        raise Refused(RECHECK_RUNS)


def check_seen(count: int, seen: int) -> None:
    """Nobody is marked as having left who has just confirmed: the asker saw as many as there are."""
    if count != seen:
        raise Refused(MISSING_CHANGED, count=count)
