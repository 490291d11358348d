"""What happens to a meeting, its items and its seats."""

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
    """In the office's book: from now on there is a meeting with a book of its own."""

    meeting_id: int
    slug: str


@event("agenda.meeting_created", _l("Ghi phiên họp"))
class MeetingCreated(Event, frozen=True, kw_only=True):
    """A meeting is planned. `preset` names the law edition's body (`hdnd`, `ubnd`, …), `pack` its edition.

    `member_word` is what that edition calls one who votes, `paper_form` the form of the minutes (`state` or `party`):
    the minutes are proven without the office's editions. `draft`: its makers alone see it until it is published.
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
    """Everybody invited sees the meeting from now on."""


@event("agenda.approval_required", _l("Đổi yêu cầu duyệt trước khi phát hành"))
class ApprovalRequired(Event, frozen=True, kw_only=True):
    """In the office's book: whether a meeting is published only with its chair's approval."""

    required: bool


@event("agenda.meeting_submitted", _l("Trình duyệt phiên họp"))
class MeetingSubmitted(Event, frozen=True, kw_only=True):
    """The draft waits for its chair, who sees it from now on; `submission`: which one it is, from 1."""

    submission: int


@event("agenda.submission_recalled", _l("Rút lại bản đã trình"))
class SubmissionRecalled(Event, frozen=True, kw_only=True):
    """Its makers took it back to change it."""


@event("agenda.meeting_approved", _l("Duyệt phiên họp"))
class MeetingApproved(Event, frozen=True, kw_only=True):
    """The chair has approved that submission; the publication follows at once."""

    submission: int


@event("agenda.meeting_returned", _l("Trả lại bản đã trình"))
class MeetingReturned(Event, frozen=True, kw_only=True):
    """The chair wants it changed, as they say in `words`."""

    words: str


@event("agenda.meeting_republished", _l("Phát hành lại"))
class MeetingRepublished(Event, frozen=True, kw_only=True):
    """What was changed since the last publication is told to everybody who has a seat; 1 is the first such telling."""

    number: int
    reworded: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.reworded


@event("agenda.changes_submitted", _l("Trình duyệt thay đổi"))
class ChangesSubmitted(Event, frozen=True, kw_only=True):
    """So many changes (`count`) of a published meeting wait for its chair; `submission`: which one it is, from 1."""

    submission: int
    count: int


@event("agenda.changes_approved", _l("Duyệt thay đổi"))
class ChangesApproved(Event, frozen=True, kw_only=True):
    """The chair has approved that submission; everybody is told by what follows at once."""

    submission: int


@event("agenda.changes_returned", _l("Trả lại thay đổi đã trình"))
class ChangesReturned(Event, frozen=True, kw_only=True):
    """The chair wants them otherwise, as they say in `words`."""

    words: str


@event("agenda.changes_seen", _l("Đã xem thay đổi"))
class ChangesSeen(Event, frozen=True, kw_only=True):
    """Somebody has read what was told by that publication."""

    aside = True
    seat_id: int
    number: int


@event("agenda.meeting_changed", _l("Sửa phiên họp"))
class MeetingChanged(Event, frozen=True, kw_only=True):
    """The heading of a meeting that has not begun: its names, place and times."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    starts_at: str
    ends_at: str


@event("agenda.heading_corrected", _l("Sửa phần đầu biên bản"))
class HeadingCorrected(Event, frozen=True, kw_only=True):
    """What the minutes say of the meeting itself was put right, before anybody signed them."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str


@event("agenda.meeting_withdrawn", _l("Rút phiên họp"))
class MeetingWithdrawn(Event, frozen=True, kw_only=True):
    """The plan was taken back before the meeting began, because another has taken its place."""


@event("agenda.item_added", _l("Thêm nội dung vào chương trình"))
class ItemAdded(Event, frozen=True, kw_only=True):
    """An item at `position` (1 is first). `internal`: guests and the hall know nothing of it.

    `start`: when it is planned to begin, on a wall clock (`08:30`); empty when nobody has said. `sitting_id`: in which
    planned sitting, None in none.
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
    """What an item says from now on."""

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
    """The plan has a sitting of this title, from one stamp to the other; what happens is told by pauses."""

    sitting_id: int
    title: str
    starts_at: str
    ends_at: str


