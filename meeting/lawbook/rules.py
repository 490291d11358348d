"""Rules of making an edition: pure decisions."""

from collections.abc import Sequence
from datetime import date

from meeting.kernel.refusals import Refused, declare

NO_REASON = declare("lawbook.no_reason", 400, "Ghi lý do: số và ngày của quy chế hoặc văn bản làm căn cứ.")
NO_TITLE = declare("lawbook.no_title", 400, "Đặt tên cho bộ quy định.")
NO_DAY = declare("lawbook.no_day", 400, "Chọn ngày bắt đầu áp dụng.")
PAST = declare("lawbook.past", 400, "Ngày bắt đầu áp dụng phải từ hôm nay trở đi và không trước bộ quy định gốc.")
NO_ARTICLE = declare("lawbook.no_article", 400, "Mỗi mức được đổi phải ghi điều, khoản làm căn cứ (tối đa 300 ký tự).")
NOTHING_CHANGED = declare("lawbook.nothing_changed", 400, "Chưa đổi mức nào so với bộ quy định gốc. Chưa lưu gì.")
WRONG_VALUE = declare("lawbook.wrong_value", 400, "Chưa lưu gì. {problem}")

ARTICLE = 300


def read_day(text: str) -> date:
    """Return a day sent by a form. Raises Refused for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(NO_DAY) from None


def check_words(title: str, reason: str) -> None:
    """Raise Refused without a title or a reason: later readers need both."""
    if not title:
        raise Refused(NO_TITLE)
    if not reason:
        raise Refused(NO_REASON)


def check_day(in_force: date, base: date, today: date) -> None:
    """Raise Refused for a day in the past: earlier decisions followed the earlier rules."""
    if in_force < max(base, today):
        raise Refused(PAST)


def check_articles(articles: Sequence[str]) -> None:
    """Raise Refused when nothing changed, or when a changed rule has no article or too long a one."""
    if not articles:
        raise Refused(NOTHING_CHANGED)
    if any(not article or len(article) > ARTICLE for article in articles):
        raise Refused(NO_ARTICLE)
