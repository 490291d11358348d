"""Rules about people: pure decisions."""

import re
from collections.abc import Iterable

from meeting.kernel.refusals import Refused, declare
from meeting.people.particulars import Particulars

BAD_ACCOUNT = declare(
    "people.bad_account", 400, "Tài khoản “{account}” chỉ được gồm chữ thường không dấu, số, dấu chấm, gạch."
)
ACCOUNT_TAKEN = declare("people.account_taken", 409, "Tài khoản “{account}” đã có người dùng.")
ACCOUNT_GIVEN = declare("people.account_given", 409, "{name} đã có tài khoản “{account}”. Tài khoản đã cấp không đổi.")
NO_ACCOUNT = declare("people.no_account", 409, "{name} chưa có tài khoản. Cấp tài khoản trước.")
NO_CARD = declare("people.no_card", 409, "{name} chưa có thẻ, hoặc thẻ đã bị khóa từ trước.")
NO_NAME = declare("people.no_name", 400, "Họ tên và tên gọi không được để trống.")
SAME_PERSON = declare(
    "people.same_person",
    409,
    "Đã có {name} cùng chức vụ và đơn vị trong danh sách. Nếu là hai người, ghi chức vụ hoặc đơn vị để phân biệt.",
)
CHANGED_MEANWHILE = declare(
    "people.changed_meanwhile",
    409,
    "Thông tin của {name} vừa được người khác sửa. Chưa lưu gì. Xem nội dung mới dưới từng ô rồi lưu lại.",
)
RETIRED = declare("people.retired", 409, "{name} đã nghỉ, không đăng nhập và không dự phiên họp mới được.")
NOT_RETIRED = declare("people.not_retired", 409, "{name} đang công tác.")
LAST_ADMIN = declare("people.last_admin", 409, "{name} là quản trị duy nhất. Giao quyền quản trị cho người khác trước.")
ADMIN_CARD = declare(
    "people.admin_card",
    403,
    "{name} là quản trị, hoặc thôi quản trị chưa quá 7 ngày: thẻ chỉ cấp lại ở trang quản trị.",
)
YOURS_FIRST = declare("people.yours_first", 409, "Đặt xác nhận hai bước của mình trước, rồi mới bắt buộc mọi quản trị.")
NOT_YOURSELF = declare(
    "people.not_yourself", 403, "Không tự đặt lại được xác nhận hai bước của mình. Nhờ quản trị khác."
)
NO_TITLE = declare("people.no_title", 400, "Tên nhóm không được để trống.")
TITLE_TAKEN = declare("people.title_taken", 409, "Đã có nhóm “{title}”.")

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def check_account(account: str) -> None:
    """Raise Refused for an account that is not short, in lower case and without accents: it is typed on a tablet.

    So two accounts never differ only in case.
    """
    if not _ACCOUNT.fullmatch(account):
        raise Refused(BAD_ACCOUNT, account=account)


def check_names(particulars: Particulars) -> None:
    """Raise Refused without a full name and a given name."""
    if not particulars.full_name or not particulars.given_name:
        raise Refused(NO_NAME)


def check_told_apart(particulars: Particulars, others: Iterable[Particulars]) -> None:
    """Raise Refused when another person has the same name, title and unit.

    A list, a card and the minutes must show which of two people is meant.
    """
    mine = _told(particulars)
    if any(_told(other) == mine for other in others):
        raise Refused(SAME_PERSON, name=particulars.named())


def _told(particulars: Particulars) -> tuple[str, ...]:
    words = particulars.full_name, particulars.title, particulars.unit
    return tuple(" ".join(word.casefold().split()) for word in words)


def check_unchanged(seen: int, version: int, name: str) -> None:
    """Raise Refused when the row has changed since the user saw it, so that no correction is overwritten unseen."""
    if seen != version:
        raise Refused(CHANGED_MEANWHILE, name=name)


def check_not_retired(name: str, *, retired: bool) -> None:
    """Raise Refused when the person has retired."""
    if retired:
        raise Refused(RETIRED, name=name)


def check_retired(name: str, *, retired: bool) -> None:
    """Raise Refused when the person has not retired."""
    if not retired:
        raise Refused(NOT_RETIRED, name=name)


def check_another_admin(name: str, *, is_admin: bool, others: int) -> None:
    """Raise Refused for the last administrator: there must always be one."""
    if is_admin and others == 0:
        raise Refused(LAST_ADMIN, name=name)


def check_no_admin(name: str, *, is_admin: bool) -> None:
    """Raise Refused for an administrator's card: a secretary could use it to reach the pages of administration."""
    if is_admin:
        raise Refused(ADMIN_CARD, name=name)


def check_another(asks: int | None, person_id: int) -> None:
    """Raise Refused when the actor changes their own rights.

    The installation's command line may, because it is not a person.
    """
    if asks == person_id:
        raise Refused(NOT_YOURSELF)


def check_title(title: str) -> None:
    """Raise Refused for a group without a name."""
    if not title:
        raise Refused(NO_TITLE)
