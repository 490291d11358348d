"""Rules of voting: pure decisions. The law edition decides which majority is needed and whether it was reached."""

from enum import StrEnum

from meeting.kernel.refusals import Refused, declare
from meeting.law.rules import Choice, Counts


class MotionState(StrEnum):
    """The state of a question. A closed vote is counted; its result is announced afterwards."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class MotionForm(StrEnum):
    """How a question is voted on: by name on tablets, or by counting raised hands."""

    OPEN = "open"
    HANDS = "hands"


class CountedBy(StrEnum):
    """The method of counting in the room when a vote on tablets cannot continue."""

    HANDS = "hands"
    PAPER = "paper"


class CastBy(StrEnum):
    """How a ballot came into the box."""

    TABLET = "tablet"
    """The person sent it from their own device."""
    HAND = "hand"
    """The secretary wrote down a raised hand."""
    AGREED = "agreed"
    """The secretary wrote it down, and the person agreed on their own device."""


class HeadHand(StrEnum):
    """How the head of the body voted while hands were counted: a choice, no hand, or not asked."""

    FOR = Choice.FOR.value
    AGAINST = Choice.AGAINST.value
    ABSTAIN = Choice.ABSTAIN.value
    NONE = "none"
    UNASKED = ""

    @property
    def choice(self) -> Choice | None:
        """Return the raised choice; None without one."""
        return next((choice for choice in Choice if choice.value == self.value), None)


class RecusedFor(StrEnum):
    """Why a member takes no part in one question."""

    INTEREST = "interest"
    """It concerns their own interest."""
    OWN = "own"
    """They ask not to."""


HANDS = (HeadHand.FOR, HeadHand.AGAINST, HeadHand.ABSTAIN, HeadHand.NONE)
"""The values that may be recorded for the head of the body."""
RUNNING = (MotionState.OPEN, MotionState.CLOSED)
"""States of a question on the floor: opened, and its result not yet announced."""
OVER = (MotionState.ANNOUNCED, MotionState.CANCELLED)


OWN = (CastBy.TABLET, CastBy.AGREED)

NO_TITLE = declare("voting.no_title", 400, "Câu hỏi biểu quyết không được để trống.")
BAD_DECISION = declare("voting.bad_decision", 400, "Bộ quy tắc của phiên họp không có loại quyết định “{decision}”.")
NOT_PREPARED = declare("voting.not_prepared", 409, "Biểu quyết này đã được mở hoặc đã hủy trước đó.")
OTHER_OPEN = declare("voting.other_open", 409, "Đang có biểu quyết khác chưa xong: “{motion}”.")
OTHER_ITEM = declare("voting.other_item", 409, "Biểu quyết này thuộc nội dung khác. Chuyển đến nội dung đó trước.")
NO_VOTERS = declare("voting.no_voters", 409, "Chưa có {member} nào có quyền biểu quyết điểm danh.")
CLOSED = declare(
    "voting.closed", 409, "Biểu quyết đã kết thúc trước khi nhận được lựa chọn. Lựa chọn này KHÔNG được tính."
)
NOT_OPEN = declare("voting.not_open", 409, "Biểu quyết này chưa mở.")
NOT_ON_ROLL = declare("voting.not_on_roll", 403, "Không thuộc danh sách biểu quyết nội dung này.")
EXCLUDED = declare(
    "voting.excluded", 403, "Không tham gia biểu quyết nội dung này theo danh sách đã ghi khi mở biểu quyết."
)
FAR = declare(
    "voting.far",
    403,
    "Người dự từ xa tại điểm cầu không biểu quyết, theo bộ quy định áp dụng cho phiên họp này.",
)
NOT_A_VOTER = declare("voting.not_a_voter", 409, "{name} không có quyền biểu quyết nên không cần ghi.")
RECUSED_ALREADY = declare("voting.recused_already", 409, "{name} đã được ghi không tham gia biểu quyết này.")
REWORDED = declare(
    "voting.reworded",
    409,
    "Câu hỏi biểu quyết này đã được sửa hoặc bỏ sau bản bạn đang xem. Xem lại câu hỏi, hoặc chờ phát hành lại.",
)
NOT_REWORDED = declare(
    "voting.not_reworded",
    409,
    "Câu hỏi vẫn như khi ghi bạn không tham gia, hoặc việc này do thư ký ghi. Muốn tham gia lại: báo thư ký trước khi "
    "biểu quyết được mở.",
)
NOT_RECUSED = declare("voting.not_recused", 409, "{name} đang tham gia biểu quyết này.")
NOT_PRESENT = declare("voting.not_present", 409, "Cần điểm danh trước khi biểu quyết.")
CAME_LATER = declare(
    "voting.came_later",
    409,
    "Điểm danh sau khi mở biểu quyết này nên không biểu quyết nội dung này. Mời biểu quyết từ nội dung tiếp theo.",
)
ELSEWHERE = declare(
    "voting.elsewhere",
    409,
    "Quyền biểu quyết đã chuyển sang một máy khác. Muốn biểu quyết ở đây, bấm “Biểu quyết tại máy này” rồi gửi lại.",
)
OTHER_PERSON = declare(
    "voting.other_person",
    409,
    "Máy này nay do người khác đăng nhập. Lựa chọn của người trước không được gửi.",
)
HAS_OWN_BALLOT = declare(
    "voting.has_own_ballot",
    409,
    "{name} đã tự gửi biểu quyết trên máy nên không ghi thay được. "
    "Muốn đổi, người đó gửi lại trên máy của mình, hoặc thư ký hỏi lại và người đó đồng ý trên máy.",
)
NO_OWN_BALLOT = declare(
    "voting.no_own_ballot", 409, "{name} chưa tự gửi biểu quyết trên máy: ghi thay được ngay, không cần hỏi lại."
)
NOT_ASKED = declare("voting.not_asked", 409, "Đề nghị này không còn: thư ký đã đổi hoặc đã có câu trả lời.")
BY_HANDS = declare("voting.by_hands", 409, "Nội dung này biểu quyết bằng giơ tay, thư ký đếm.")
SWITCHED = declare(
    "voting.switched",
    409,
    "Biểu quyết này đã chuyển sang đếm trong phòng. Lựa chọn trên máy KHÔNG được tính: mời biểu quyết lại trong phòng.",
)
ALREADY_BY_HANDS = declare(
    "voting.already_by_hands", 409, "Nội dung này đang đếm trong phòng, không còn biểu quyết trên máy để chuyển."
)
AGENDA_CHANGED = declare(
    "voting.agenda_changed",
    409,
    "Chương trình đã thay đổi từ khi có đề nghị này, số thứ tự trong câu hỏi không còn đúng. Hãy bỏ và đề nghị lại.",
)
NOT_BY_HANDS = declare("voting.not_by_hands", 409, "Nội dung này biểu quyết trên máy, không nhập số đếm.")
NOT_COUNTED = declare("voting.not_counted", 409, "Chưa nhập số đếm giơ tay.")
BAD_COUNT = declare("voting.bad_count", 400, "Tổng số đếm ({counted}) phải từ 1 đến số người có mặt ({present}).")
HEAD_ASKED = declare(
    "voting.head_asked",
    409,
    "Biểu quyết ngang nhau: cần ghi {head} (người đứng đầu cơ quan) đã biểu quyết thế nào.",
)
BAD_HEAD = declare(
    "voting.bad_head", 400, "Ý kiến ghi cho người đứng đầu cơ quan không khớp với số đếm hoặc với danh sách có mặt."
)
SOME_MISSING = declare(
    "voting.some_missing", 409, "Còn {missing} người có mặt chưa biểu quyết. Xác nhận để vẫn kết thúc."
)
WAIVE_BEFORE_OR_AFTER = declare(
    "voting.waive_before_or_after", 409, "Chỉ ghi lý do trước khi mở biểu quyết hoặc sau khi kết thúc biểu quyết."
)
NOT_CLOSED = declare("voting.not_closed", 409, "Biểu quyết chưa kết thúc.")
RULING_NEEDED = declare(
    "voting.ruling_needed", 409, "Số phiếu ngang nhau: cần {chair} xác định căn cứ trước khi công bố."
)
NO_RULING_NEEDED = declare("voting.no_ruling_needed", 409, "Kết quả đã rõ theo luật, không cần {chair} xác định.")
NO_REASON = declare("voting.no_reason", 400, "Cần ghi lý do.")
JOURNAL_BROKEN = declare(
    "voting.journal_broken",
    409,
    "Nhật ký đã bị thay đổi từ bản ghi số {seq} ({reason}) nên không kiểm phiếu được. "
    "Hủy biểu quyết này, báo quản trị và biểu quyết lại.",
)
BOX_DIFFERS = declare(
    "voting.box_differs",
    409,
    "CẢNH BÁO: số liệu biểu quyết “{motion}” lưu trên máy chủ khác nhật ký nên chưa công bố được. "
    "Bấm “Đối chiếu, khôi phục từ nhật ký”, rồi báo quản trị.",
)
GROUND_DIFFERS = declare(
    "voting.ground_differs",
    409,
    "CẢNH BÁO: danh sách biểu quyết, số có mặt hoặc căn cứ của “{motion}” lưu trên máy chủ khác nhật ký "
    "nên chưa biểu quyết được. Mở “Danh sách biểu quyết” của nội dung này, bấm “Đối chiếu, khôi phục từ nhật ký”, "
    "rồi báo quản trị.",
)
NOTHING_TO_RESTORE = declare(
    "voting.nothing_to_restore", 409, "Số liệu biểu quyết khớp với nhật ký, không cần khôi phục."
)
NO_AGENDA_CHANGE = declare(
    "voting.no_agenda_change", 409, "Biểu quyết này không phải là đề nghị thay đổi chương trình, không rút lại được."
)
FINISHED = declare("voting.finished", 409, "Kết quả đã công bố hoặc biểu quyết đã hủy.")


def check_prepared(title: str) -> None:
    """Raise Refused for a question without a title."""
    if not title:
        raise Refused(NO_TITLE)


def check_not_put(state: MotionState) -> None:
    """Raise Refused unless the question is only prepared."""
    if state != MotionState.PREPARED:
        raise Refused(NOT_PREPARED)


def check_may_open(state: MotionState, *, current_item: bool, present: int, unfinished: str | None) -> None:
    """Raise Refused unless it is the only vote, on the present item, with somebody present to vote."""
    check_not_put(state)
    if unfinished is not None:
        raise Refused(OTHER_OPEN, motion=unfinished)
    if not current_item:
        raise Refused(OTHER_ITEM)
    if present == 0:
        raise Refused(NO_VOTERS)


def check_may_switch(state: MotionState, form: MotionForm, reason: str) -> None:
    """Raise Refused unless ballots are being cast on tablets and a reason is given."""
    check_open(state)
    if form == MotionForm.HANDS:
        raise Refused(ALREADY_BY_HANDS)
    if not reason:
        raise Refused(NO_REASON)


def check_may_cast(
    state: MotionState,
    form: MotionForm,
    *,
    on_roll: bool,
    able: bool,
    present: bool,
    switched: bool = False,
    excluded: bool = False,
    far: bool = False,
) -> None:
    """Raise Refused unless the box is open, and a person on the roll was present at the opening and is present now.

    Nobody votes for another, and a person who arrives during a vote votes in the next one. `switched`: votes are now
    counted in the room. `excluded`: they count in the total, and take no part. `far`: they are at a point from which
    nobody votes, at the opening or since then.
    """
    if state == MotionState.PREPARED:
        raise Refused(NOT_OPEN)
    if state != MotionState.OPEN:
        raise Refused(CLOSED)
    if form == MotionForm.HANDS:
        raise Refused(SWITCHED if switched else BY_HANDS)
    if not on_roll:
        raise Refused(NOT_ON_ROLL)
    if far:
        raise Refused(FAR)
    if excluded:
        raise Refused(EXCLUDED)
    if not present:
        raise Refused(NOT_PRESENT)
    if not able:
        raise Refused(CAME_LATER)


def is_own(how: CastBy | None) -> bool:
    """Return whether a ballot is the person's own act on their device: sent there, or agreed to there."""
    return how in OWN


