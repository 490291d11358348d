"""When a rehearsal may start and how long it lasts. Pure decisions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, _l, declare

LASTS, SHORTEST, MARGIN = timedelta(minutes=60), timedelta(minutes=10), timedelta(minutes=10)
"""The longest rehearsal, the shortest allowed one, and the time between its end and the next meeting."""
FIRST_PRETEND = 900_000_000
"""Ids of pretend meetings begin here; real ones are far below. A request for one kind is never valid for the other."""
DRILL_SECONDS = 20.0

IN_MEETING = declare("rehearsal.in_meeting", 409, _l("Đang có phiên họp. Kết thúc phiên họp rồi mới tập dượt."))
TOO_LATE = declare("rehearsal.too_late", 409, _l("Phiên họp sắp bắt đầu, không còn đủ thời gian tập dượt."))
NO_PLAN = declare("rehearsal.no_plan", 404, _l("Chưa có phiên họp nào để tập. Hãy nhập phiên họp trước."))
UNDER_WAY = declare("rehearsal.under_way", 409, _l("Đang tập dượt hoặc đang chuẩn bị tập dượt."))
NOT_SERVED = declare("rehearsal.not_served", 409, _l("Máy chủ chưa chạy. Chạy “meeting run” trước rồi tập dượt."))
OTHER_SERVERS = declare(
    "rehearsal.other_servers",
    409,
    _l(
        "Nhiều máy chủ đang cùng phục vụ phòng họp này, mà tập dượt chỉ tạm đóng được máy chủ của mình. Dừng các máy "
        "chủ kia, chỉ để lại một, rồi tập."
    ),
)


def ends_at(now: datetime, starts: Iterable[datetime]) -> datetime:
    """Return the end of a rehearsal that starts now. `starts`: of the planned meetings.

    Raises Refused when too short.

    A planned meeting whose start has passed does not count.
    """
    coming = [moment - MARGIN for moment in starts if moment > now]
    ends = min([now + LASTS, *coming])
    if ends - now < SHORTEST:
        raise Refused(TOO_LATE)
    return ends


def is_pretend(meeting_id: int) -> bool:
    """Return whether this id belongs to a pretend meeting."""
    return meeting_id >= FIRST_PRETEND
