"""Rules about attendance: who may come, be absent, and how many must be here. Pure decisions."""

from datetime import datetime
from enum import StrEnum

from meeting.agenda.rules import MeetingState, check_stands
from meeting.kernel.refusals import Refused, declare
from meeting.law.rules import Quorum


class CameBy(StrEnum):
    """How somebody was checked in."""

    QR = "qr"
    """By themselves, with the code of the hall screen."""
    CLERK = "clerk"
    """By the secretary."""
    KIOSK = "kiosk"
    """By a machine at the door."""
    OPENING = "opening"
    """By opening the meeting."""


class Stands(StrEnum):
    """Where the person of a seat is, as the map of the room shows it."""

    PRESENT = "present"
    ABSENT = "absent"
    """An absence was noted."""
    LEFT = "left"
    EXPECTED = "expected"


NOT_SEEN = "Không thấy trong phòng họp trước biểu quyết"
"""The reason that stands in the minutes of whoever is marked as having left from the list before a vote."""

OUTSIDE = declare(
    "attendance.outside",
    403,
    "Máy không ở trong mạng của phòng họp nên không điểm danh bằng mã được. "
    "Mời nối Wi-Fi của phòng họp hoặc nhờ thư ký điểm danh.",
)
MEETING_OVER = declare("attendance.meeting_over", 409, "Phiên họp đã kết thúc.")
NOT_PRESENT = declare("attendance.not_present", 409, "Người này chưa được điểm danh.")
HAS_COME = declare(
    "attendance.has_come",
    409,
    "Người này đã đến họp nên không ghi vắng được. Nếu điểm danh nhầm thì hủy điểm danh trước.",
)
COUNTED = declare(
    "attendance.counted",
    409,
    "Người này đã biểu quyết hoặc đã được tính có mặt khi biểu quyết nên không hủy điểm danh được. Hãy ghi rời họp.",
)
NO_QUORUM = declare(
    "attendance.no_quorum",
    409,
    "Chưa đủ số người có mặt theo quy định: có mặt {present}/{total}, cần ít nhất {needed}. "
    "Chỉ tiến hành được khi đủ, hoặc khi {chair} ghi lý do vào biên bản.",
)
QUORUM_MET = declare("attendance.quorum_met", 409, "Đã đủ số người có mặt theo quy định, không cần ghi lý do.")
AT_POINT = declare(
    "attendance.at_point",
    409,
    "{name} đang có mặt tại điểm cầu {point}. Một người chỉ được tính ở một nơi: ghi rời họp ở đó trước.",
)
IN_ROOM = declare(
    "attendance.in_room",
    409,
    "{name} đang có mặt trong phòng họp. Một người chỉ được tính ở một nơi: ghi rời họp trước.",
)
NO_SUBSTITUTE = declare(
    "attendance.no_substitute",
    409,
    "Chưa ghi {name} vắng mặt và có người dự thay. Ghi vắng với tên người dự thay trước.",
)
SUBSTITUTE_NEVER_CAME = declare(
    "attendance.substitute_never_came", 409, "Trong buổi họp này chưa ghi người dự thay của {name} có mặt."
)
NO_REASON = declare("attendance.no_reason", 400, "Cần ghi lý do.")


def check_open(state: MeetingState) -> None:
    """People may come until the meeting is over."""
    check_stands(state)
    if state == MeetingState.ENDED:
        raise Refused(MEETING_OVER)


def suffices(ruled: Quorum, waived_at: int | None) -> bool:
    """Enough are in the room, or the chair gave a reason when there were no more than now."""
    return ruled.met or (waived_at is not None and ruled.present >= waived_at)


def check_quorum(ruled: Quorum, waived_at: int | None) -> None:
    """A condition of the decision; `waived_at`: for how many present the chair gave a reason, if one was given."""
    if not suffices(ruled, waived_at):
        raise Refused(NO_QUORUM, present=ruled.present, total=ruled.total, needed=ruled.needed)


def check_may_waive(ruled: Quorum, reason: str) -> None:
    """A reason is given when the quorum is lacking, never kept in stock."""
    if ruled.met:
        raise Refused(QUORUM_MET)
    if not reason:
        raise Refused(NO_REASON)


def check_may_be_absent(arrived_at: datetime | None) -> None:
    """Whoever came was not absent, even after leaving: the minutes must not say both."""
    if arrived_at is not None:
        raise Refused(HAS_COME)


def check_substituted(name: str, substitute: str) -> None:
    """Raises Refused unless somebody is noted as coming in place of an absent person: the `substitute`, or empty."""
    if not substitute:
        raise Refused(NO_SUBSTITUTE, name=name)


def check_point(name: str, at: str, wanted: str) -> None:
    """Nobody is at two points at once; `at` and `wanted` name a remote point, empty is the room itself."""
    if at == wanted:
        return
    if at:
        raise Refused(AT_POINT, name=name, point=at)
    raise Refused(IN_ROOM, name=name)


def check_reason(reason: str) -> None:
    """Leaving and absence stand in the minutes with their reason."""
    if not reason:
        raise Refused(NO_REASON)
