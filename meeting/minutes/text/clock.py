"""The clock of the server in the minutes: told when it was set back, for then times do not tell what came first."""

from datetime import datetime

from meeting.kernel.dates import exact_time, formal_date
from meeting.record.record import Record


def set_back(record: Record) -> tuple[str, ...]:
    """One sentence; none of a clock that always went forwards, or was set back by less than is printed: a second."""
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
