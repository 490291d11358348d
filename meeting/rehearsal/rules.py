"""When a rehearsal may begin and how long it lasts. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, _l, declare

LASTS, SHORTEST, MARGIN = timedelta(minutes=60), timedelta(minutes=10), timedelta(minutes=10)
"""At most; at least, or it is not begun; and over so long before the next meeting."""
FIRST_PRETEND = 900_000_000
"""Pretend meetings are numbered from here, real ones far below: what was meant for the one is unknown to the other."""
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
    """When a rehearsal that begins now is over. `starts`: of the meetings planned. Refused when it would be too short.

    A meeting whose hour has passed and that was never opened keeps nobody from it.
    """
    coming = [moment - MARGIN for moment in starts if moment > now]
    ends = min([now + LASTS, *coming])
    if ends - now < SHORTEST:
        raise Refused(TOO_LATE)
    return ends


def is_pretend(meeting_id: int) -> bool:
    """Whether this is the number of a pretend meeting."""
    return meeting_id >= FIRST_PRETEND
