"""What happens to motions and ballots.

Together these events are enough to count every vote again from the journal alone: the
roll and the terms are frozen at opening, each ballot names seat and choice, the last
ballot of a seat counts.
"""

from meeting.agenda.steps import Step
from meeting.journal.events import Event, Wait, event
from meeting.kernel.refusals import _l
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Terms
from meeting.voting.excluded import Exclusion
from meeting.voting.rules import CastBy, CountedBy, HeadHand, MotionForm, RecusedFor


@event("voting.motion_prepared", _l("Soạn câu hỏi biểu quyết"))
class MotionPrepared(Event, frozen=True, kw_only=True):
    """A question to be put under an item. `steps`: how it changes the agenda when it is adopted."""

    motion_id: int
    item_id: int
    position: int
    title: str
    decision: str
    form: MotionForm
    steps: tuple[Step, ...] = ()


@event("voting.motion_changed", _l("Sửa câu hỏi biểu quyết"))
class MotionChanged(Event, frozen=True, kw_only=True):
    """How a prepared question reads from now on."""

    motion_id: int
    title: str
    form: MotionForm
    decision: str


@event("voting.motion_removed", _l("Bỏ câu hỏi biểu quyết"))
class MotionRemoved(Event, frozen=True, kw_only=True):
    """A prepared question was taken out: before the meeting, or a change of the agenda that was not put in session."""

    motion_id: int


@event("voting.motion_opened", _l("Mở biểu quyết"))
class MotionOpened(Event, frozen=True, kw_only=True):
    """Voting has begun. `roll` lists the seats that make the total (N), in order.

    `able` are those of them in the room at this moment who vote in it; who arrives later does in the next one.
    `recused`: who is in the room too and takes no part; with them they are `present` in number. `excluded`: everybody
    of the body without a ballot, and why; None in a journal older than that list.
    """

    motion_id: int
    roll: list[int]
    able: list[int]
    present: int
    terms: Terms
    recused: tuple[int, ...] = ()
    excluded: tuple[Exclusion, ...] | None = None


@event("voting.recused", _l("Không tham gia biểu quyết"))
class Recused(Event, frozen=True, kw_only=True):
    """Somebody takes no part in this question, for a reason.

    `counted`: in its total (N) nevertheless, by `article` of law; empty when no text of law says so.
    """

    motion_id: int
    seat_id: int
    cause: RecusedFor
    reason: str
    counted: bool
    article: str
    title: str = ""
    own: bool = False

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.recusal_withdrawn", _l("Tham gia biểu quyết trở lại"))
class RecusalWithdrawn(Event, frozen=True, kw_only=True):
    """They take part in this question after all."""

    motion_id: int
    seat_id: int

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.ballot_cast", _l("Gửi phiếu biểu quyết"))
class BallotCast(Event, frozen=True, kw_only=True):
    """A seat's ballot; a later one of the same seat replaces it.

    A raised hand never replaces what the person sent or agreed to themselves.
    """

    motion_id: int
    seat_id: int
    choice: Choice
    how: CastBy

    def waits(self) -> Wait:
        return Wait.TICK

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)

    def answered(self) -> bool:
        return self.how == CastBy.TABLET


@event("voting.right_moved", _l("Chuyển quyền biểu quyết sang máy khác"))
class RightMoved(Event, frozen=True, kw_only=True):
    """The seat's person votes on another device from now on; the one before is still signed in and is told."""

    seat_id: int

    def waits(self) -> Wait:
        return Wait.TICK

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.hand_proposed", _l("Hỏi ý kiến giơ tay"))
class HandProposed(Event, frozen=True, kw_only=True):
    """The secretary would write down another choice for a seat that has sent its own: its person is asked."""

    motion_id: int
    seat_id: int
    choice: Choice

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.hand_declined", _l("Không nhận ý kiến giơ tay"))
class HandDeclined(Event, frozen=True, kw_only=True):
    """The person does not agree to what the secretary would write down: their own ballot stands."""

    motion_id: int
    seat_id: int

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.motion_switched", _l("Chuyển sang đếm trong phòng"))
class MotionSwitched(Event, frozen=True, kw_only=True):
    """The open vote goes on in the room: its form is `hands` from now on, and what is counted decides.

    `cast`: how many ballots were in the box. They stay in the record and count for nothing.
    """

    motion_id: int
    by: CountedBy
    cast: int
    reason: str


