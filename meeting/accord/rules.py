"""Rules of acts that need two people. Pure decisions."""

from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, declare

WAITS = timedelta(minutes=10)
"""The time for the second person to agree. After it, the request has no effect."""

SAME_PERSON = declare(
    "accord.same_person", 409, "Việc này cần người thứ hai đồng ý trên máy của mình: {chair} hoặc thư ký khác."
)
ONE_CARD = declare(
    "accord.one_card",
    409,
    "{one} và {other} chưa tính là hai người: trong phiên họp này thẻ của người này do người kia, hoặc thẻ của cả hai "
    "do cùng một người, cấp lại. Nhờ người khác đồng ý, hoặc cấp lại thẻ trên máy chủ: “meeting cards {slug} --person "
    "TÀI-KHOẢN”.",
)
GONE = declare("accord.gone", 409, "Đề nghị này không còn chờ nữa: đã xong, đã rút hoặc đã quá 10 phút.")


def check_second(asked_by: int, agrees: int) -> None:
    """Raise Refused when the second person is the requesting person."""
    if asked_by == agrees:
        raise Refused(SAME_PERSON)


def stands(until: datetime, now: datetime) -> bool:
    """Return whether the request is still valid."""
    return now < until
