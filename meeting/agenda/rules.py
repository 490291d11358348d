"""Rules about meetings, items and seats: pure decisions."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role


class MeetingState(StrEnum):
    """How far a meeting has come. A draft is seen by its makers only, a planned one by everybody invited.

    One that was submitted waits for the chair, who sees it too. A paused one has begun and rests. A withdrawn one is a
    plan that was taken back, or that another took the place of.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ItemState(StrEnum):
    """Whether the meeting was not yet at an item, is at it, or has been; or the room took it off the agenda."""

    UPCOMING = "upcoming"
    NOW = "now"
    DONE = "done"
    WITHDRAWN = "item-withdrawn"


class ItemForm(StrEnum):
    """What is done under an item."""

    CEREMONY = "ceremony"
    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    QUESTIONING = "questioning"
    VOTE = "vote"
    HANDS = "hands"
    CONCLUSION = "conclusion"
    OTHER = "other"


class Mandate(StrEnum):
    """Whether somebody with a vote is in office: one whose mandate is suspended, or is no more, has no ballot."""

    HELD = "held"
    SUSPENDED = "suspended"
    VACANT = "vacant"


BEFORE = (MeetingState.DRAFT, MeetingState.SUBMITTED, MeetingState.PLANNED)
"""It has not begun."""
UNSEEN = (MeetingState.DRAFT, MeetingState.SUBMITTED)
"""Who is invited does not know of it yet."""
CHANGEABLE = (MeetingState.DRAFT, MeetingState.PLANNED)
"""Its makers may change it: what was submitted stands still until the chair has answered."""
LIVE = (MeetingState.RUNNING, MeetingState.PAUSED)
"""It has begun and is not over."""
OVER = (MeetingState.ENDED, MeetingState.WITHDRAWN)
SEAT_ROLES = (Role.CHAIR, Role.CLERK, Role.MEMBER, Role.GUEST)
"""What a seat makes of its person."""

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
WITHDRAWN = declare("agenda.withdrawn", 409, "Phiên họp này đã được thay bằng bản khác. Mời mở lại trang Hôm nay.")
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
"""An item under an item under an item."""

SLIP = timedelta(seconds=15)  # the console offers to take a turn back for ten

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def check_planned(state: MeetingState) -> None:
    """The meeting has not begun, and waits for no answer: its frame may be changed."""
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if state not in CHANGEABLE:
        raise Refused(NOT_PLANNED)


def check_draft(state: MeetingState) -> None:
    """Nobody but its makers has seen the meeting."""
    check_planned(state)
    if state != MeetingState.DRAFT:
        raise Refused(NOT_DRAFT)


def check_seen(version: int, seen: int, title: str) -> None:
    """What somebody changes is what they saw: of two editors at once the second sees what the first wrote."""
    if version != seen:
        raise Refused(CHANGED_MEANWHILE, title=title)


def shown(*values: object) -> str:
    """What a form showed of a row without a version of its own: it is sent back with what was typed."""
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()[:16]


def check_shown(stands: str, seen: str, title: str) -> None:
    """Do the same as `check_seen`, with the stamp of `shown`. Without a stamp nothing is accepted."""
    if stands != seen:
        raise Refused(CHANGED_MEANWHILE, title=title)


def moved(order: Sequence[int], which: int, place: int) -> list[int]:
    """The order in which `which` stands at `place` (1 is first) and the others keep theirs; Refused for no place."""
    if not 1 <= place <= len(order):
        raise Refused(BAD_PLACE, place=place)
    rest = [each for each in order if each != which]
    return [*rest[: place - 1], which, *rest[place - 1 :]]


def check_stands(state: MeetingState) -> None:
    """The plan was not withdrawn."""
    if state == MeetingState.WITHDRAWN:
        raise Refused(WITHDRAWN)


def check_amendable(state: MeetingState, *, signed: bool) -> None:
    """What the minutes tell of this meeting may still be written.

    Who signs later signs what the first one signed: nothing that the minutes tell changes in between. What was
    submitted waits for the chair's answer.
    """
    check_stands(state)
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if signed:
        raise Refused(RECORD_CLOSED)


def check_not_over(state: MeetingState) -> None:
    """There may still be added to the meeting: it was neither ended nor withdrawn, and waits for no answer."""
    check_stands(state)
    if state == MeetingState.SUBMITTED:
        raise Refused(SUBMITTED)
    if state == MeetingState.ENDED:
        raise Refused(NOT_RUNNING)


def check_awaited(state: MeetingState) -> None:
    """People are awaited for a beginning: of the meeting, or of its next sitting."""
    if state != MeetingState.PAUSED:
        check_planned(state)


