"""Caps: the most letters that each text field may have, and the field's name on screens.

Words that many commands share have their caps here. A command, a struct that it carries and a page's form define those
of other fields: `Annotated[str, Cap(…)]`, `form(…)`. `check` applies them to every command, forms take their
`maxlength` from them, and an import measures a folder by them. The caps leave room for the longest real titles and
reasons; screens and papers are tested with texts of that length. A letter is one code point of composed (NFC) text.
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

_TECHNICAL = Cap("Dữ liệu gửi kèm", 400)
"""The cap for values that programs fill in: hashes, names of forms and choices, claims."""

_BY_FIELD = {
    "title": Cap("Tiêu đề", 400),
    "parent_body": Cap("Cơ quan chủ quản", 200),
    "body": Cap("Tên cơ quan", 200),
    "body_code": Cap("Chữ viết tắt của cơ quan", 20),
    "place": Cap("Địa điểm", 300),
    "presenter": Cap("Cơ quan trình bày", 300),
    "text": Cap("Nội dung chi tiết", 20_000),
    "reason": Cap("Lý do", 500),
    "filename": Cap("Tên tệp", 255),
    "kind": Cap("Loại tài liệu", 200),
    "account": Cap("Tài khoản", 40),
    "label": Cap("Ghế", 20),
    "slug": Cap("Mã phiên họp", 80),
}

_KNOWN: dict[str, type[msgspec.Struct]] = {}
"""Commands by name."""
_FORMS: dict[str, dict[str, Cap]] = {}
"""The fields of pages' forms that are not commands, by the form's name."""


def know(command: str, kind: type[msgspec.Struct]) -> None:
    """Register a command under its name. Called by the registry."""
    _KNOWN[command] = kind


def form(name: str, **fields: Cap) -> None:
    """Define the caps of a page's form that is not a command. The module of the page calls it."""
    _FORMS[name] = fields


def cap(name: str, field: str) -> Cap:
    """Return the cap of a field of a command or of a page's form. Raises KeyError for an unknown name."""
    return _FORMS[name][field] if name in _FORMS else cap_of(_KNOWN[name], field)


def cap_of(kind: type[msgspec.Struct], field: str) -> Cap:
    """Return the cap of a command's field, also inside a struct that it carries."""
    return _all(kind).get(field) or _BY_FIELD.get(field, _TECHNICAL)


def limit(name: str, field: str) -> int:
    """Return the most letters allowed, for `maxlength`."""
    return cap(name, field).limit


def check(command: msgspec.Struct) -> None:
    """Check every text of a command. Raises Refused with the field's name, its length and its cap."""
    own = own_caps(type(command))
    for field in _texts(type(command)):
        _check(getattr(command, field), own.get(field) or _BY_FIELD.get(field, _TECHNICAL))
    for carried, caps in _carried(type(command)).items():
        for field, allowed in caps.items():
            _check(getattr(getattr(command, carried), field), allowed)


def check_text(name: str, field: str, text: str | None) -> None:
    """Check one text, by the name of its command or form, and its field. Raises Refused when it is too long."""
    _check(text, cap(name, field))


def check_text_of(kind: type[msgspec.Struct], field: str, text: str) -> None:
    """Check one text of a command that is not read yet. Raises Refused when it is too long."""
    _check(text, cap_of(kind, field))


@cache
def own_caps(kind: type[msgspec.Struct]) -> dict[str, Cap]:
    """Return the caps, by field, that a struct gives its own fields (`Annotated[str, Cap(…)]`)."""
    found = {field.name: get_args(field.type)[1:] for field in msgspec.structs.fields(kind)}
    return {name: cap for name, told in found.items() for cap in told if isinstance(cap, Cap)}


@cache
def _all(kind: type[msgspec.Struct]) -> dict[str, Cap]:
    carried = {name: cap for caps in _carried(kind).values() for name, cap in caps.items()}
    return carried | own_caps(kind)


def _check(text: str | None, allowed: Cap) -> None:
    if text is not None and len(text) > allowed.limit:
        raise Refused(TOO_LONG, field=phrase(allowed.label), length=len(text), limit=allowed.limit)


@cache
def _texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that hold text, with or without `Cap`."""
    bare = {field.name: getattr(field.type, "__origin__", field.type) for field in msgspec.structs.fields(kind)}
    return tuple(name for name, kind in bare.items() if kind in (str, str | None))


@cache
def _carried(kind: type[msgspec.Struct]) -> dict[str, dict[str, Cap]]:
    fields = msgspec.structs.fields(kind)
    structs = (each for each in fields if isinstance(each.type, type) and issubclass(each.type, msgspec.Struct))
    return {each.name: own_caps(each.type) for each in structs}
