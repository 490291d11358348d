"""Caps: the most letters that each text field may have, and the field's name on screens.

All caps are defined here: `check` applies them to every command, forms take their `maxlength` from them, and an
import measures a folder by them. A struct that commands carry defines its own caps (`own_caps`). The caps leave room
for the longest real titles and reasons; screens and papers are tested with texts of that length.
A letter is one code point of composed (NFC) text.
"""

from functools import cache
from typing import get_args

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.text import Cap
from meeting.kernel.words import phrase

TOO_LONG = declare(
    "commands.too_long", 400, _l("“{field}” dài {length} ký tự, tối đa {limit} ký tự. Mời rút gọn rồi gửi lại.")
)


_TITLE = Cap("Tiêu đề", 400)
_REASON = Cap("Lý do", 500)
_TO_CORRECT = Cap("Cần sửa gì", 2000)
_TECHNICAL = Cap("Dữ liệu gửi kèm", 400)
"""The cap for values that programs fill in: hashes, names of forms and choices, claims."""

_BY_FIELD = {
    "title": _TITLE,
    "parent_body": Cap("Cơ quan chủ quản", 200),
    "body": Cap("Tên cơ quan", 200),
    "body_code": Cap("Chữ viết tắt của cơ quan", 20),
    "place": Cap("Địa điểm", 300),
    "presenter": Cap("Cơ quan trình bày", 300),
    "text": Cap("Nội dung chi tiết", 20_000),
    "reason": _REASON,
    "filename": Cap("Tên tệp", 255),
    "kind": Cap("Loại tài liệu", 200),
    "account": Cap("Tài khoản", 40),
    "label": Cap("Ghế", 20),
    "slug": Cap("Mã phiên họp", 80),
}
_BY_COMMAND = {
    ("contributions.return_paper", "words"): _TO_CORRECT,
    ("agenda.return_meeting", "words"): _TO_CORRECT,
    ("planning.return_changes", "words"): _TO_CORRECT,
    ("contributions.allot_item", "due"): Cap("Hạn gửi", 10),
    ("attendance.add_point", "title"): Cap("Tên điểm cầu", 100),
    ("attendance.rename_point", "title"): Cap("Tên điểm cầu", 100),
    ("attendance.note_absence", "substitute"): Cap("Người dự thay", 200),
    ("kiosk.open_kiosk", "title"): Cap("Nơi đặt máy", 60),
    ("voting.prepare_motion", "title"): Cap("Câu hỏi biểu quyết", 420),  # “Thông qua: ” and the item's own title
    ("conduct.record_mandate", "number"): Cap("Số văn bản", 100),
    ("deadlines.issue_conclusion", "number"): Cap("Số, ký hiệu", 100),
    ("voting.record_ruling", "reason"): Cap("Căn cứ", 2000),
    ("roster.accept", "departures"): Cap("Số người nghỉ", 6),
    ("roster.record_end", "problem"): Cap("Lỗi", 10_000),
    ("agenda.plan_sitting", "title"): Cap("Tên buổi", 100),
    ("agenda.change_planned_sitting", "title"): Cap("Tên buổi", 100),
    ("planning.keep_template", "title"): Cap("Tên mẫu", 200),
    ("people.make_group", "title"): Cap("Tên nhóm", 100),
    ("people.rename_group", "title"): Cap("Tên nhóm", 100),
    ("people.make_unit", "title"): Cap("Tên đơn vị", 200),
    ("people.rename_unit", "title"): Cap("Tên đơn vị", 200),
    ("catalogue.add_entry", "title"): Cap("Tên mục", 200),
    ("catalogue.rename_entry", "title"): Cap("Tên mục", 200),
    ("lawbook.make_edition", "article"): Cap("Điều, khoản", 300),
    ("settings.change", "value"): Cap("Giá trị", 400),
    ("feedback.send", "words"): Cap("Góp ý", 1000),
    ("feedback.send", "topic"): Cap("Mục trợ giúp", 40),
    ("conduct.record_conclusion", "text"): Cap("Diễn biến, kết luận", 20_000),
    ("network.request_https", "host"): Cap("Tên máy chủ", 253),
    ("network.choose_wifi", "wifi"): Cap("Tên Wi-Fi", 32),
    ("network.choose_wifi", "password"): Cap("Mật khẩu Wi-Fi", 63),
    ("directory.set_up", "base"): Cap("Nơi tìm người", 300),
    ("directory.set_up", "group_base"): Cap("Nơi tìm nhóm", 300),
    ("directory.set_up", "service"): Cap("Tài khoản dịch vụ", 300),
    ("directory.set_up", "wanted"): Cap("Điều kiện lọc", 1000),
    ("directory.set_up", "authority"): Cap("Chứng thư", 20_000),
    ("directory.set_up", "locked"): Cap("Mật khẩu", 2000),
    ("register.record", "certificate"): Cap("Chứng thư số", 6000),
    ("people.enrol_second", "locked"): Cap("Mã bí mật", 400),
    # forms that are not commands
    ("directory.form", "address"): Cap("Địa chỉ", 200),
    ("directory.form", "spare"): Cap("Địa chỉ dự phòng", 200),
    ("directory.form", "password"): Cap("Mật khẩu", 200),
    ("directory.form", "group"): Cap("Nhóm trong danh bạ", 200),
    ("second.form", "code"): Cap("Mã xác nhận", 20),
    ("kiosk.form", "code"): Cap("Mã máy điểm danh", 20),
    ("access.sign_in", "account"): Cap("Tài khoản", 64),
    ("access.sign_in", "pin"): Cap("Mã PIN", 64),
    ("access.unlock", "to"): Cap("Trang", 2000),
    ("checking.form", "code"): Cap("Mã băm", 200),
    ("minutes.sign", "pin"): Cap("Mã PIN", 64),
    ("entrance.card", "words"): Cap("Cụm từ mật khẩu", 200),
    ("people.find", "words"): Cap("Từ cần tìm", 200),
    ("seating.form", "aisles"): Cap("Lối đi", 200),
    ("agenda.split", "pasted"): Cap("Chương trình dán vào", 100_000),
    ("log.find", "words"): Cap("Từ cần tìm", 200),
    ("search.find", "words"): Cap("Từ cần tìm", 200),
    ("documents.find", "words"): Cap("Từ cần tìm", 200),
    ("documents.find", "page"): Cap("Trang", 6),
}

