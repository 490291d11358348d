"""Rules of attendance: who may come, who may be absent, how many must be present. Pure decisions."""

from datetime import datetime
from enum import StrEnum

from meeting.agenda.rules import MeetingState, check_stands
from meeting.kernel.refusals import Refused, declare
from meeting.law.rules import Quorum


class CameBy(StrEnum):
    """How somebody was checked in."""

    QR = "qr"
    """By the person, with the hall screen's code."""
    CLERK = "clerk"
    """By the secretary."""
    KIOSK = "kiosk"
    """By a kiosk at the door."""
    OPENING = "opening"
    """By opening the meeting."""


class Stands(StrEnum):
    """The state of a seat's person on the room's map."""

    PRESENT = "present"
    ABSENT = "absent"
    """An absence was noted."""
    LEFT = "left"
    EXPECTED = "expected"


NOT_SEEN = "Không thấy trong phòng họp trước biểu quyết"
"""The reason in the minutes for people who are marked as having left from the list before a vote."""

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
    """Raise Refused once the meeting is over."""
    check_stands(state)
    if state == MeetingState.ENDED:
        raise Refused(MEETING_OVER)


def suffices(ruled: Quorum, waived_at: int | None) -> bool:
    """Return whether enough people are in the room, or no fewer than when the chair gave a reason."""
    return ruled.met or (waived_at is not None and ruled.present >= waived_at)


def check_quorum(ruled: Quorum, waived_at: int | None) -> None:
    """Raise Refused without a quorum. `waived_at`: the number present when the chair gave a reason, or None."""
    if not suffices(ruled, waived_at):
        raise Refused(NO_QUORUM, present=ruled.present, total=ruled.total, needed=ruled.needed)


def check_may_waive(ruled: Quorum, reason: str) -> None:
    """Raise Refused for a reason given while there is a quorum, or an empty one."""
    if ruled.met:
        raise Refused(QUORUM_MET)
    if not reason:
        raise Refused(NO_REASON)


def check_may_be_absent(arrived_at: datetime | None) -> None:
    """Raise Refused for a person who came, even if they left: the minutes must not also call them absent."""
    if arrived_at is not None:
        raise Refused(HAS_COME)


def check_substituted(name: str, substitute: str) -> None:
    """Raise Refused unless somebody is noted as coming in place of an absent person: the `substitute`, or empty."""
    if not substitute:
        raise Refused(NO_SUBSTITUTE, name=name)


def check_point(name: str, at: str, wanted: str) -> None:
    """Raise Refused when somebody is at another point. `at` and `wanted`: names of points; empty is the room."""
    if at == wanted:
        return
    if at:
        raise Refused(AT_POINT, name=name, point=at)
    raise Refused(IN_ROOM, name=name)


def check_reason(reason: str) -> None:
    """Raise Refused without a reason: the minutes print it."""
    if not reason:
        raise Refused(NO_REASON)
