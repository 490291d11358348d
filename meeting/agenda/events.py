"""Events of a meeting, its items and its seats."""

import msgspec

from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.rules import ItemForm, Mandate
from meeting.agenda.seating_rules import Seating
from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role
from meeting.law.edition import PaperForm
from meeting.law.terms import Grade, QuorumTerms, RemoteTerms
from meeting.people.particulars import Particulars


@event("agenda.meeting_planned", _l("Lập phiên họp"))
class MeetingPlanned(Event, frozen=True, kw_only=True):
    """In the office's journal: a meeting was created. It has its own journal."""

    meeting_id: int
    slug: str


@event("agenda.meeting_created", _l("Ghi phiên họp"))
class MeetingCreated(Event, frozen=True, kw_only=True):
    """A meeting was planned. `preset`: the body in the law edition (`hdnd`, `ubnd`, …); `edition`: its id.

    `member_word`: the edition's word for a voter; `paper_form`: the form of the minutes (`state` or `party`). They are
    here so that minutes can be verified without the office's editions. `draft`: only its makers see it until it is
    published.
    """

    slug: str
    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    starts_at: str
    ends_at: str
    preset: str
    edition: str
    member_word: str
    paper_form: PaperForm
    draft: bool = False


@event("agenda.meeting_published", _l("Phát hành phiên họp"))
class MeetingPublished(Event, frozen=True, kw_only=True):
    """The meeting was published: everybody invited sees it from now on."""


@event("agenda.approval_required", _l("Đổi yêu cầu duyệt trước khi phát hành"))
class ApprovalRequired(Event, frozen=True, kw_only=True):
    """In the office's journal: whether meetings are published only with the chair's approval."""

    required: bool


@event("agenda.meeting_submitted", _l("Trình duyệt phiên họp"))
class MeetingSubmitted(Event, frozen=True, kw_only=True):
    """The draft was submitted to its chair, who sees it from now on. `submission`: its number, from 1."""

    submission: int


@event("agenda.submission_recalled", _l("Rút lại bản đã trình"))
class SubmissionRecalled(Event, frozen=True, kw_only=True):
    """The makers took the submission back to change it."""


@event("agenda.meeting_approved", _l("Duyệt phiên họp"))
class MeetingApproved(Event, frozen=True, kw_only=True):
    """The chair approved that submission. The publication follows at once."""

    submission: int


@event("agenda.meeting_returned", _l("Trả lại bản đã trình"))
class MeetingReturned(Event, frozen=True, kw_only=True):
    """The chair returned the draft, with comments in `words`."""

    words: str


@event("agenda.meeting_republished", _l("Phát hành lại"))
class MeetingRepublished(Event, frozen=True, kw_only=True):
    """The changes since the last publication were announced to everybody with a seat; `number` 1 is the first time.

    `reworded`: the seats whose people were recused from a question that was reworded afterwards.
    """

    number: int
    reworded: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.reworded


@event("agenda.changes_submitted", _l("Trình duyệt thay đổi"))
class ChangesSubmitted(Event, frozen=True, kw_only=True):
    """`count` changes of a published meeting were submitted to its chair. `submission`: its number, from 1."""

    submission: int
    count: int


@event("agenda.changes_approved", _l("Duyệt thay đổi"))
class ChangesApproved(Event, frozen=True, kw_only=True):
    """The chair approved these changes. Their announcement follows at once."""

    submission: int


@event("agenda.changes_returned", _l("Trả lại thay đổi đã trình"))
class ChangesReturned(Event, frozen=True, kw_only=True):
    """The chair returned the changes, with comments in `words`."""

    words: str


@event("agenda.changes_seen", _l("Đã xem thay đổi"))
class ChangesSeen(Event, frozen=True, kw_only=True):
    """The seat's person has read the changes of that publication."""

    aside = True
    seat_id: int
    number: int


