"""Rules for points: places outside the room from which people take part. Pure decisions."""

import unicodedata
from collections.abc import Iterable

from meeting.kernel.refusals import Refused, declare

MOST_POINTS = 200
"""The most points of a meeting: more than any province has communes."""

NO_NAME = declare("attendance.no_point_name", 400, "Cần ghi tên điểm cầu, ví dụ “UBND xã Minh Tân”.")
NAME_TAKEN = declare("attendance.point_name_taken", 409, "Đã có điểm cầu “{name}”.")
TOO_MANY = declare("attendance.too_many_points", 409, "Phiên họp đã có {count} điểm cầu, không thêm được nữa.")
NO_POINT = declare("attendance.no_point", 404, "Phiên họp không có điểm cầu này. Thêm điểm cầu rồi chọn lại.")
IN_USE = declare(
    "attendance.point_in_use",
    409,
    "Đã có người hoặc máy điểm danh ở điểm cầu {name} nên không xóa được. Ghi sai tên thì sửa tên.",
)


def tidy(name: str) -> str:
    """Return a name as stored: accents in one form, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def key_of(name: str) -> str:
    """Return the key of a name. Names that differ only in case, accent form or spaces have the same key."""
    return unicodedata.normalize("NFC", tidy(name).casefold())


def check_name(name: str, others: Iterable[str]) -> None:
    """Raise Refused for an empty or duplicate name: the minutes identify a point by its name."""
    if not name:
        raise Refused(NO_NAME)
    taken = next((other for other in others if key_of(other) == key_of(name)), None)
    if taken is not None:
        raise Refused(NAME_TAKEN, name=taken)


def check_count(count: int) -> None:
    """Raise Refused beyond the limit, so that the list stays readable."""
    if count >= MOST_POINTS:
        raise Refused(TOO_MANY, count=count)


def check_unused(name: str, *, used: bool) -> None:
    """Raise Refused for a point that somebody used: the minutes mention it."""
    if used:
        raise Refused(IN_USE, name=name)
