"""Mentions in the minutes that the server's clock was set back, because then times do not show what came first."""

from datetime import datetime

from meeting.kernel.dates import exact_time, formal_date
from meeting.record.record import Record


def set_back(record: Record) -> tuple[str, ...]:
    """Return one sentence; empty when the clock was never set back by a second, the least that is printed, or more."""
    steps = [each for each in record.set_back if _exact(each.before) != _exact(each.after)]
    if not steps:
        return ()
    first = steps[0]
    times = f"{len(steps)} lần, lần đầu " if len(steps) > 1 else ""
    return (
        f"Đồng hồ máy chủ bị lùi {times}ở bản ghi số {first.seq} của nhật ký, từ {_exact(first.before)} về "
        f"{_exact(first.after)}; biên bản ghi giờ theo đồng hồ này, còn trước sau theo thứ tự của nhật ký.",
    )


def _exact(at: datetime) -> str:
    return f"{exact_time(at)} {formal_date(at)}"
