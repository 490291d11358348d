"""Rules for meetings, items and seats: pure decisions."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role


class MeetingState(StrEnum):
    """The state of a meeting. Only its makers see a draft; everybody invited sees a planned meeting.

    A submitted draft waits for the chair, who sees it too. A paused meeting has begun. A withdrawn one is a plan that
    was taken back or replaced.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ItemState(StrEnum):
    """Whether an item is still to come, is the present one, or is done; or the room has withdrawn it."""

    UPCOMING = "upcoming"
    NOW = "now"
    DONE = "done"
    WITHDRAWN = "item-withdrawn"


class ItemForm(StrEnum):
    """The kind of work under an item."""

    CEREMONY = "ceremony"
    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    QUESTIONING = "questioning"
    VOTE = "vote"
    HANDS = "hands"
    CONCLUSION = "conclusion"
    OTHER = "other"


class Mandate(StrEnum):
    """Whether a voter is in office. One whose mandate is suspended or vacant has no ballot."""

    HELD = "held"
    SUSPENDED = "suspended"
    VACANT = "vacant"


BEFORE = (MeetingState.DRAFT, MeetingState.SUBMITTED, MeetingState.PLANNED)
"""States before the meeting begins."""
UNSEEN = (MeetingState.DRAFT, MeetingState.SUBMITTED)
"""States in which the people invited do not see it yet."""
CHANGEABLE = (MeetingState.DRAFT, MeetingState.PLANNED)
"""States in which its makers may change it. A submitted draft is fixed until the chair has answered."""
LIVE = (MeetingState.RUNNING, MeetingState.PAUSED)
"""States of a meeting that has begun and is not over."""
OVER = (MeetingState.ENDED, MeetingState.WITHDRAWN)
AS_TOLD = (MeetingState.PLANNED, MeetingState.WITHDRAWN)
"""States in which invited people read the plan as last published.

If the plan is called off, they never see its unpublished changes.
"""
SEAT_ROLES = (Role.CHAIR, Role.CLERK, Role.MEMBER, Role.GUEST)
"""The roles that a seat can give."""

NOT_PLANNED = declare("agenda.not_planned", 409, "Phiên họp đã bắt đầu, không sửa được nội dung này nữa.")
NOT_DRAFT = declare("agenda.not_draft", 409, "Phiên họp đã phát hành rồi.")
DRAFT_FIRST = declare("agenda.draft_first", 409, "Phiên họp mới bắt đầu bằng bản nháp, rồi mới phát hành.")
SUBMITTED = declare("agenda.submitted", 409, "Bản nháp đang chờ {chair} duyệt. Muốn sửa thì rút lại trước.")
CHANGED_MEANWHILE = declare(
    "agenda.changed_meanwhile",
    409,
    "“{title}” vừa được người khác sửa. Chưa lưu gì. Xem nội dung mới dưới từng ô rồi lưu lại.",
)
BAD_LEVEL = declare("agenda.bad_level", 400, "Cấp của nội dung phải từ 0 đến {deepest}.")
BAD_PLACE = declare("agenda.bad_place", 400, "Không có vị trí {place} trong danh sách.")
ALREADY_STARTED = declare("agenda.already_started", 409, "Phiên họp đã bắt đầu.")
NOT_RUNNING = declare("agenda.not_running", 409, "Phiên họp chưa bắt đầu hoặc đã kết thúc.")
PAUSED = declare("agenda.paused", 409, "Phiên họp đang nghỉ. Bấm “Họp tiếp” trước.")
WITHDRAWN = declare(
    "agenda.withdrawn", 409, "Phiên họp này đã hủy hoặc được thay bằng bản khác. Mời mở lại trang Hôm nay."
)
NO_ITEMS = declare("agenda.no_items", 409, "Chương trình chưa có nội dung nào.")
VOTE_RUNNING = declare("agenda.vote_running", 409, "Đang biểu quyết “{motion}”. Kết thúc biểu quyết trước.")
RESULT_WAITS = declare(
    "agenda.result_waits", 409, "Chưa công bố kết quả “{motion}”. Công bố hoặc hủy biểu quyết này trước."
)
RECORD_CLOSED = declare(
    "agenda.record_closed", 409, "Biên bản đã có chữ ký nên nội dung của phiên họp không sửa, không thêm được nữa."
)
NOT_ENDED = declare("agenda.not_ended", 409, "Phiên họp chưa kết thúc.")
NO_REASON = declare("agenda.no_reason", 400, "Cần ghi lý do.")
CONCLUSION_CHANGED = declare(
    "agenda.conclusion_changed",
    409,
    "Nội dung này vừa được lưu từ nơi khác. Bản ở đây chưa được lưu, chữ đã nhập vẫn còn: "
    "mời xem cả hai bản, ghép lại rồi lưu.",
)
DOORS_CLOSED = declare("agenda.doors_closed", 409, "Đang họp kín rồi.")
DOORS_OPEN = declare("agenda.doors_open", 409, "Đang họp công khai, không có gì để mở lại.")
ITEM_WITHDRAWN = declare("agenda.item_withdrawn", 409, "Nội dung “{title}” đã được rút khỏi chương trình.")
SAME_ITEM = declare("agenda.same_item", 409, "Phiên họp đang ở nội dung này.")
BAD_SLUG = declare("agenda.bad_slug", 400, "Mã phiên họp “{slug}” chỉ được gồm chữ thường không dấu, số và gạch nối.")
SLUG_TAKEN = declare("agenda.slug_taken", 409, "Đã có phiên họp mang mã “{slug}”.")
BAD_TIMES = declare("agenda.bad_times", 400, "Giờ kết thúc phải sau giờ bắt đầu.")
NO_TITLE = declare("agenda.no_title", 400, "Tiêu đề không được để trống.")
BAD_ROLE = declare("agenda.bad_role", 400, "Không có vai trò “{role}”.")
BAD_POSITION = declare("agenda.bad_position", 400, "Thứ tự của nội dung phải từ 1 trở lên.")
BAD_MINUTES = declare("agenda.bad_minutes", 400, "Thời lượng phải là số phút không âm.")
ONE_VOTE_EACH = declare("agenda.one_vote_each", 400, "Mỗi ghế có đúng một phiếu: trọng số phải là 1.")
GUEST_VOTES = declare("agenda.guest_votes", 400, "Khách mời không có quyền biểu quyết.")
PERSON_SEATED = declare("agenda.person_seated", 409, "{name} đã có ghế trong phiên họp này.")
SEAT_TAKEN = declare("agenda.seat_taken", 409, "Ghế {label} đã xếp cho {name}.")
ONE_HEAD = declare("agenda.one_head", 409, "Phiên họp đã có người đứng đầu cơ quan.")
HEAD_VOTES = declare("agenda.head_votes", 400, "Người đứng đầu cơ quan phải có quyền biểu quyết.")
POSITION_TAKEN = declare("agenda.position_taken", 409, "Thứ tự {position} đã có nội dung khác.")
UNKNOWN_PRESET = declare("agenda.unknown_preset", 400, "Không có bộ quy tắc “{preset}”.")