@event("agenda.planned_sitting_changed", _l("Sửa buổi họp trong kế hoạch"))
class PlannedSittingChanged(Event, frozen=True, kw_only=True):
    """What the plan says of a sitting from now on."""

    sitting_id: int
    title: str
    starts_at: str
    ends_at: str


@event("agenda.planned_sitting_removed", _l("Bỏ buổi họp khỏi kế hoạch"))
class PlannedSittingRemoved(Event, frozen=True, kw_only=True):
    """The plan has that sitting no more; its items stay on the agenda and belong to none."""

    sitting_id: int


@event("agenda.item_moved", _l("Xếp lại chương trình"))
class ItemMoved(Event, frozen=True, kw_only=True):
    """An item was put at place `position` (1 is first); the others close up and are numbered from 1."""

    item_id: int
    position: int


@event("agenda.item_removed", _l("Bỏ nội dung khỏi chương trình"))
class ItemRemoved(Event, frozen=True, kw_only=True):
    """An item was taken off the agenda before the meeting; the others are numbered from 1."""

    item_id: int


@event("agenda.item_withdrawn", _l("Rút nội dung theo biểu quyết"))
class ItemWithdrawn(Event, frozen=True, kw_only=True):
    """The room took an item off the agenda in session. It keeps its number and its place in the minutes."""

    item_id: int