def check_may_start(state: MeetingState, items: int) -> None:
    """A meeting is started once, and has something to discuss."""
    check_stands(state)
    if state != MeetingState.PLANNED:
        raise Refused(ALREADY_STARTED)
    if items == 0:
        raise Refused(NO_ITEMS)


def check_running(state: MeetingState) -> None:
    """The meeting is in session."""
    if state == MeetingState.PAUSED:
        raise Refused(PAUSED)
    if state != MeetingState.RUNNING:
        raise Refused(NOT_RUNNING)


def check_live(state: MeetingState) -> None:
    """The meeting has begun and is not over: in session, or at rest."""
    if state not in LIVE:
        raise Refused(NOT_RUNNING)


def check_may_take_back_end(state: MeetingState, reason: str) -> None:
    """An end is taken back with a reason, which stands in the minutes."""
    check_stands(state)
    if state != MeetingState.ENDED:
        raise Refused(NOT_ENDED)
    if not reason:
        raise Refused(NO_REASON)


def check_newest(version: int, written_on: int) -> None:
    """A text takes the place of the one that its writer had read, and of no other."""
    if version != written_on:
        raise Refused(CONCLUSION_CHANGED)


def check_may_close_doors(*, closed: bool) -> None:
    """Guests follow the meeting."""
    if closed:
        raise Refused(DOORS_CLOSED)


def check_may_open_doors(*, closed: bool) -> None:
    """There is something to open."""
    if not closed:
        raise Refused(DOORS_OPEN)


def check_may_turn(current: int | None, wanted: int) -> None:
    """The meeting turns to another item than the one it is at."""
    if current == wanted:
        raise Refused(SAME_ITEM)


def check_on_agenda(state: ItemState, title: str) -> None:
    """The room has not taken the item off the agenda."""
    if state == ItemState.WITHDRAWN:
        raise Refused(ITEM_WITHDRAWN, title=title)


def is_slip(turned_at: datetime, now: datetime) -> bool:
    """Whether turning back now says that turning at all was a slip of the finger."""
    return timedelta(0) <= now - turned_at <= SLIP  # a clock that was set back proves nothing


def check_meeting(slug: str, title: str, starts_at: datetime, ends_at: datetime) -> None:
    """The heading of a meeting holds together."""
    if not _SLUG.fullmatch(slug):
        raise Refused(BAD_SLUG, slug=slug)
    if not title:
        raise Refused(NO_TITLE)
    if ends_at <= starts_at:
        raise Refused(BAD_TIMES)


def check_position(position: int) -> None:
    """A place on the agenda; 0 is the end."""
    if position < 0:
        raise Refused(BAD_POSITION)


def check_item(title: str, minutes: int, level: int) -> None:
    """What an item says holds together."""
    if not 0 <= level <= DEEPEST:
        raise Refused(BAD_LEVEL, deepest=DEEPEST)
    if not title:
        raise Refused(NO_TITLE)
    if minutes < 0:
        raise Refused(BAD_MINUTES)


def check_seat(role: Role, weight: int, *, votes: bool, label: str, others: list[tuple[Role, str, str]]) -> None:
    """It is the role of a seat, one sits on one place. `others`: (role, label, name) of each seat. Several may preside.

    A guest may speak and has no vote: one on the roll would make the total larger than the body is.
    """
    if role not in SEAT_ROLES:
        raise Refused(BAD_ROLE, role=role)
    if weight != 1:  # councils and committees count heads; a weight that the tally ignored would be a wrong verdict
        raise Refused(ONE_VOTE_EACH)
    if role == Role.GUEST and votes:
        raise Refused(GUEST_VOTES)
    check_label(label, [(taken, name) for _, taken, name in others])


def check_label(label: str, others: list[tuple[str, str]]) -> None:
    """Two people never have the same place, however it is written. `others`: (label, name) of each seat."""
    for taken, name in others:
        if label and taken.casefold() == label.casefold():
            raise Refused(SEAT_TAKEN, label=label, name=name)


def is_secretary_only(role: Role, *, votes: bool) -> bool:
    """Whether a seat is there to write and not to decide: it stands behind those who do."""
    return role == Role.CLERK and not votes


def check_begins_as_draft(*, own: bool, draft: bool) -> None:
    """Who plans a meeting of their `own`, and is no administrator, shows it to nobody before it can be published;

    nor does anybody where its chair has to approve it.
    """
    if own and not draft:
        raise Refused(DRAFT_FIRST)


def check_head(*, votes: bool, another: bool) -> None:
    """A body has one head, who votes: equal votes follow their side (Law 72/2025/QH15, Art. 40.3)."""
    if not votes:
        raise Refused(HEAD_VOTES)
    if another:
        raise Refused(ONE_HEAD)
