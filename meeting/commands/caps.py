"""Caps: how many letters each text that a person can enter may have, and what screens call it.

This is the one place that says so: `check` holds every command to it, forms take their `maxlength` from it, and
an import measures a folder by it. The caps leave room for the longest real titles and reasons, and keep what is
printed and shown within what screens and papers are tried with. A letter is a code point of composed (NFC) text.
"""

from functools import cache
from typing import NamedTuple

import msgspec

from meeting.kernel.refusals import Refused, _l, declare

TOO_LONG = declare(
    "commands.too_long", 400, _l("“{field}” dài {length} ký tự, tối đa {limit} ký tự. Mời rút gọn rồi gửi lại.")
)


class Cap(NamedTuple):
    """The name of a field on screens, in Vietnamese, and the most letters it may have."""

    label: str
    limit: int


_TITLE = Cap("Tiêu đề", 400)
_REASON = Cap("Lý do", 500)
_TECHNICAL = Cap("Dữ liệu gửi kèm", 400)
"""For what programs fill in: hashes, names of forms and choices, claims."""

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
    "account": Cap("Tài khoản", 40),
    "full_name": Cap("Họ và tên", 100),
    "given_name": Cap("Tên gọi", 40),
    "honorific": Cap("Xưng hô", 40),
    "unit": Cap("Đơn vị", 200),
    "label": Cap("Ghế", 20),
    "slug": Cap("Mã phiên họp", 80),
}
_BY_COMMAND = {
    ("people.add_person", "title"): Cap("Chức vụ", 200),
    ("people.change_person", "title"): Cap("Chức vụ", 200),
    ("voting.prepare_motion", "title"): Cap("Nội dung biểu quyết", 420),  # “Thông qua: ” and the item's own title
    ("voting.record_ruling", "reason"): Cap("Căn cứ", 2000),
    ("conduct.record_conclusion", "text"): Cap("Diễn biến, kết luận", 20_000),
    # forms that are no command
    ("access.sign_in", "account"): Cap("Tài khoản", 64),
    ("access.sign_in", "pin"): Cap("Mã PIN", 64),
    ("minutes.sign", "pin"): Cap("Mã PIN", 64),
    ("documents.find", "words"): Cap("Từ cần tìm", 200),
    ("documents.find", "page"): Cap("Trang", 6),
}


def cap(command: str, field: str) -> Cap:
    """The cap of a field of a command, or of a form of a page."""
    return _BY_COMMAND.get((command, field)) or _BY_FIELD.get(field, _TECHNICAL)


def limit(command: str, field: str) -> int:
    """The most letters, for `maxlength`."""
    return cap(command, field).limit


def check(name: str, command: msgspec.Struct) -> None:
    """No text of this command is too long, or Refused with the field's name, its length and its cap."""
    for field in _texts(type(command)):
        check_text(name, field, getattr(command, field))


def check_text(name: str, field: str, text: str | None) -> None:
    """One text, by the name of its command and field."""
    if text is not None and len(text) > limit(name, field):
        allowed = cap(name, field)
        raise Refused(TOO_LONG, field=allowed.label, length=len(text), limit=allowed.limit)


@cache
def _texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.type in (str, str | None))