@event("agenda.meeting_changed", _l("Sửa phiên họp"))
class MeetingChanged(Event, frozen=True, kw_only=True):
    """The heading of a meeting that has not begun was changed: its names, place and times."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    starts_at: str
    ends_at: str


@event("agenda.heading_corrected", _l("Sửa phần đầu biên bản"))
class HeadingCorrected(Event, frozen=True, kw_only=True):
    """The heading in the minutes was corrected, before anybody signed them."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str


@event("agenda.meeting_withdrawn", _l("Rút phiên họp"))
class MeetingWithdrawn(Event, frozen=True, kw_only=True):
    """The plan was withdrawn before the meeting began, because another one has replaced it."""


@event("agenda.item_added", _l("Thêm nội dung vào chương trình"))
class ItemAdded(Event, frozen=True, kw_only=True):
    """An item was added at `position` (1 is first). `internal`: guests and the hall screen do not see it.

    `start`: its planned beginning in Vietnam's time (`08:30`); empty without one. `sitting_id`: its planned sitting, or
    None.
    """

    item_id: int
    position: int
    title: str
    presenter: str
    minutes: int
    form: ItemForm
    text: str
    level: int = 0
    internal: bool = False
    start: str = ""
    sitting_id: int | None = None


@event("agenda.item_changed", _l("Sửa nội dung chương trình"))
class ItemChanged(Event, frozen=True, kw_only=True):
    """An item's text or times were changed."""

    item_id: int
    title: str
    presenter: str
    minutes: int
    form: ItemForm
    text: str
    level: int
    internal: bool = False
    start: str = ""
    sitting_id: int | None = None


@event("agenda.sitting_planned", _l("Thêm buổi họp vào kế hoạch"))
class SittingPlanned(Event, frozen=True, kw_only=True):
    """A sitting was planned with this title, from one stamp to the other. The real sittings follow from the pauses."""

    sitting_id: int
    title: str
    starts_at: str
    ends_at: str


@event("agenda.planned_sitting_changed", _l("Sửa buổi họp trong kế hoạch"))
class PlannedSittingChanged(Event, frozen=True, kw_only=True):
    """A planned sitting was changed."""

    sitting_id: int
    title: str
    starts_at: str
    ends_at: str


@event("agenda.planned_sitting_removed", _l("Bỏ buổi họp khỏi kế hoạch"))
class PlannedSittingRemoved(Event, frozen=True, kw_only=True):
    """A planned sitting was removed. Its items stay on the agenda, without a sitting."""

    sitting_id: int


@event("agenda.item_moved", _l("Xếp lại chương trình"))
class ItemMoved(Event, frozen=True, kw_only=True):
    """An item was moved to `position` (1 is first). The others are renumbered from 1."""

    item_id: int
    position: int


@event("agenda.item_removed", _l("Bỏ nội dung khỏi chương trình"))
class ItemRemoved(Event, frozen=True, kw_only=True):
    """An item was removed before the meeting. The others are renumbered from 1."""

    item_id: int


@event("agenda.item_withdrawn", _l("Rút nội dung theo biểu quyết"))
class ItemWithdrawn(Event, frozen=True, kw_only=True):
    """The room withdrew an item in session. It keeps its number and its place in the minutes."""

    item_id: int


@event("agenda.seat_added", _l("Xếp chỗ cho người dự"))
class SeatAdded(Event, frozen=True, kw_only=True):
    """A person got a seat in this meeting, with their name and title of that day.

    `head`: they are the head of the body, whose side equal votes follow (Law 72/2025/QH15, Art. 40.3).
    """

    seat_id: int
    person_id: int
    role: Role
    votes: bool
    weight: int
    label: str
    position: int
    particulars: Particulars
    head: bool = False


