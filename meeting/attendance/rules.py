"""Room passes and claims: pure decisions about the code that the hall screen shows.

A *pass* is `<meeting>.<slot>.<mac>`: it changes every `seconds` and is accepted in its own slot
and the next. It proves that somebody saw the screen a moment ago, no more; so it is taken only
from the room's networks, and the secretary sees every arrival. A *claim* is given for a good
pass and lasts two minutes, so that a delegate who must first sign in is not sent back. It stays
with the device that scanned, and is taken only from the room's networks too.
"""

import base64
import re
from datetime import datetime, timedelta

from meeting.agenda.rules import check_stands
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.tokens import mac, same
from meeting.law.rules import Quorum

STALE = declare("attendance.stale_pass", 410, "Mã này đã hết hạn. Mời quét lại mã mới trên màn hình hội trường.")
FOREIGN = declare("attendance.foreign_pass", 403, "Mã này của phiên họp khác, không dùng được ở đây.")
COPIED = declare("attendance.copied_pass", 403, "Mã này không do màn hình hội trường của máy chủ này tạo ra.")
OUTSIDE = declare(
    "attendance.outside",
    403,
    "Thiết bị không ở trong mạng của phòng họp nên không điểm danh bằng mã được. "
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
    "Chỉ tiến hành được khi đủ, hoặc khi chủ tọa ghi lý do vào biên bản.",
)
QUORUM_MET = declare("attendance.quorum_met", 409, "Đã đủ số người có mặt theo quy định, không cần ghi lý do.")
NO_REASON = declare("attendance.no_reason", 400, "Cần ghi lý do.")

CLAIM_LASTS = timedelta(minutes=2)
_NUMBER = re.compile(r"[0-9]{1,12}")


def make_pass(secret: bytes, meeting_id: int, now: datetime, seconds: int) -> str:
    """The pass of this moment."""
    slot = _slot(now, seconds)
    return f"{meeting_id}.{slot}.{_sign(secret, 'pass', meeting_id, slot)}"


def pass_lasts(now: datetime, seconds: int) -> int:
    """In how many seconds (1 or more) another pass takes the place of this moment's."""
    return seconds - int(now.timestamp()) % seconds


def read_pass(secret: bytes, token: str, now: datetime, seconds: int) -> int:
    """The meeting a pass admits to. Refused: stale, or not made here."""
    meeting_id, slot = _opened(secret, "pass", token)
    if not 0 <= _slot(now, seconds) - slot <= 1:
        raise Refused(STALE)
    return meeting_id


def make_claim(secret: bytes, meeting_id: int, now: datetime) -> str:
    """What a good pass is exchanged for."""
    until = int((now + CLAIM_LASTS).timestamp())
    return f"{meeting_id}.{until}.{_sign(secret, 'claim', meeting_id, until)}"


def read_claim(secret: bytes, token: str, now: datetime) -> int:
    """The meeting a claim admits to. Refused: run out, or not made here."""
    meeting_id, until = _opened(secret, "claim", token)
    if now.timestamp() > until:
        raise Refused(STALE)
    return meeting_id


def check_claim(secret: bytes, token: str, meeting_id: int, now: datetime) -> None:
    """The claim admits to this meeting and has not run out."""
    if _opened(secret, "claim", token)[0] != meeting_id:
        raise Refused(FOREIGN)
    read_claim(secret, token, now)


def check_open(state: str) -> None:
    """People may come until the meeting is over."""
    check_stands(state)
    if state == "ended":
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


def check_reason(reason: str) -> None:
    """Leaving and absence stand in the minutes with their reason."""
    if not reason:
        raise Refused(NO_REASON)


def _slot(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _sign(secret: bytes, use: str, meeting_id: int, number: int) -> str:
    return base64.b32encode(mac(secret, use, str(meeting_id), str(number))[:10]).decode().lower()


def _opened(secret: bytes, use: str, token: str) -> tuple[int, int]:
    """Meeting and number of a token that this server signed. No claim at all is one that was used or forgotten."""
    if use == "claim" and not token:
        raise Refused(STALE)
    meeting, _, rest = token.partition(".")
    number, _, signature = rest.partition(".")
    if not (_NUMBER.fullmatch(meeting) and _NUMBER.fullmatch(number)):
        raise Refused(COPIED)
    if not same(_sign(secret, use, int(meeting), int(number)).encode(), signature.encode()):
        raise Refused(COPIED)
    return int(meeting), int(number)
