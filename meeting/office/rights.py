"""Rights in words: what each capability allows, in the order of the page that compares roles."""

from collections.abc import Mapping

from meeting.access.policy import Capability
from meeting.kernel.refusals import _l

RIGHTS: Mapping[Capability, str] = {
    Capability.CHECK_IN: _l("Điểm danh cho mình, mở tài liệu phiên họp"),
    Capability.VOTE: _l("Biểu quyết (nếu có quyền biểu quyết)"),
    Capability.KEEP_ROLL: _l("Điểm danh cho người khác, cấp lại thẻ trong phòng họp"),
    Capability.KEEP_DOOR: _l("Đọc thẻ, giấy mời ở cửa phòng họp"),
    Capability.RUN: _l("Điều hành: mở, chuyển nội dung, biểu quyết, bế mạc"),
    Capability.RULE: _l("Cho họp khi thiếu người, xác định kết quả, xác nhận căn cứ"),
    Capability.PLAN: _l("Lập phiên họp mới, làm thư ký phiên họp mình lập"),
    Capability.PREPARE: _l("Chuẩn bị chương trình, tài liệu, người dự"),
    Capability.APPROVE: _l("Duyệt hoặc trả lại bản nháp đã trình"),
    Capability.APPROVE_CHANGES: _l("Duyệt hoặc trả lại thay đổi sau khi phát hành"),
    Capability.WRITE_MINUTES: _l("Ghi diễn biến, lập biên bản"),
    Capability.SIGN_MINUTES: _l("Ký biên bản"),
    Capability.MANAGE_PEOPLE: _l("Thêm, sửa, cho nghỉ mọi người; cấp thẻ"),
    Capability.TEND_PEOPLE: _l("Thêm, sửa, cho nghỉ người trong đơn vị mình; cấp thẻ"),
    Capability.KEEP_HOUSE: _l("Thiết đặt, danh mục, quy định, sao lưu, nhật ký"),
    Capability.CONTRIBUTE: _l("Gửi tài liệu của đơn vị mình, khi nội dung đã giao cho đơn vị"),
    Capability.OWN_SETTINGS: _l("Chọn cỡ chữ, ngôn ngữ; đăng xuất máy của mình"),
}