@event("agenda.seat_changed", _l("Sửa chỗ của người dự"))
class SeatChanged(Event, frozen=True, kw_only=True):
    """A seat's role or rights were changed. `displaced`: seats that gain or lose the chair because of it."""

    seat_id: int
    role: Role
    votes: bool
    label: str
    head: bool
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        """Return the seats whose view may change."""
        return (self.seat_id, *self.displaced)


@event("agenda.seat_moved", _l("Xếp lại thứ tự người dự"))
class SeatMoved(Event, frozen=True, kw_only=True):
    """A seat was moved to `position` in the order of protocol (1 is first). The others are renumbered from 1.

    `displaced`: seats that gain or lose the chair because of it.
    """

    seat_id: int
    position: int
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.seat_removed", _l("Bỏ người dự"))
class SeatRemoved(Event, frozen=True, kw_only=True):
    """A seat was removed. The others are renumbered from 1. `displaced`: seats that gain the chair because of it."""

    seat_id: int
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        """Return the removed seat, and others whose view may change."""
        return (self.seat_id, *self.displaced)


@event("agenda.mandate_changed", _l("Ghi tạm đình chỉ hoặc khuyết thành viên"))
class MandateChanged(Event, frozen=True, kw_only=True):
    """A voter's mandate changed: in office, suspended or vacant, by a paper.

    `number`, `dated` (ISO day, or empty), `reason`: of that paper. `counted`: whether they still count in the total
    (N), by this `article` of law, empty when no text of law says so; `grade`: how certain the edition is.
    """

    seat_id: int
    mandate: Mandate
    counted: bool
    number: str
    dated: str
    reason: str
    article: str
    grade: Grade

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("agenda.seating_laid_out", _l("Lập sơ đồ chỗ ngồi"))
class SeatingLaidOut(Event, frozen=True, kw_only=True):
    """The layout of the room's places was set."""

    seating: Seating


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A seat and the name of its place in the room; empty: none."""

    seat_id: int
    label: str


@event("agenda.seats_placed", _l("Xếp chỗ ngồi"))
class SeatsPlaced(Event, frozen=True, kw_only=True):
    """These people now have another place in the room, or none."""

    places: tuple[Placed, ...]

    def concerns(self) -> tuple[int, ...]:
        return tuple(each.seat_id for each in self.places)


@event("agenda.meeting_started", _l("Khai mạc phiên họp"))
class MeetingStarted(Event, frozen=True, kw_only=True):
    """The chair opened the meeting. `quorum`: the rule of that day, which applies to this meeting for good.

    `remote`: the rights at remote points; None in older journals, where they are the same as in the room.
    `reworded`: as in MeetingRepublished, because everybody sees the unpublished changes from now on.
    """

    quorum: QuorumTerms
    remote: RemoteTerms | None = None
    reworded: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.reworded


@event("agenda.item_opened", _l("Chuyển nội dung"))
class ItemOpened(Event, frozen=True, kw_only=True):
    """The meeting turned to this item, which closed the one before it.

    `taken_back`: the item before had been opened by mistake. It counts as not begun, and this one as not left.
    """

    item_id: int
    closed_item_id: int | None
    taken_back: bool = False


@event("agenda.conclusion_recorded", _l("Ghi diễn biến, kết luận"))
class ConclusionRecorded(Event, frozen=True, kw_only=True):
    """The secretary wrote under an item: its course, opinions, conclusion. The last text counts.

    `version`: its number, 1 for the first text of an item.
    """

    item_id: int
    text: str
    version: int


@event("agenda.meeting_ended", _l("Bế mạc phiên họp"))
class MeetingEnded(Event, frozen=True, kw_only=True):
    """The chair ended the meeting, which closed the open item. `displaced`: seats that see another view now."""

    closed_item_id: int | None
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.end_taken_back", _l("Mở lại phiên họp đã bế mạc nhầm"))
class EndTakenBack(Event, frozen=True, kw_only=True):
    """The meeting was ended by mistake and goes on at `item_id`, which counts as not closed by that end.

    `displaced`: seats that had the chair's view after that end and lose it again.
    """

    item_id: int | None
    reason: str
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.meeting_paused", _l("Tạm nghỉ"))
class MeetingPaused(Event, frozen=True, kw_only=True):
    """The meeting paused until the stamp `until` (empty: not announced). The time of item `item_id` stops meanwhile.

    `left`: the seats whose people were in the room, if everybody leaves; empty when the same sitting goes on
    afterwards.
    """

    cause: PauseKind
    until: str
    item_id: int | None
    left: list[int]

    def concerns(self) -> tuple[int, ...]:
        return tuple(self.left)


@event("agenda.meeting_resumed", _l("Họp tiếp"))
class MeetingResumed(Event, frozen=True, kw_only=True):
    """The meeting goes on at the item where it paused. After a pause that ended the sitting, a new sitting begins."""

    item_id: int | None


@event("agenda.wheel_given", _l("Đổi người điều hành"))
class WheelGiven(Event, frozen=True, kw_only=True):
    """From now on only this secretary changes the course of the meeting."""

    aside = True
    seat_id: int


@event("agenda.meeting_led", _l("Điều hành khi chưa được điểm danh"))
class MeetingLed(Event, frozen=True, kw_only=True):
    """This secretary changes the course of a sitting, and the roll does not say that they are present."""

    aside = True
    seat_id: int


@event("agenda.chair_given", _l("Giao việc chủ tọa"))
class ChairGiven(Event, frozen=True, kw_only=True):
    """This seat presides from now on, and `before` no longer does. The head of the body does not change."""

    aside = True
    seat_id: int
    before: int | None

    def displaces(self) -> tuple[int, ...]:
        """Return the two seats whose view may change."""
        return (self.seat_id,) if self.before is None else (self.seat_id, self.before)


@event("agenda.doors_closed", _l("Bắt đầu họp kín"))
class DoorsClosed(Event, frozen=True, kw_only=True):
    """The meeting goes on behind closed doors at this item: guests and the hall screen see nothing of it."""

    item_id: int


@event("agenda.doors_opened", _l("Thôi họp kín"))
class DoorsOpened(Event, frozen=True, kw_only=True):
    """Guests and the hall screen follow the meeting again, from this item on.

    `salt` (`new_salt`): without it, what happened behind the doors could be found by trying later hashes.
    """

    item_id: int
    salt: str = ""


PLAN_EVENTS = (MeetingCreated, MeetingPublished, MeetingChanged, MeetingWithdrawn, HeadingCorrected)
"""Events that change the plan: names and times."""
APPROVAL_EVENTS = (MeetingSubmitted, SubmissionRecalled, MeetingApproved, MeetingReturned)
"""Events about approval, before anybody invited sees the meeting."""
NEWS_EVENTS = (MeetingRepublished, ChangesSeen)
"""Events that change what is announced, and who has read it."""
PAUSE_EVENTS = (MeetingPaused, MeetingResumed)
"""Events that change whether the meeting is paused, and who is in the room."""
STAGE_EVENTS = (MeetingStarted, *PAUSE_EVENTS, MeetingEnded, EndTakenBack)
"""Events that change whether the meeting is planned, running, paused or ended."""
DOOR_EVENTS = (DoorsClosed, DoorsOpened)
"""Events that change what guests and the hall screen may see at all."""
SITTING_EVENTS = (SittingPlanned, PlannedSittingChanged, PlannedSittingRemoved)
"""Events that change the planned sittings."""
ORDER_EVENTS = (ItemAdded, ItemChanged, ItemMoved, ItemRemoved, ItemWithdrawn, *SITTING_EVENTS)
"""Events that change the items, their order, and their planned sittings."""
SEAT_EVENTS = (SeatAdded, SeatChanged, SeatMoved, SeatRemoved, SeatsPlaced, MandateChanged)
"""Events that change who has a seat, and who is in office."""