def check_hands(state: MotionState, form: MotionForm, numbers: tuple[int, int, int], present: int) -> None:
    """Raise Refused unless a vote by hands is open and the hands (for, against, abstaining) are at most `present`."""
    check_counting(state, form)
    if min(numbers) < 0 or not 0 < sum(numbers) <= present:
        raise Refused(BAD_COUNT, counted=sum(numbers), present=present)


def check_counting(state: MotionState, form: MotionForm) -> None:
    """Raise Refused unless a vote by hands is open."""
    if form != MotionForm.HANDS:
        raise Refused(NOT_BY_HANDS)
    if state != MotionState.OPEN:
        raise Refused(CLOSED if state != MotionState.PREPARED else NOT_OPEN)


def check_head(hand: HeadHand, counts: Counts, present: int, head: str | None, *, matters: bool) -> None:
    """Raise Refused when the head's hand decides equal votes and is not recorded, was not among the counted hands,
    or is given though the head is absent.

    `head`: the name of the head in the room; None when absent.
    """
    if hand == HeadHand.UNASKED:
        if matters and head is not None and counts.votes_for == counts.votes_against > 0:
            raise Refused(HEAD_ASKED, head=head)
        return
    if head is None or hands_like(hand, counts, present) < 1:
        raise Refused(BAD_HEAD)


