"""The pretend meeting: the people of a planned meeting in their seats, with an agenda of exercises."""

from datetime import datetime, timedelta

import msgspec

from meeting.agenda.rules import ItemForm
from meeting.packs.folder.model import Pack, PackItem, PackMotion
from meeting.voting.rules import MotionForm

TITLE = "Buổi tập dượt (không phải phiên họp thật)"
SLUG = "tap-duot"
ITEMS = (
    ("Điểm danh bằng thẻ hoặc mã QR", ItemForm.CEREMONY, 5, ""),
    (
        "Biểu quyết thử trên máy tính bảng",
        ItemForm.VOTE,
        5,
        "Chọn một ô rồi bấm gửi. Phiếu tập không vào sổ sách nào; chọn gì cũng được.",
    ),
    ("Đăng ký và phát biểu thử", ItemForm.DISCUSSION, 5, "Thư ký ghi tên người phát biểu, chủ tọa mời phát biểu."),
    (
        "Tập khi mất mạng",
        ItemForm.DISCUSSION,
        5,
        "Thư ký bấm “Tập mất mạng”: máy chủ im lặng một lúc, máy tính bảng báo mất kết nối rồi tự nối lại.",
    ),
)
QUESTION = "Biểu quyết thử: buổi tập diễn ra thuận lợi"


def pretend(plan: Pack, now: datetime) -> Pack:
    """Return the pack of a rehearsal for a planned meeting. It contains no paper and no text of the real one."""
    items = tuple(
        PackItem(
            number=place,
            title=title,
            presenter="",
            minutes=minutes,
            form=form,
            text=text,
            motions=(PackMotion(title=QUESTION, form=MotionForm.OPEN),) if form == ItemForm.VOTE else (),
        )
        for place, (title, form, minutes, text) in enumerate(ITEMS, start=1)
    )
    hours = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    return msgspec.structs.replace(plan, slug=SLUG, title=TITLE, papers=(), sittings=(), items=items, **hours)