DEEPEST = 2
"""The most levels below a main item: an item under an item under an item."""

SLIP = timedelta(seconds=15)  # the console offers the undo for ten seconds

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def check_planned(state: MeetingState) -> None:
    """Raise Refused once the meeting has begun, or while it waits for the chair's answer."""
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if state not in CHANGEABLE:
        raise Refused(NOT_PLANNED)


def check_draft(state: MeetingState) -> None:
    """Raise Refused unless the meeting is a draft."""
    check_planned(state)
    if state != MeetingState.DRAFT:
        raise Refused(NOT_DRAFT)


def check_seen(version: int, seen: int, title: str) -> None:
    """Raise Refused when the row has changed since the user saw it, so that nobody overwrites an unread text."""
    if version != seen:
        raise Refused(CHANGED_MEANWHILE, title=title)


def shown(*values: object) -> str:
    """Return a stamp of what a form showed of a row without a version; the form sends it back."""
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()[:16]


def check_shown(stands: str, seen: str, title: str) -> None:
    """Do the same as `check_seen`, with the stamp of `shown`. Without a stamp nothing is accepted."""
    if stands != seen:
        raise Refused(CHANGED_MEANWHILE, title=title)


def moved(order: Sequence[int], which: int, place: int) -> list[int]:
    """Return the order with `which` moved to `place` (1 is first). Raises Refused for a place outside the list."""
    if not 1 <= place <= len(order):
        raise Refused(BAD_PLACE, place=place)
    rest = [each for each in order if each != which]
    return [*rest[: place - 1], which, *rest[place - 1 :]]


def check_stands(state: MeetingState) -> None:
    """Raise Refused for a withdrawn plan."""
    if state == MeetingState.WITHDRAWN:
        raise Refused(WITHDRAWN)


def check_amendable(state: MeetingState, *, signed: bool) -> None:
    """Raise Refused when the meeting's record may no longer change.

    From the first signature on nothing changes, so that all signers sign the same text. A submitted draft waits for the
    chair's answer.
    """
    check_stands(state)
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if signed:
        raise Refused(RECORD_CLOSED)


def check_not_over(state: MeetingState) -> None:
    """Raise Refused when the meeting has ended, was withdrawn, or waits for the chair's answer."""
    check_stands(state)
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if state == MeetingState.ENDED:
        raise Refused(NOT_RUNNING)


def check_awaited(state: MeetingState) -> None:
    """Raise Refused unless a meeting or its next sitting is about to begin."""
    if state != MeetingState.PAUSED:
        check_planned(state)


