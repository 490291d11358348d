"""Rules of how a plan reaches those invited: submitted, answered by the chair, published, told anew. Pure decisions."""

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
    """There is what an invitation says, somebody to preside and to write, and something to discuss."""
    if not body or not place:
        raise Refused(NO_FRAME)
    check_presided(roles)
    if Role.CLERK not in roles:
        raise Refused(NO_CLERK)
    if items == 0:
        raise Refused(NO_ITEMS)


def check_presided(roles: Collection[Role]) -> None:
    """Somebody presides. While one chair gives way to another a plan has none, but no meeting begins so."""
    if Role.CHAIR not in roles:
        raise Refused(NO_CHAIR)


def check_may_publish_alone(*, required: bool) -> None:
    """Where the office wants the chair's approval, nobody goes past it."""
    if required:
        raise Refused(NEEDS_APPROVAL)


def check_may_submit(state: MeetingState) -> None:
    """A draft is submitted once; it is taken back before it is submitted again."""
    check_draft(state)


def check_waits(state: MeetingState, submission: int, seen: int) -> None:
    """The chair answers what they have read, and nothing that was submitted after it."""
    if state != MeetingState.SUBMITTED:
        raise Refused(NOT_SUBMITTED)
    if submission != seen:
        raise Refused(SUBMITTED_ANEW)


def check_words(words: str) -> None:
    """What is returned says why."""
    if not words:
        raise Refused(NO_WORDS)


def check_may_publish_again(state: MeetingState, *, changes: int) -> None:
    """It was published, has not begun, and there is something to tell."""
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
    """What somebody says to have seen is what was told last."""
    if number != latest or latest < 1:
        raise Refused(NO_SUCH_CHANGE)