def hands_like(hand: HeadHand, counts: Counts, present: int) -> int:
    """Return how many present people did the same as the head."""
    return counts.of(hand.choice) if hand.choice is not None else present - counts.cast


def check_open(state: MotionState) -> None:
    """Raise Refused unless the box is open."""
    if state != MotionState.OPEN:
        raise Refused(CLOSED if state != MotionState.PREPARED else NOT_OPEN)


def check_may_close(state: MotionState, *, missing: int, accepted: int, counted: bool) -> None:
    """Raise Refused when more people have not voted than the operator has accepted, or when no hands were counted."""
    if state != MotionState.OPEN:
        raise Refused(CLOSED if state != MotionState.PREPARED else NOT_OPEN)
    if not counted:
        raise Refused(NOT_COUNTED)
    if missing > accepted:
        raise Refused(SOME_MISSING, missing=missing)


def check_may_be_waived(state: MotionState) -> None:
    """Raise Refused unless the vote is not yet open or already closed: in between nobody knows who will stay."""
    if state in OVER:
        raise Refused(FINISHED)
    if state == MotionState.OPEN:
        raise Refused(WAIVE_BEFORE_OR_AFTER)


def check_closed(state: MotionState) -> None:
    """Raise Refused unless the box is closed and the result not announced."""
    if state in OVER:
        raise Refused(FINISHED)
    if state != MotionState.CLOSED:
        raise Refused(NOT_CLOSED)


def check_may_cancel(state: MotionState, reason: str) -> None:
    """Raise Refused without a reason, or when the result was announced."""
    if state in OVER:
        raise Refused(FINISHED)
    if state == MotionState.PREPARED:
        raise Refused(NOT_OPEN)
    if not reason:
        raise Refused(NO_REASON)
