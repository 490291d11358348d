"""When a remark is accepted. Pure decisions."""

from meeting.kernel.refusals import Refused, declare

MOST_UNREAD = 20
"""The most unread remarks of one person."""
READ_KEPT = 500
"""The most read remarks that are still shown."""
NO_WORDS = declare("feedback.no_words", 400, "Ghi điều muốn góp ý. Chưa gửi gì.")
TOO_MANY = declare(
    "feedback.too_many", 409, "Đã có {most} góp ý của bạn chưa được đọc. Xin chờ quản trị đọc rồi gửi tiếp."
)


def check_words(words: str) -> None:
    """Raise Refused when the remark is empty."""
    if not words.strip():
        raise Refused(NO_WORDS)


def check_few(unread: int) -> None:
    """Raise Refused when a person has too many unread remarks, so that nobody fills the list alone."""
    if unread >= MOST_UNREAD:
        raise Refused(TOO_MANY, most=MOST_UNREAD)