@event("voting.hands_counted", _l("Nhập số giơ tay"))
class HandsCounted(Event, frozen=True, kw_only=True):
    """The secretary's count of raised hands for a motion of form `hands`, `present` of the roll being in the room.

    Of a vote that was switched to papers (`MotionSwitched`) it is the count of these. `recused`: how many of those
    present take no part.
    """

    motion_id: int
    votes_for: int
    votes_against: int
    abstentions: int
    present: int
    head_choice: HeadHand = HeadHand.UNASKED
    recused: int = 0


@event("voting.motion_closed", _l("Kết thúc biểu quyết"))
class MotionClosed(Event, frozen=True, kw_only=True):
    """No more ballots. The tally of what was cast, and how many of the roll were there to cast it.

    By name: of those able to vote, who was in the room at the close or had voted before leaving. Hands: as when they
    were counted.
    `here`: whom the quorum counts, who was in the room to vote until the close (and when hands were counted).
    `recused`: how many of those present took no part.
    `salt` (`new_salt`): figures are few, and a hash that comes after this one must not let anybody try them all.
    """

    motion_id: int
    votes_for: int
    votes_against: int
    abstentions: int
    present: int
    here: int
    salt: str = ""
    recused: int = 0


@event("voting.quorum_waived", _l("Cho biểu quyết khi chưa đủ số người"))
class QuorumWaived(Event, frozen=True, kw_only=True):
    """The chair's written reason for this vote with `present` where `needed` must be in the room."""

    motion_id: int
    needed: int
    present: int
    reason: str


@event("voting.ruling_recorded", _l("Chủ tọa xác định kết quả"))
class RulingRecorded(Event, frozen=True, kw_only=True):
    """The chair's ruling where the law is not explicit (equal votes below half): adopted or not, and why."""

    motion_id: int
    adopted: bool
    reason: str


@event("voting.result_announced", _l("Công bố kết quả biểu quyết"))
class ResultAnnounced(Event, frozen=True, kw_only=True):
    """The result is told to the room: adopted or rejected. `sentence` explains it in Vietnamese."""

    motion_id: int
    outcome: Outcome
    needed: int
    base_count: int
    sentence: str


@event("voting.box_restored", _l("Ghi lại phiếu từ nhật ký"))
class BoxRestored(Event, frozen=True, kw_only=True):
    """The tables of a vote, closed or not opened yet, had been changed from outside and were written anew from the
    journal.

    `seats`: whose ballot, place on the roll, vote, mandate or presence had been changed; `figures`: whether the vote's
    own figures, its question or the rules of its meeting had been.
    """

    motion_id: int
    seats: list[int]
    figures: bool


@event("voting.motion_cancelled", _l("Hủy biểu quyết"))
class MotionCancelled(Event, frozen=True, kw_only=True):
    """This vote does not count; `motion_id` may be put again as a new motion.

    `salt`, as in `MotionClosed`: its ballots are told to nobody, nor are they to be found by trying.
    """

    motion_id: int
    reason: str
    salt: str = ""


WORDING_EVENTS = (MotionPrepared, MotionChanged, MotionRemoved)
"""They change which questions are prepared, and how they read."""
ASIDE_EVENTS = (Recused, RecusalWithdrawn)
"""They change who takes no part in a question that was not put yet."""
HELD_EVENTS = (MotionOpened, MotionClosed, ResultAnnounced, MotionCancelled)
"""They change what the room votes on, or what came of it."""
MOTION_EVENTS = (*WORDING_EVENTS, *HELD_EVENTS)
"""They change which votes there are and how far each has come."""
COUNT_EVENTS = (QuorumWaived, MotionSwitched, HandsCounted, RulingRecorded, BoxRestored)
"""They change what a vote is decided by."""
BOX_EVENTS = (BallotCast, RightMoved, HandProposed, HandDeclined)
"""They change who has voted, and who is asked to; never how."""
