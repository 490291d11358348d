"""Rules about the office's directory: its settings, its people who belong to the office, and when it is trusted."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, _l, declare

NO_DIRECTORY = declare("directory.none", 409, "Chưa nối danh bạ. Điền địa chỉ và tài khoản dịch vụ trước.")
BAD_ADDRESS = declare(
    "directory.bad_address",
    400,
    "Địa chỉ “{address}” chưa đúng. Viết như ldaps://danhba.xa.gov.vn hoặc ldap://10.0.0.5:389, tối đa hai địa chỉ.",
)
LACKING = declare("directory.lacking", 400, "Điền đủ địa chỉ, nơi tìm người và tài khoản dịch vụ.")
NO_PASSWORD = declare("directory.no_password", 400, "Nhập mật khẩu của tài khoản dịch vụ.")
PASSWORD_AGAIN = declare(
    "directory.password_again", 400, "Đổi địa chỉ hoặc tài khoản dịch vụ thì nhập lại mật khẩu. Chưa lưu gì."
)
BAD_FILTER = declare("directory.bad_filter", 400, "Điều kiện lọc chưa đúng: các dấu ngoặc phải đủ cặp.")
NOT_A_CERTIFICATE = declare("directory.not_a_certificate", 400, "Tệp này không phải chứng thư (PEM, CRT, CER).")
CHANGED = declare("directory.changed", 409, "Vừa có người khác sửa. Chưa lưu gì. Xem lại rồi lưu.")
IN_MEETING = declare(
    "directory.in_meeting", 409, "Đang có phiên họp. Họp xong mới đổi kết nối hoặc quy tắc danh bạ. Chưa lưu gì."
)
UNDER_WAY = declare("directory.under_way", 409, "Đang đọc hoặc đang nhập từ danh bạ. Xin chờ xong rồi làm lại.")
LOOK_FIRST = declare("directory.look_first", 409, "Lần nhập đầu tiên phải xem trước.")
BAD_RULES = declare("directory.bad_rules", 400, "Mỗi quy tắc cần tên nhóm; riêng dòng cuối dành cho mọi người khác.")
NOT_ALL_ADMINS = declare("directory.not_all_admins", 400, "Không giao quyền quản trị cho mọi người của danh bạ.")
NOT_ADMITTED = declare(
    "directory.not_admitted",
    403,
    "Mật khẩu đúng, nhưng tài khoản này chưa có trong danh sách của phòng họp. Nhờ văn phòng thêm vào.",
)

MOST_ADDRESSES = 2
"""Trying a silent address takes seconds, while somebody waits to sign in."""
_ADDRESS = re.compile(r"ldaps?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_SPARED, _SHARE = 3, 10


class Gives(StrEnum):
    """The right that a rule gives."""

    PERSON = "person"
    ADMIN = "administrator"
    PLANNER = "meeting_planner"
    NOBODY = "nobody"


class Trouble(StrEnum):
    """The trouble with the directory, as last seen. The first four are steps of a question to it."""

    NONE = ""
    CONNECT = "connect"
    CERTIFICATE = "certificate"
    SERVICE = "service"
    SEARCH = "search"
    LOCKED = "locked"
    NO_GROUP = "no_group"
    SHRUNK = "shrunk"
    VANISHED = "vanished"


FOUND_BY_READING = (Trouble.NO_GROUP, Trouble.SHRUNK)
"""Troubles that only a reading of everybody can find: a question about a few people does not show that they are
over."""

TROUBLES = {
    Trouble.CONNECT: _l("Chưa kết nối được máy chủ danh bạ. Kiểm tra địa chỉ, cổng và mạng."),
    Trouble.CERTIFICATE: _l("Chứng thư của máy chủ danh bạ không tin được: sai nơi cấp, sai tên, hoặc hết hạn."),
    Trouble.SERVICE: _l("Danh bạ không nhận tài khoản dịch vụ. Kiểm tra tài khoản và nhập lại mật khẩu."),
    Trouble.SEARCH: _l("Không tìm được người trong danh bạ. Kiểm tra nơi tìm người và điều kiện lọc."),
    Trouble.LOCKED: _l("Không mở được mật khẩu đã lưu của tài khoản dịch vụ. Nhập lại mật khẩu."),
    Trouble.NO_GROUP: _l(
        "Danh bạ không có một nhóm mà quy tắc nêu (đổi tên, đã xóa, gõ sai): chưa nhập gì. Sửa quy tắc rồi nhập lại."
    ),
    Trouble.SHRUNK: _l("Danh bạ bỗng trống hoặc vắng nhiều người: chưa cho ai nghỉ. Xem lại danh bạ rồi nhập lại."),
    Trouble.VANISHED: _l("Danh bạ bỗng không còn nhiều người: chưa đăng xuất ai vì thế. Xem lại danh bạ."),
}
"""The sentence for each, in Vietnamese."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People in this group of the directory (its name or DN; empty: all others) get this right, and a group here."""

    group: str
    gives: Gives
    group_id: int | None = None


