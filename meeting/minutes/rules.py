"""Rules for minutes: who signs when. Pure decisions.

The secretary signs first, then the chair, whose signature locks the file (Decree 30/2020/NĐ-CP, Annex III, form 1.9:
secretary on the left, chair on the right). If nobody presided, the right place stays empty and the secretary's
signature locks the file.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from meeting.agenda.rules import MeetingState
from meeting.kernel.dates import short_date
from meeting.kernel.refusals import NOT_FOUND, Refused, declare
from meeting.kernel.roles import Role


class MinutesState(StrEnum):
    """The state of the minutes. `none`: the meeting is not over. The last signature locks them."""

    NONE = "none"
    DRAWING = "drawing"
    FAILED = "failed"
    DRAFT = "draft"
    CLERK_SIGNED = "clerk_signed"
    LOCKED = "locked"


NOT_ENDED = declare("minutes.not_ended", 409, "Phiên họp chưa kết thúc nên chưa lập được biên bản.")
ALREADY_SIGNED = declare("minutes.already_signed", 409, "Biên bản đã có chữ ký, không lập lại được.")
BEING_DRAWN = declare("minutes.being_drawn", 409, "Biên bản đang được lập, vui lòng đợi.")
NO_DRAFT = declare("minutes.no_draft", 404, "Chưa có biên bản để ký.")
NOT_SIGNER = declare("minutes.not_signer", 403, "Chỉ thư ký và {chair} của phiên họp ký biên bản.")
OTHER_SIGNS = declare("minutes.other_signs", 403, "Người ký là {name}: biên bản in tên người đó ở phần này.")
NO_PRESIDER = declare(
    "minutes.no_presider",
    409,
    "Người được phân công {chair} không có mặt. Thư ký ghi người đã {chair} ở thẻ Biên bản rồi ký.",
)
NOBODY_PRESIDED = declare(
    "minutes.nobody_presided", 409, "Theo điểm danh không ai đã {chair}, nên phần chữ ký đó để trống."
)
CLERK_FIRST = declare("minutes.clerk_first", 409, "Thư ký ký trước, sau đó {chair} ký.")
LOCKED = declare("minutes.locked", 409, "Biên bản đã được {chair} ký và khóa.")
SIGNED_BEFORE = declare("minutes.signed_before", 409, "Thư ký đã ký bản này.")
CHANGED = declare("minutes.changed", 409, "Biên bản đã thay đổi từ lúc mở. Mời đọc lại bản mới rồi ký.")
RECORD_MOVED = declare(
    "minutes.record_moved", 409, "Nội dung phiên họp đã được sửa sau khi lập biên bản. Lập lại biên bản rồi ký."
)
NO_BODY = declare("minutes.no_body", 400, "Tên cơ quan không được để trống.")
NO_PLACE = declare("minutes.no_place", 400, "Địa điểm không được để trống.")
NO_DOUBT = declare("minutes.no_doubt", 409, "Căn cứ này không cần xác nhận.")
BASIS_OPEN = declare(
    "minutes.basis_open", 409, "Cần {chair} xác nhận căn cứ của: {bases}. Xác nhận ở thẻ Biên bản rồi ký."
)
WRONG_PIN = declare("minutes.wrong_pin", 403, "Mã PIN chưa đúng. Biên bản chưa thay đổi.")
NO_KEY = declare(
    "minutes.no_key",
    409,
    "Thẻ của bạn chưa có khóa để ký biên bản. Nhờ người giữ máy chủ cấp lại thẻ.",
)
NO_CERTIFICATE = declare(
    "minutes.no_certificate",
    409,
    "Thẻ này chưa có chứng thư số để ký. Nhờ quản trị cấp ở trang “Sổ chứng thư số”, thẻ và PIN giữ nguyên.",
)
CERTIFICATE_ENDED = declare(
    "minutes.certificate_ended",
    409,
    "Chứng thư số của {name} đã hết hạn ngày {date}, chưa ký được và biên bản chưa thay đổi. "
    "Nhờ quản trị gia hạn ở trang “Sổ chứng thư số”, thẻ và PIN giữ nguyên.",
)
CERTIFICATE_NOT_BEGUN = declare(
    "minutes.certificate_not_begun",
    409,
    "Chứng thư số của {name} có hiệu lực từ ngày {date}, sau giờ của máy chủ. Nhờ quản trị xem lại ngày giờ máy chủ. "
    "Biên bản chưa thay đổi.",
)
NOT_SIGNED = declare("minutes.not_signed", 500, "Chưa ký được: {reason}. Biên bản chưa thay đổi.")

ORDER = (Role.CLERK, Role.CHAIR)
TURN = {MinutesState.DRAFT: Role.CLERK, MinutesState.CLERK_SIGNED: Role.CHAIR}
"""The role that signs next."""
FIELDS = {Role.CLERK: "ThuKy", Role.CHAIR: "ChuToa"}
"""By role: the name of the signature field in the file. It must never change: signed files contain it."""


def first_who_came(came: Sequence[bool], led: Sequence[bool] = ()) -> int:
    """Return whose name is printed for a role that several hold, in order of protocol: the first who came, else the
    first who `led` from elsewhere, else the first."""
    return next((place for told in (came, led) for place, so in enumerate(told) if so), 0)


def check_not_hidden(role: Role, *, internal: bool) -> None:
    """Raise Refused for guests and the hall screen when the meeting had an internal item."""
    if internal and role in (Role.GUEST, Role.SCREEN):
        raise Refused(NOT_FOUND)


def check_may_draw(meeting_state: MeetingState, *, drawing: bool, signed: bool) -> None:
    """Raise Refused unless the meeting is over, nothing is being drawn, and nobody has signed."""
    if meeting_state != MeetingState.ENDED:
        raise Refused(NOT_ENDED)
    if signed:
        raise Refused(ALREADY_SIGNED)
    if drawing:
        raise Refused(BEING_DRAWN)


def check_certificate(name: str, begins: datetime, ends: datetime, now: datetime) -> None:
    """Raise Refused for a certificate out of its dates: the minutes would be locked with an invalid signature."""
    if now > ends:
        raise Refused(CERTIFICATE_ENDED, name=name, date=short_date(ends))
    if now < begins:
        raise Refused(CERTIFICATE_NOT_BEGUN, name=name, date=short_date(begins))


def check_may_sign(role: Role, signed: Sequence[Role], *, approved: str, current: str) -> None:
    """Raise Refused unless the right person signs, in the right order, exactly the bytes that were on the screen."""
    if role not in ORDER:
        raise Refused(NOT_SIGNER)
    if Role.CHAIR in signed:
        raise Refused(LOCKED)
    if role in signed:
        raise Refused(SIGNED_BEFORE)
    if role == Role.CHAIR and Role.CLERK not in signed:
        raise Refused(CLERK_FIRST)
    if approved != current:
        raise Refused(CHANGED)
