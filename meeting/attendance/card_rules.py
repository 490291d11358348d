"""Rules for sign-in cards that need two officers: pure decisions."""

from meeting.kernel.refusals import Refused, declare

TAKES_TWO = declare(
    "attendance.card_takes_two",
    409,
    "Cấp thẻ mới cho {name} cần hai người. Mở “Cấp lại thẻ” ở phần Điểm danh để đề nghị, người thứ hai "
    "({chair} hoặc thư ký khác) đồng ý trên máy của mình. Không có người thứ hai thì làm trên máy chủ: “meeting cards "
    "{slug} --person TÀI-KHOẢN”.",
)
CONDUCTS_ANOTHER = declare(
    "attendance.conducts_another",
    409,
    "{name} điều hành phiên họp khác, hoặc thôi điều hành chưa quá 7 ngày, nên không cấp lại thẻ ở phiên họp này. Cấp "
    "lại ở trang quản trị, hoặc ở phiên họp kia nếu đang họp. Không cấp được ở đó thì nhờ người giữ máy chủ cấp lại "
    "thẻ.",
)
NEEDS_ONE = declare("attendance.card_needs_one", 409, "Thẻ này không cần người thứ hai: cấp lại được ngay.")
NO_CARD_REASON = declare("attendance.no_card_reason", 400, "Ghi lý do cấp lại thẻ.")


def check_needs_two(takes_two: bool, reason: str) -> None:
    """Raise Refused when the card does not need a second officer, or when no reason is given."""
    if not takes_two:
        raise Refused(NEEDS_ONE)
    if not reason.strip():
        raise Refused(NO_CARD_REASON)