_KNOWN: dict[str, type[msgspec.Struct]] = {}
"""Commands by name. A struct that a command carries defines its own caps."""


def cap(command: str, field: str) -> Cap:
    """Return the cap of a command's field (also inside a struct that it carries), or of a field of a page's form."""
    return _BY_COMMAND.get((command, field)) or _BY_FIELD.get(field) or _own(command).get(field, _TECHNICAL)


def know(command: str, kind: type[msgspec.Struct]) -> None:
    """Register a command under its name. Called by the registry."""
    _KNOWN[command] = kind


def limit(command: str, field: str) -> int:
    """Return the most letters allowed, for `maxlength`."""
    return cap(command, field).limit


def check(name: str, command: msgspec.Struct) -> None:
    """Check every text of a command. Raises Refused with the field's name, its length and its cap."""
    for field in _texts(type(command)):
        check_text(name, field, getattr(command, field))
    for carried, own in _carried(type(command)).items():
        for field, allowed in own.items():
            _check(getattr(getattr(command, carried), field), allowed)


def check_text(name: str, field: str, text: str | None) -> None:
    """Check one text, by the name of its command and field. Raises Refused when it is too long."""
    if text is not None:
        _check(text, cap(name, field))


@cache
def own_caps(kind: type[msgspec.Struct]) -> dict[str, Cap]:
    """Return the caps, by field, that a carried struct gives its own texts (`Annotated[str, Cap(…)]`)."""
    found = {field.name: get_args(field.type)[1:] for field in msgspec.structs.fields(kind)}
    return {name: cap for name, told in found.items() for cap in told if isinstance(cap, Cap)}


def _own(command: str) -> dict[str, Cap]:
    kind = _KNOWN.get(command)
    return {} if kind is None else {name: cap for own in _carried(kind).values() for name, cap in own.items()}


def _check(text: str, allowed: Cap) -> None:
    if len(text) > allowed.limit:
        raise Refused(TOO_LONG, field=phrase(allowed.label), length=len(text), limit=allowed.limit)


@cache
def _texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.type in (str, str | None))


@cache
def _carried(kind: type[msgspec.Struct]) -> dict[str, dict[str, Cap]]:
    fields = msgspec.structs.fields(kind)
    structs = (each for each in fields if isinstance(each.type, type) and issubclass(each.type, msgspec.Struct))
    return {each.name: own_caps(each.type) for each in structs}