def check_may_start(state: MeetingState, items: int) -> None:
    """Raise Refused unless the meeting is planned and has items."""
    check_stands(state)
    if state != MeetingState.PLANNED:
        raise Refused(ALREADY_STARTED)
    if items == 0:
        raise Refused(NO_ITEMS)


def check_running(state: MeetingState) -> None:
    """Raise Refused unless the meeting is in session."""
    if state == MeetingState.PAUSED:
        raise Refused(PAUSED)
    if state != MeetingState.RUNNING:
        raise Refused(NOT_RUNNING)


def check_live(state: MeetingState) -> None:
    """Raise Refused unless the meeting has begun and is not over: in session or paused."""
    if state not in LIVE:
        raise Refused(NOT_RUNNING)


def check_may_take_back_end(state: MeetingState, reason: str) -> None:
    """Raise Refused unless the meeting has ended and there is a reason, which the minutes print."""
    check_stands(state)
    if state != MeetingState.ENDED:
        raise Refused(NOT_ENDED)
    if not reason:
        raise Refused(NO_REASON)


def check_newest(version: int, written_on: int) -> None:
    """Raise Refused unless the text replaces the version that its writer had read."""
    if version != written_on:
        raise Refused(CONCLUSION_CHANGED)


def check_may_close_doors(*, closed: bool) -> None:
    """Raise Refused when the doors are closed already."""
    if closed:
        raise Refused(DOORS_CLOSED)


def check_may_open_doors(*, closed: bool) -> None:
    """Raise Refused when the doors are open already."""
    if not closed:
        raise Refused(DOORS_OPEN)


def check_may_turn(current: int | None, wanted: int) -> None:
    """Raise Refused when the meeting is at this item already."""
    if current == wanted:
        raise Refused(SAME_ITEM)


def check_on_agenda(state: ItemState, title: str) -> None:
    """Raise Refused for an item that the room has withdrawn."""
    if state == ItemState.WITHDRAWN:
        raise Refused(ITEM_WITHDRAWN, title=title)


def is_slip(turned_at: datetime, now: datetime) -> bool:
    """Return whether turning back now means that the turn was a mistake: at most `SLIP` after it."""
    return timedelta(0) <= now - turned_at <= SLIP  # a clock that was set back proves nothing


def check_meeting(slug: str, title: str, starts_at: datetime, ends_at: datetime) -> None:
    """Raise Refused for a heading with a bad slug, no title, or impossible times."""
    if not _SLUG.fullmatch(slug):
        raise Refused(BAD_SLUG, slug=slug)
    if not title:
        raise Refused(NO_TITLE)
    if ends_at <= starts_at:
        raise Refused(BAD_TIMES)


def check_position(position: int) -> None:
    """Raise Refused for a negative place on the agenda; 0 is the end."""
    if position < 0:
        raise Refused(BAD_POSITION)


def check_item(title: str, minutes: int, level: int) -> None:
    """Raise Refused for an item with a bad level, no title, or negative minutes."""
    if not 0 <= level <= DEEPEST:
        raise Refused(BAD_LEVEL, deepest=DEEPEST)
    if not title:
        raise Refused(NO_TITLE)
    if minutes < 0:
        raise Refused(BAD_MINUTES)


def check_seat(role: Role, weight: int, *, votes: bool, label: str, others: list[tuple[Role, str, str]]) -> None:
    """Raise Refused for an invalid role, weight, vote or place. `others`: (role, label, name) of each seat.

    A guest may speak and has no vote: otherwise the total would be larger than the body. Several seats may preside.
    """
    if role not in SEAT_ROLES:
        raise Refused(BAD_ROLE, role=role)
    if weight != 1:  # councils count heads; a weight that the tally ignores would give a wrong verdict
        raise Refused(ONE_VOTE_EACH)
    if role == Role.GUEST and votes:
        raise Refused(GUEST_VOTES)
    check_label(label, [(taken, name) for _, taken, name in others])


def check_label(label: str, others: list[tuple[str, str]]) -> None:
    """Raise Refused when another seat has this place, in any case of letters. `others`: (label, name) of each seat."""
    for taken, name in others:
        if label and taken.casefold() == label.casefold():
            raise Refused(SEAT_TAKEN, label=label, name=name)


def is_secretary_only(role: Role, *, votes: bool) -> bool:
    """Return whether a seat only writes and does not vote: it comes after the others."""
    return role == Role.CLERK and not votes


def check_begins_as_draft(*, own: bool, draft: bool) -> None:
    """Raise Refused unless a meeting begins as a draft: a planner's `own` meeting must, and so must any meeting whose
    chair has to approve it.
    """
    if own and not draft:
        raise Refused(DRAFT_FIRST)


def check_head(*, votes: bool, another: bool) -> None:
    """Raise Refused unless the head votes and is the only one: equal votes follow them (Law 72/2025/QH15, Art.
    40.3)."""
    if not votes:
        raise Refused(HEAD_VOTES)
    if another:
        raise Refused(ONE_HEAD)
