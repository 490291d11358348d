"""Rules of the machine at the door: its code, how late a reading may come, what is said of it. Pure decisions."""

import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.tokens import token_hash

CODE_LETTERS = 8
CODE_LASTS = timedelta(minutes=10)
MOST_OPEN = 20
"""Machines of one meeting that are not ended; a hall has a few doors."""
LATE_AFTER = timedelta(minutes=1)
"""A reading that comes later than this was kept by the machine while it had no network."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without letters and digits that are taken for each other."""

NO_NAME = declare("kiosk.no_name", 400, "Cần ghi máy này đặt ở đâu, ví dụ “Cửa chính”.")
TOO_MANY = declare("kiosk.too_many", 409, "Đã có {count} máy điểm danh. Dừng bớt máy không dùng rồi thêm.")
WRONG_CODE = declare(
    "kiosk.wrong_code",
    403,
    "Mã này chưa đúng, đã dùng rồi hoặc đã quá 10 phút. Nhờ thư ký mở mã mới ở trang Điểm danh.",
)
ENDED = declare("kiosk.ended", 403, "Thư ký đã dừng máy điểm danh này. Máy không điểm danh được nữa.")
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


class Told(StrEnum):
    """What is said at the door of a reading."""

    IN = "in"
    BACK = "back"
    """They had left, and are here again."""
    AGAIN = "again"
    """They are here already."""
    OUT = "out"
    KEPT = "kept"
    """It came late, and the secretary is told."""
    REFUSED = "refused"


def new_code() -> str:
    """What is typed, or read as a QR code, on the machine that is to stand at the door."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LETTERS))


def code_hash(typed: str) -> str:
    """What is kept of a code, however it was typed."""
    return token_hash("kiosk:" + "".join(sign for sign in typed.upper() if sign in _ALPHABET))


def spoken(code: str) -> str:
    """The code as it is read aloud and typed: in two fours."""
    return f"{code[:4]} {code[4:]}"


def check_name(name: str) -> None:
    """The record says which machine checked somebody in: it has a name."""
    if not name:
        raise Refused(NO_NAME)


def check_count(count: int) -> None:
    """A bound, so that the console stays readable."""
    if count >= MOST_OPEN:
        raise Refused(TOO_MANY, count=count)


def believed(claimed: int, since: datetime, now: datetime) -> datetime:
    """When something was read, as the machine says it (seconds since 1970): never before it stood at the door (an
    officer's device: before its sign-in), and never after now. What it says changes no order and no roll: it is only
    told."""
    at_most = min(max(claimed, int(since.timestamp())), int(now.timestamp()))
    return datetime.fromtimestamp(at_most, UTC)


def is_before(claimed: int, since: datetime) -> bool:
    """Whether a reading is claimed to be older than the sign-in of the device that hands it in."""
    return claimed < int(since.timestamp())


def is_late(read_at: datetime, now: datetime) -> bool:
    """Whether the reading was kept for want of a network."""
    return now - read_at > LATE_AFTER
