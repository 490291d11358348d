"""Rules of the register: pure decisions, and the words for the reasons."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.words import say


class LineMoment(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the register: its number, its time, and the actor as the journal names them."""

    number: int
    at: datetime
    by: str


class Why(StrEnum):
    """Why a certificate was issued or revoked."""

    CARD = "card"
    """A new card has a new key: certificates of the old key are revoked, and the new key gets one."""
    RENEWAL = "renewal"
    AUTHORITY = "authority"
    """The office has a new authority, which certifies everybody again."""
    FOUND = "found"
    """The certificate is older than the register."""
    LOST = "lost"
    LEFT = "left"
    OTHER = "other"


WORDS: Mapping[Why, str] = {
    Why.CARD: _l("cấp thẻ mới"),
    Why.RENEWAL: _l("gia hạn"),
    Why.AUTHORITY: _l("lập nơi cấp chứng thư mới"),
    Why.FOUND: _l("đã có từ trước khi lập sổ"),
    Why.LOST: _l("mất thẻ hoặc lộ PIN"),
    Why.LEFT: _l("nghỉ công tác"),
    Why.OTHER: _l("lý do khác"),
}


class Because(msgspec.Struct, frozen=True):
    """A reason in words: its kind, and the text that somebody added."""

    why: Why
    reason: str = ""

    def say(self, lang: str) -> str:
        """Return the words in a language. The added text stays as it was typed."""
        if self.why == Why.OTHER and self.reason:
            return self.reason
        said = say(WORDS[self.why], lang)
        return f"{said}: {self.reason}" if self.reason else said

    def __str__(self) -> str:
        """Return the words in Vietnamese."""
        return self.say("vi")


REVOKED = declare(
    "register.revoked",
    409,
    "Chứng thư số của {name} đã bị thu hồi lúc {at} ({why}), không ký được nữa. Nhờ quản trị cấp thẻ mới. "
    "Biên bản chưa thay đổi.",
)
NOT_ENTERED = declare(
    "register.not_entered",
    409,
    "Chứng thư số của {name} không có trong sổ của cơ quan, không ký được. Nhờ quản trị gia hạn ở trang “Sổ chứng thư "
    "số”. Biên bản chưa thay đổi.",
)
KEY_REVOKED = declare(
    "register.key_revoked", 409, "Khóa ký của {name} đã bị thu hồi, không gia hạn được. Hãy cấp thẻ mới."
)
NOTHING = declare("register.nothing", 409, "Người này không có chứng thư số nào còn dùng được để thu hồi.")
NO_REASON = declare("register.no_reason", 400, "Ghi lý do thu hồi.")
BROKEN = declare(
    "register.broken", 500, "Sổ chứng thư số trong nhật ký của cơ quan bị hỏng ở bản ghi số {seq}. Báo người phụ trách."
)
UNREADABLE = declare("register.unreadable", 400, "Không đọc được chứng thư số.")


def check_reason(reason: str) -> None:
    """Raise Refused for a revocation by hand without a reason. A lost card and a departure have other commands."""
    if not reason.strip():
        raise Refused(NO_REASON)
