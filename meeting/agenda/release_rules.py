"""Rules for releasing a plan: submitting it, the chair's answer, publishing, announcing changes. Pure decisions."""

from collections.abc import Collection

from meeting.agenda.rules import NO_ITEMS, MeetingState, check_draft, check_planned
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role

NO_CHAIR = declare("agenda.no_chair", 409, "Chưa có {chair}. Thêm {chair} ở trang Thành phần.")
NO_CLERK = declare("agenda.no_clerk", 409, "Chưa có thư ký. Thêm thư ký ở trang Thành phần.")
NO_FRAME = declare("agenda.no_frame", 409, "Chưa ghi tên cơ quan hoặc địa điểm: giấy mời và biên bản cần cả hai.")
NEEDS_APPROVAL = declare(
    "agenda.needs_approval", 409, "Cơ quan yêu cầu {chair} duyệt trước. Bấm “Trình {chair} duyệt”."
)
NOT_SUBMITTED = declare(
    "agenda.not_submitted", 409, "Bản nháp này không chờ duyệt: đã được duyệt, trả lại hoặc rút lại."
)
SUBMITTED_ANEW = declare(
    "agenda.submitted_anew", 409, "Bản nháp vừa được trình lại. Xem nội dung mới trên trang này rồi duyệt."
)
LEFT_OUT = declare("agenda.left_out", 403, "Không còn trong thành phần dự phiên họp này. Cần hỏi thì gặp thư ký.")
NO_WORDS = declare("agenda.no_words", 400, "Chưa ghi cần sửa gì. Ghi vài chữ để thư ký biết.")
NOT_PUBLISHED = declare("agenda.not_published", 409, "Chưa phát hành nên chưa có ai cần biết thay đổi.")
NOTHING_CHANGED = declare("agenda.nothing_changed", 409, "Không có gì đổi từ lần phát hành trước.")
START_UNTOLD = declare(
    "agenda.start_untold",
    409,
    "Chương trình có thay đổi chưa được {chair} duyệt. Trình {chair} duyệt ở trang Phiên họp, "
    "hoặc để {chair} bấm bắt đầu.",
)
NO_SUCH_CHANGE = declare("agenda.no_such_change", 409, "Chương trình vừa đổi thêm. Xem thay đổi mới rồi bấm lại.")


def check_may_publish(body: str, place: str, roles: Collection[Role], items: int) -> None:
    """Raise Refused unless there is a body, a place, a chair, a secretary and an item."""
    if not body or not place:
        raise Refused(NO_FRAME)
    check_presided(roles)
    if Role.CLERK not in roles:
        raise Refused(NO_CLERK)
    if items == 0:
        raise Refused(NO_ITEMS)


def check_presided(roles: Collection[Role]) -> None:
    """Raise Refused without a chair. A plan may lack one while one replaces another, but no meeting begins so."""
    if Role.CHAIR not in roles:
        raise Refused(NO_CHAIR)


def check_may_publish_alone(*, required: bool) -> None:
    """Raise Refused where the office requires the chair's approval."""
    if required:
        raise Refused(NEEDS_APPROVAL)


def check_may_submit(state: MeetingState) -> None:
    """Raise Refused unless it is a draft that is not submitted yet."""
    check_draft(state)


def check_waits(state: MeetingState, submission: int, seen: int) -> None:
    """Raise Refused unless the chair answers the very submission that they have read."""
    if state != MeetingState.SUBMITTED:
        raise Refused(NOT_SUBMITTED)
    if submission != seen:
        raise Refused(SUBMITTED_ANEW)


def check_words(words: str) -> None:
    """Raise Refused when a plan is returned without comments."""
    if not words:
        raise Refused(NO_WORDS)


def check_may_publish_again(state: MeetingState, *, changes: int) -> None:
    """Raise Refused unless the meeting was published, has not begun, and has changes to announce."""
    check_planned(state)
    if state != MeetingState.PLANNED:
        raise Refused(NOT_PUBLISHED)
    if not changes:
        raise Refused(NOTHING_CHANGED)


def check_may_start_so(role: Role, *, required: bool, changed: bool) -> None:
    """Raise Refused when others than the chair begin a meeting whose changes the chair must approve first."""
    if required and changed and role != Role.CHAIR:
        raise Refused(START_UNTOLD)


def check_told(number: int, latest: int) -> None:
    """Raise Refused unless somebody confirms the latest publication."""
    if number != latest or latest < 1:
        raise Refused(NO_SUCH_CHANGE)
