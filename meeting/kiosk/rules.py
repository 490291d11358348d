"""Rules of kiosks: the pairing code, late readings, and what the machine shows. Pure decisions."""

import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.tokens import token_hash

CODE_LETTERS = 8
CODE_LASTS = timedelta(minutes=10)
MOST_OPEN = 20
"""The most kiosks of one meeting that are open at once. A hall has only a few doors."""
LATE_AFTER = timedelta(minutes=1)
"""A reading that arrives later than this was stored by the machine while it was offline."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The alphabet leaves out letters and digits that look alike."""

NO_NAME = declare("kiosk.no_name", 400, "Cần ghi máy này đặt ở đâu, ví dụ “Cửa chính”.")
TOO_MANY = declare("kiosk.too_many", 409, "Đã có {count} máy điểm danh. Dừng bớt máy không dùng rồi thêm.")
WRONG_CODE = declare(
    "kiosk.wrong_code",
    403,
    "Mã này chưa đúng, đã dùng rồi hoặc đã quá 10 phút. Nhờ thư ký mở mã mới ở trang Điểm danh.",
)
ENDED = declare("kiosk.ended", 403, "Máy điểm danh này đã dừng. Máy không điểm danh được nữa.")
UNKNOWN_CARD = declare(
    "kiosk.unknown_card", 404, "Thẻ hoặc giấy mời này không còn hiệu lực. Mời gặp thư ký để nhận thẻ mới."
)
NOT_INVITED = declare("kiosk.not_invited", 403, "{name} không có tên trong phiên họp này. Mời gặp thư ký.")
OTHER_MEETING = declare("kiosk.other_meeting", 403, "{name} được mời họp lúc {when}, không phải phiên họp này.")
BY_NAME_OFF = declare("kiosk.by_name_off", 403, "Máy này chỉ nhận thẻ và giấy mời. Mời gặp thư ký để điểm danh.")
LEAVES_BY_CARD = declare("kiosk.leaves_by_card", 403, "Ghi ra về ở cửa cần đưa thẻ hoặc giấy mời. Mời gặp thư ký.")
OVERTAKEN = declare(
    "kiosk.overtaken", 409, "Sau lần đọc này thư ký đã ghi khác về {name}, nên lần đọc không thay đổi gì."
)
BEFORE_SIGN_IN = declare(
    "kiosk.before_sign_in", 409, "Lần đọc này có từ trước khi máy đăng nhập, nên không tính. Cần điểm danh lại."
)
GONE_SINCE = declare(
    "kiosk.gone_since", 409, "Sau lần đọc này {name} đã đưa thẻ ra về ở cửa, nên lần đọc không thay đổi gì."
)
SITTING_OVER = declare("kiosk.sitting_over", 409, "Lần đọc này của buổi họp trước, nên không tính cho buổi này.")


class KioskAnswer(StrEnum):
    """The answer that a kiosk shows after a reading."""

    IN = "in"
    BACK = "back"
    """The person had left and is present again."""
    AGAIN = "again"
    """The person is present already."""
    OUT = "out"
    KEPT = "kept"
    """The reading came late; the secretary sees it."""
    REFUSED = "refused"


def new_code() -> str:
    """Return a new pairing code. It is typed on the machine, or read there as a QR code."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LETTERS))


def code_hash(typed: str) -> str:
    """Return the stored hash of a code. Case, spaces and other signs in the typed code do not matter."""
    return token_hash("kiosk:" + "".join(sign for sign in typed.upper() if sign in _ALPHABET))


def spoken(code: str) -> str:
    """Return the code in two groups of four, for reading aloud and typing."""
    return f"{code[:4]} {code[4:]}"


def check_name(name: str) -> None:
    """Raise Refused when the name is empty: the record shows which kiosk checked a person in."""
    if not name:
        raise Refused(NO_NAME)


def check_count(count: int) -> None:
    """Raise Refused when too many kiosks are open. The limit keeps the console readable."""
    if count >= MOST_OPEN:
        raise Refused(TOO_MANY, count=count)


def believed(claimed: int, since: datetime, now: datetime) -> datetime:
    """Return the time of a reading, from the machine's claim in seconds since 1970.

    The claim is limited to the time between `since` (the pairing, or an officer's sign-in) and now. The time is only
    displayed: it changes neither the order of events nor the roll.
    """
    at_most = min(max(claimed, int(since.timestamp())), int(now.timestamp()))
    return datetime.fromtimestamp(at_most, UTC)


def is_before(claimed: int, since: datetime) -> bool:
    """Return whether the reading claims to be older than the sign-in of the device that submits it."""
    return claimed < int(since.timestamp())


def is_late(read_at: datetime, now: datetime) -> bool:
    """Return whether the reading was stored offline."""
    return now - read_at > LATE_AFTER