EVERYBODY = Rule("", Gives.PERSON)
"""The default rule: people in the directory belong to the office, without any right."""


def first_match(rules: Sequence[Rule], groups: Collection[str]) -> Rule:
    """Return the first rule for somebody in these groups."""
    return next((rule for rule in rules if not rule.group or rule.group in groups), EVERYBODY)


def check_rules(rules: Sequence[Rule]) -> None:
    """Raise Refused unless each rule names a group, except the last, which may not give administrators' rights."""
    if not rules or rules[-1].group or any(not rule.group.strip() for rule in rules[:-1]):
        raise Refused(BAD_RULES)
    if rules[-1].gives is Gives.ADMIN:
        raise Refused(NOT_ALL_ADMINS)


def check_set(urls: Sequence[str], base: str, service: str, wanted: str) -> None:
    """Raise Refused for settings that cannot be tried."""
    if not urls or not base or not service:
        raise Refused(LACKING)
    for url in urls:
        if not _ADDRESS.fullmatch(url) or len(urls) > MOST_ADDRESSES:
            raise Refused(BAD_ADDRESS, address=url[:100])
    if wanted and not _in_pairs(wanted):
        raise Refused(BAD_FILTER)


def _in_pairs(wanted: str) -> bool:
    """Return whether it is one filter in brackets."""
    depth = 0
    for at, sign in enumerate(wanted):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 1 and at < len(wanted) - 1:
            return False
    return depth == 0 and wanted.startswith("(")


def check_password(*, known: bool, typed: bool, moved: bool) -> None:
    """Raise Refused without a password, and for a stored one after the server was changed.

    A stored password must not be sent to another server than the one for which it was typed.
    """
    if typed:
        return
    if not known:
        raise Refused(NO_PASSWORD)
    if moved:
        raise Refused(PASSWORD_AGAIN)


def is_shrunk(gone: int, linked: int, found: int) -> bool:
    """Return whether too many known people are missing to believe the directory.

    It is empty, or more than a tenth (and more than three) are missing at once.
    """
    return gone > 0 and (found == 0 or gone > max(_SPARED, linked // _SHARE))


def is_vanished(gone: int, asked: int, *, has_others: bool) -> bool:
    """Return whether too many of the people asked about are missing to believe the directory."""
    return gone > 0 and (not has_others or gone > max(_SPARED, asked // _SHARE))


def is_due(offered: datetime | None, local: datetime, *, failed: bool, busy: bool) -> bool:
    """Return whether the nightly reading is due: once after two in the morning, never during a meeting.

    `local`: the office's time. After a failure it is due again an hour later. `offered`: time of the last request.
    """
    if busy:
        return False
    night = local.replace(hour=2, minute=0, second=0, microsecond=0)
    night -= timedelta(days=1) if night > local else timedelta()
    if offered is None or offered > local:  # the clock was put back
        return True
    return offered < night or (failed and offered < local - timedelta(hours=1))
