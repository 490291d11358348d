"""Events of motions and ballots.

These events alone are enough to count every vote again from the journal: the roll and the terms are frozen at opening,
each ballot names seat and choice, and the last ballot of a seat counts.
"""

from meeting.agenda.steps import Step
from meeting.journal.events import Event, Wait, event
from meeting.kernel.refusals import _l
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Excluded, Terms
from meeting.voting.excluded import Exclusion
from meeting.voting.rules import CastBy, CountedBy, HeadHand, MotionForm, RecusedFor


@event("voting.motion_prepared", _l("Soạn câu hỏi biểu quyết"))
class MotionPrepared(Event, frozen=True, kw_only=True):
    """A question was prepared under an item. `steps`: how it changes the agenda when it is adopted."""

    motion_id: int
    item_id: int
    position: int
    title: str
    decision: str
    form: MotionForm
    steps: tuple[Step, ...] = ()


@event("voting.motion_changed", _l("Sửa câu hỏi biểu quyết"))
class MotionChanged(Event, frozen=True, kw_only=True):
    """The wording of a prepared question was changed."""

    motion_id: int
    title: str
    form: MotionForm
    decision: str


@event("voting.motion_removed", _l("Bỏ câu hỏi biểu quyết"))
class MotionRemoved(Event, frozen=True, kw_only=True):
    """A prepared question was removed: before the meeting, or in session a proposed change of the agenda.

    `recused`: the seats whose people took no part in it; empty in older journals.
    """

    motion_id: int
    recused: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.recused


@event("voting.motion_opened", _l("Mở biểu quyết"))
class MotionOpened(Event, frozen=True, kw_only=True):
    """A vote was opened. `roll`: the seats that make the total (N), in order.

    `able`: those of them present at this moment who vote; people who arrive later vote in the next one. `recused`:
    present people who take no part, or may not vote from a remote point. `present`: the number of both together.
    `excluded`: every member of the body without a ballot, and why; None in journals older than that list.
    """

    motion_id: int
    roll: list[int]
    able: list[int]
    present: int
    terms: Terms
    recused: tuple[int, ...] = ()
    excluded: tuple[Exclusion, ...] | None = None

    def concerns(self) -> tuple[int, ...]:
        """Return who takes no part: a later wording of the question, which their page tells, is settled now."""
        return tuple(each.seat_id for each in self.excluded or () if each.why == Excluded.RECUSED)


@event("voting.recused", _l("Không tham gia biểu quyết"))
class Recused(Event, frozen=True, kw_only=True):
    """A member takes no part in this question, for a reason.

    `counted`: whether they still count in its total (N), by this `article` of law; empty when no text of law says so.
    `title`: the wording of the question at that time, empty in older journals; for a question prepared again it is that
    of the cancelled vote. `own`: the member said it themselves.
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
    """A recusal was undone: the member takes part in this question."""

    motion_id: int
    seat_id: int

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.ballot_cast", _l("Gửi phiếu biểu quyết"))
class BallotCast(Event, frozen=True, kw_only=True):
    """A seat cast a ballot. A later one of the same seat replaces it.

    A raised hand never replaces a ballot that the person sent or agreed to.
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
    """The person of the seat votes on another device from now on. The former device, still signed in, shows this."""

    seat_id: int

    def waits(self) -> Wait:
        return Wait.TICK

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.hand_proposed", _l("Hỏi ý kiến giơ tay"))
class HandProposed(Event, frozen=True, kw_only=True):
    """The secretary proposes to replace a seat's own ballot by a raised hand. The person is asked."""

    motion_id: int
    seat_id: int
    choice: Choice

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.hand_declined", _l("Không nhận ý kiến giơ tay"))
class HandDeclined(Event, frozen=True, kw_only=True):
    """The person declined the secretary's proposal: their own ballot stays."""

    motion_id: int
    seat_id: int

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("voting.motion_switched", _l("Chuyển sang đếm trong phòng"))
class MotionSwitched(Event, frozen=True, kw_only=True):
    """An open vote goes on in the room: its form is `hands` from now on, and only the count there decides.

    `cast`: the number of ballots in the box. They stay in the record and do not count. `asked`: the seats whose people
    were being asked about a raised hand until now; empty in older journals.
    """

    motion_id: int
    by: CountedBy
    cast: int
    reason: str
    asked: tuple[int, ...] = ()

    def concerns(self) -> tuple[int, ...]:
        return self.asked