@event("agenda.seat_added", _l("Xếp chỗ cho người dự"))
class SeatAdded(Event, frozen=True, kw_only=True):
    """A person's place in this meeting, with the name and title as they stand on that day.

    `head`: the head of the body itself, whose side equal votes follow (Law 72/2025/QH15, Art. 40.3).
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
    """What a person is in this meeting from now on. `displaced`: seats that preside by it, or no more."""

    seat_id: int
    role: Role
    votes: bool
    label: str
    head: bool
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        """They may look through another view now."""
        return (self.seat_id, *self.displaced)


@event("agenda.seat_moved", _l("Xếp lại thứ tự người dự"))
class SeatMoved(Event, frozen=True, kw_only=True):
    """A seat was put at place `position` of the order of protocol (1 is first); the others are numbered from 1.

    `displaced`: seats that preside by it, or no more.
    """

    seat_id: int
    position: int
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.seat_removed", _l("Bỏ người dự"))
class SeatRemoved(Event, frozen=True, kw_only=True):
    """A person is not invited after all; the other seats are numbered from 1. `displaced`: who presides by it."""

    seat_id: int
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        """They look no more."""
        return (self.seat_id, *self.displaced)


@event("agenda.mandate_changed", _l("Ghi tạm đình chỉ hoặc khuyết đại biểu"))
class MandateChanged(Event, frozen=True, kw_only=True):
    """From now on somebody with a vote is in office, suspended, or holds the place no more, as a paper says.

    `number`, `dated` (ISO day, or empty), `reason`: of that paper. `counted`: whether they are still one of the total
    (N), by `article` of law, empty when no text of law says so; `grade`: how surely the edition knows it.
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
    """How the places of the room stand from now on."""

    seating: Seating


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A seat and the name of its place in the room; empty: none."""

    seat_id: int
    label: str


@event("agenda.seats_placed", _l("Xếp chỗ ngồi"))
class SeatsPlaced(Event, frozen=True, kw_only=True):
    """Each of these people sits at another place of the room than before, or at none."""

    places: tuple[Placed, ...]

    def concerns(self) -> tuple[int, ...]:
        return tuple(each.seat_id for each in self.places)


@event("agenda.meeting_started", _l("Khai mạc phiên họp"))
class MeetingStarted(Event, frozen=True, kw_only=True):
    """The chair has opened the meeting. `quorum`: the rule of that day, by which it is judged for good."""

    quorum: QuorumTerms
    remote: RemoteTerms | None = None
    reworded: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.reworded


@event("agenda.item_opened", _l("Chuyển nội dung"))
class ItemOpened(Event, frozen=True, kw_only=True):
    """The meeting has turned to this item; the one before it, if any, is closed by it.

    `taken_back`: the one before had just been turned to by mistake. It counts as not begun, this one as not left.
    """

    item_id: int
    closed_item_id: int | None
    taken_back: bool = False


@event("agenda.conclusion_recorded", _l("Ghi diễn biến, kết luận"))
class ConclusionRecorded(Event, frozen=True, kw_only=True):
    """What the secretary wrote down under an item: its course, opinions, conclusion. The last text counts.

    `version` is its number, 1 for the first text of an item.
    """

    item_id: int
    text: str
    version: int


@event("agenda.meeting_ended", _l("Bế mạc phiên họp"))
class MeetingEnded(Event, frozen=True, kw_only=True):
    """The chair has closed the meeting; the open item is closed by it. `displaced`: seats that see another view."""

    closed_item_id: int | None
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.end_taken_back", _l("Mở lại phiên họp đã bế mạc nhầm"))
class EndTakenBack(Event, frozen=True, kw_only=True):
    """The meeting had been ended by mistake and goes on at item `item_id`, which counts as never closed by that end.

    `displaced`: seats that had the chair's view by that end, and have it no more.
    """

    item_id: int | None
    reason: str
    displaced: tuple[int, ...] = ()

    def displaces(self) -> tuple[int, ...]:
        return self.displaced


@event("agenda.meeting_paused", _l("Tạm nghỉ"))
class MeetingPaused(Event, frozen=True, kw_only=True):
    """The meeting rests until the stamp `until` (empty: not said). The item `item_id` is left for as long.

    `left`: the seats whose people were in the room, when all leave it; nobody when the same sitting goes on afterwards.
    """

    cause: PauseKind
    until: str
    item_id: int | None
    left: list[int]

    def concerns(self) -> tuple[int, ...]:
        return tuple(self.left)


@event("agenda.meeting_resumed", _l("Họp tiếp"))
class MeetingResumed(Event, frozen=True, kw_only=True):
    """The meeting goes on at the item at which it rested; after a pause that all left for, with another sitting."""

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
    """From now on this seat presides, and `before` no more. The head of the body is who they were."""

    aside = True
    seat_id: int
    before: int | None

    def displaces(self) -> tuple[int, ...]:
        """Both look through another view now."""
        return (self.seat_id,) if self.before is None else (self.seat_id, self.before)


@event("agenda.doors_closed", _l("Bắt đầu họp kín"))
class DoorsClosed(Event, frozen=True, kw_only=True):
    """The meeting goes on behind closed doors, at this item: guests and the hall are shown nothing of it."""

    item_id: int


@event("agenda.doors_opened", _l("Thôi họp kín"))
class DoorsOpened(Event, frozen=True, kw_only=True):
    """Guests and the hall follow the meeting again, from this item on.

    `salt` (`new_salt`): what happened behind the doors is not to be found by trying what leads to a later hash.
    """

    item_id: int
    salt: str = ""


PLAN_EVENTS = (MeetingCreated, MeetingPublished, MeetingChanged, MeetingWithdrawn, HeadingCorrected)
"""They change what is planned: its names and times."""
APPROVAL_EVENTS = (MeetingSubmitted, SubmissionRecalled, MeetingApproved, MeetingReturned)
"""They change who waits for whom, before anybody invited knows of it."""
NEWS_EVENTS = (MeetingRepublished, ChangesSeen)
"""They change what is told of changes, and who has read it."""
PAUSE_EVENTS = (MeetingPaused, MeetingResumed)
"""They change whether the meeting rests, and who is in the room."""
STAGE_EVENTS = (MeetingStarted, *PAUSE_EVENTS, MeetingEnded, EndTakenBack)
"""They change whether the meeting is planned, running, at rest or ended."""
DOOR_EVENTS = (DoorsClosed, DoorsOpened)
"""They change what guests and the hall are shown at all."""
SITTING_EVENTS = (SittingPlanned, PlannedSittingChanged, PlannedSittingRemoved)
"""They change which sittings are planned."""
ORDER_EVENTS = (ItemAdded, ItemChanged, ItemMoved, ItemRemoved, ItemWithdrawn, *SITTING_EVENTS)
"""They change which items there are, in which order, and in which planned sitting."""
SEAT_EVENTS = (SeatAdded, SeatChanged, SeatMoved, SeatRemoved, SeatsPlaced, MandateChanged)
"""They change who has a place, and who is in office."""