@event("voting.hands_counted", _l("Nhập số giơ tay"))
class HandsCounted(Event, frozen=True, kw_only=True):
    """The secretary counted hands for a motion of form `hands`, with `present` of the roll in the room.

    After a switch to paper ballots (`MotionSwitched`) it is the count of these. `recused`: how many of those present
    take no part.
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
    """A vote was closed: its tally, and how many of the roll were present to vote.

    By name: those able to vote who were in the room at the close or had voted before leaving. By hands: as counted
    then. `here`: whom the quorum counts, those in the room to vote until the close (for hands, also at the count).
    `recused`: how many of those present took no part.
    `salt` (`new_salt`): the figures are few, and without it anybody could find them by trying hashes.
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
    """The chair gave a written reason for this vote with `present` people where `needed` must be in the room."""

    motion_id: int
    needed: int
    present: int
    reason: str


@event("voting.ruling_recorded", _l("Chủ tọa xác định kết quả"))
class RulingRecorded(Event, frozen=True, kw_only=True):
    """The chair ruled where the law is not explicit (equal votes below half): adopted or not, and why."""

    motion_id: int
    adopted: bool
    reason: str


@event("voting.result_announced", _l("Công bố kết quả biểu quyết"))
class ResultAnnounced(Event, frozen=True, kw_only=True):
    """The result was announced: adopted or rejected. `sentence` explains it in Vietnamese."""

    motion_id: int
    outcome: Outcome
    needed: int
    base_count: int
    sentence: str


@event("voting.box_restored", _l("Ghi lại phiếu từ nhật ký"))
class BoxRestored(Event, frozen=True, kw_only=True):
    """The tables of a vote (closed or not yet opened) had been changed from outside, and were rewritten from the
    journal.

    `seats`: the seats whose ballot, roll entry, vote, mandate or presence had been changed; `figures`: whether the
    vote's figures, its question or the rules of its meeting had been.
    """

    motion_id: int
    seats: list[int]
    figures: bool

    def concerns(self) -> tuple[int, ...]:
        return tuple(self.seats)


@event("voting.motion_cancelled", _l("Hủy biểu quyết"))
class MotionCancelled(Event, frozen=True, kw_only=True):
    """A vote was cancelled. `motion_id` may be put again as a new motion.

    `salt` as in `MotionClosed`: its ballots stay secret and cannot be found by trying hashes.
    """

    motion_id: int
    reason: str
    salt: str = ""


WORDING_EVENTS = (MotionPrepared, MotionChanged, MotionRemoved)
"""Events that change which questions are prepared, and their wording."""
ASIDE_EVENTS = (Recused, RecusalWithdrawn)
"""Events that change who takes no part in a question that was not put yet."""
HELD_EVENTS = (MotionOpened, MotionClosed, ResultAnnounced, MotionCancelled)
"""Events that change what the room votes on, or its result."""
MOTION_EVENTS = (*WORDING_EVENTS, *HELD_EVENTS)
"""Events that change which votes there are and their states."""
COUNT_EVENTS = (QuorumWaived, MotionSwitched, HandsCounted, RulingRecorded, BoxRestored)
"""Events that change the facts that decide a vote."""
BOX_EVENTS = (BallotCast, RightMoved, HandProposed, HandDeclined)
"""Events that change who has voted and who is asked to; never their choices."""
