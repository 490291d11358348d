"""Requests about motions and ballots. One seat, one motion, one ballot; nobody can take one out."""

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.tables import find_item, find_meeting, find_seat, seats_of
from meeting.attendance import rules as attendance_rules
from meeting.attendance.events import CheckedIn
from meeting.attendance.tables import Attendance, count_stays, present_voters, settle_stays
from meeting.commands.registry import MeetingCommand, Sitting, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law import pack as law
from meeting.law.rules import Counts
from meeting.speaking.commands import end_speech_now
from meeting.store.rows import add_later
from meeting.voting import rules
from meeting.voting.events import (
    BallotCast,
    HandsCounted,
    MotionCancelled,
    MotionClosed,
    MotionOpened,
    MotionPrepared,
    QuorumWaived,
    ResultAnnounced,
    RulingRecorded,
)
from meeting.voting.quorum import check_opening, check_result, quorum_of
from meeting.voting.tables import (
    Ballot,
    Motion,
    RollEntry,
    Standing,
    VotingDevice,
    able_of,
    find_motion,
    head_among,
    motions_of,
    put_in_box,
    settle_entry,
    standing_of,
)
from meeting.voting.told import alarm, check_same, difference, tell
from meeting.voting.verdict import explain_motion, judge_motion, terms_of


@command("voting.prepare_motion", allow=Capability.PREPARE)
class PrepareMotion(MeetingCommand, frozen=True, kw_only=True):
    """Word a question under an item. `decision` empty: the strict one of the law pack, whatever the form."""

    item_id: int
    title: str
    form: str = "open"
    decision: str = ""


@handles(PrepareMotion, makes="motion_id")
def prepare_motion(order: PrepareMotion, sitting: Sitting) -> list[Event]:
    """Questions may be prepared before the meeting or during it."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    agenda_rules.check_not_over(meeting.state)
    item = find_item(sitting.db, meeting.id, order.item_id)
    rules.check_prepared(order.title, order.form)
    body = law.preset(meeting.pack, meeting.preset)
    decision = order.decision or body.default_decision
    if decision not in body.decisions:
        raise Refused(rules.BAD_DECISION, decision=decision)
    last = sitting.db.scalar(select(func.max(Motion.position)).where(Motion.meeting_id == meeting.id)) or 0
    motion = Motion(
        meeting_id=meeting.id, item_id=item.id, position=last + 1, title=order.title, decision=decision, form=order.form
    )
    sitting.db.add(motion)
    sitting.db.flush()
    return [
        MotionPrepared(
            motion_id=motion.id,
            item_id=item.id,
            position=motion.position,
            title=motion.title,
            decision=decision,
            form=motion.form,
        )
    ]


@command("voting.open_motion", allow=Capability.RUN)
class OpenMotion(MeetingCommand, frozen=True, kw_only=True):
    """Call the vote."""

    motion_id: int


@handles(OpenMotion)
def open_motion(order: OpenMotion, sitting: Sitting) -> list[Event]:
    """The roll (all who have a vote: the total of the law), who of them is here to vote, and the terms are frozen now.

    Whoever was speaking has spoken.
    """
    db = sitting.db
    meeting = find_meeting(db, order.meeting_id)
    agenda_rules.check_running(meeting.state)
    motion = find_motion(db, meeting.id, order.motion_id)
    present = present_voters(db, meeting.id)
    rules.check_may_open(
        motion.state,
        current_item=motion.item_id == meeting.item_id,
        present=len(present),
        unfinished=_unfinished(db, meeting.id),
    )
    roll = [seat.id for seat in seats_of(db, meeting.id) if seat.votes]
    check_opening(meeting, motion, roll, present)
    terms = law.preset(meeting.pack, meeting.preset).terms(motion.decision)
    here = set(present)
    db.execute(insert(RollEntry), [{"motion_id": motion.id, "seat_id": each, "able": each in here} for each in roll])
    motion.state, motion.opened_at = "open", sitting.now
    motion.terms, motion.total, motion.present = msgspec.to_builtins(terms), len(roll), len(present)
    ended = end_speech_now(sitting, meeting)
    motion.opened_seq = journal.lock(db, journal.book_of(meeting.id)).seq
    return [*ended, MotionOpened(motion_id=motion.id, roll=roll, able=present, present=len(present), terms=terms)]


@command("voting.cast_ballot", allow=Capability.VOTE)
class CastBallot(MeetingCommand, frozen=True, kw_only=True):
    """Put one's own ballot into the box, or replace it while the box is open."""

    from_crowd = True

    motion_id: int
    choice: str


@handles(CastBallot)
def cast_ballot(order: CastBallot, sitting: Sitting) -> list[Event]:
    """The last ballot of a seat counts; every one of them stays in the journal."""
    seat = sitting.actor.seat
    if seat is None:
        raise Refused(rules.NOT_ON_ROLL)
    check_device(sitting, seat.seat_id, standing_of(sitting.db, order.motion_id, seat.seat_id).device)
    return put(sitting, order.motion_id, seat.seat_id, order.choice, "tablet")


@command("voting.record_hand", allow=Capability.KEEP_ROLL)
class RecordHand(MeetingCommand, frozen=True, kw_only=True):
    """Enter the ballot of somebody whose tablet fails and who raised a hand; marked as such in the record."""

    motion_id: int
    seat_id: int
    choice: str


@handles(RecordHand)
def record_hand(order: RecordHand, sitting: Sitting) -> list[Event]:
    """The person votes, by hand, before everybody; the secretary only writes it down.

    What the person sent from their own device stands: only they replace it, or agree to its being replaced
    (`voting.propose_hand`).
    """
    seat = find_seat(sitting.db, order.meeting_id, order.seat_id)
    if rules.is_own(check_may_cast(sitting, order.motion_id, seat.id, order.choice).how):
        raise Refused(rules.HAS_OWN_BALLOT, name=seat.full_name)
    return put(sitting, order.motion_id, seat.id, order.choice, "hand")


def check_may_cast(sitting: Sitting, motion_id: int, seat_id: int, choice: str) -> Standing:
    """How the seat stands towards the motion, if it may put this ballot into its box; Refused otherwise."""
    motion = find_motion(sitting.db, sitting.meeting_id, motion_id)
    standing = standing_of(sitting.db, motion.id, seat_id)
    on_roll, able, present = standing.on_roll, standing.able, standing.present
    rules.check_may_cast(motion.state, motion.form, on_roll=on_roll, able=able, present=present)
    rules.check_choice(choice)
    return standing


def check_device(sitting: Sitting, seat_id: int, held: str | None) -> None:
    """The person votes on this device, or on none yet: then on this one from now on. Refused on any other."""
    own = sitting.actor.device
    if held == own:
        return
    if held is None:
        add_later(sitting.db, VotingDevice, {"seat_id": seat_id, "device": own, "moved_at": None})
        return
    if not has_left(sitting, held):
        raise Refused(rules.ELSEWHERE)
    sitting.db.execute(update(VotingDevice).where(VotingDevice.seat_id == seat_id).values(device=own))


def has_left(sitting: Sitting, device: str) -> bool:
    """Whether nobody is signed in there any more, so that it holds nothing."""
    return not sessions.is_live(sitting.db, device, sitting.now)


def put(sitting: Sitting, motion_id: int, seat_id: int, choice: str, how: str) -> list[Event]:
    """The ballot into the box, if it may; what the secretary asked about an earlier one is settled."""
    standing = check_may_cast(sitting, motion_id, seat_id, choice)
    fact = BallotCast(motion_id=motion_id, seat_id=seat_id, choice=choice, how=how)
    put_in_box(sitting.db, fact, sitting.now, replaces=standing.has_voted)
    if standing.has_voted:
        settle_entry(sitting.db, motion_id, seat_id)
    return [fact]


@command("voting.count_hands", allow=Capability.KEEP_ROLL)
class CountHands(MeetingCommand, frozen=True, kw_only=True):
    """Enter the count of raised hands. `head_choice`: the hand of the head of the body, `none` when not raised."""

    motion_id: int
    votes_for: int
    votes_against: int
    abstentions: int
    head_choice: str = ""


@handles(CountHands)
def count_hands(order: CountHands, sitting: Sitting) -> list[Event]:
    """May be corrected until the vote is closed. Equal votes follow the head of the body: their hand is asked for."""
    motion = find_motion(sitting.db, order.meeting_id, order.motion_id)
    present = _able_and_here(sitting.db, motion)
    numbers = (order.votes_for, order.votes_against, order.abstentions)
    rules.check_hands(motion.state, motion.form, numbers, len(present))
    counts = Counts(votes_for=order.votes_for, votes_against=order.votes_against, abstentions=order.abstentions)
    head = head_among(sitting.db, present)
    rules.check_head(order.head_choice, counts, len(present), head, matters=terms_of(motion).tie == "chair")
    _keep(motion, counts)
    motion.head_choice, motion.present = order.head_choice, len(present)
    count_stays(sitting.db, present, motion.id)
    return [
        HandsCounted(
            motion_id=motion.id,
            votes_for=counts.votes_for,
            votes_against=counts.votes_against,
            abstentions=counts.abstentions,
            present=motion.present,
            head_choice=motion.head_choice,
        )
    ]


@command("voting.close_motion", allow=Capability.RUN)
class CloseMotion(MeetingCommand, frozen=True, kw_only=True):
    """Close the box. `missing`: how many present people without a ballot the operator has seen and accepts."""

    motion_id: int
    missing: int = 0


@handles(CloseMotion)
def close_motion(order: CloseMotion, sitting: Sitting) -> list[Event]:
    """What the journal says was cast is counted; silence stays silence. A table that differs is told in the log."""
    db = sitting.db
    motion = find_motion(db, order.meeting_id, order.motion_id)
    rules.check_open(motion.state)
    told = tell(db, motion)
    present, voted = _able_and_here(db, motion), told.ballots.keys()
    by_name = motion.form == "open"
    missing = len(set(present) - voted) if by_name else 0
    counted = by_name or told.hands is not None
    rules.check_may_close(motion.state, missing=missing, accepted=order.missing, counted=counted)
    if differs := difference(db, motion, told):
        alarm(motion, differs)
    _keep(motion, told.counts)
    if by_name:
        motion.present = len(voted | set(present))  # whoever voted was there, and may have left since
    elif told.hands is not None:
        motion.present, motion.head_choice = told.hands.present, told.hands.head_choice
    count_stays(db, present, motion.id)
    motion.here = len(present) if by_name else min(motion.present, len(present))
    motion.state, motion.closed_at = "closed", sitting.now
    return [
        MotionClosed(
            motion_id=motion.id,
            votes_for=motion.votes_for,
            votes_against=motion.votes_against,
            abstentions=motion.abstentions,
            present=motion.present,
            here=motion.here,
        )
    ]


@command("voting.waive_quorum", allow=Capability.RULE)
class WaiveQuorum(MeetingCommand, frozen=True, kw_only=True):
    """The chair's reason for a vote although too few are here: to open it, or to announce its result."""

    motion_id: int
    reason: str


@handles(WaiveQuorum)
def waive_quorum(order: WaiveQuorum, sitting: Sitting) -> list[Event]:
    """Holds for this vote alone, and for no fewer than are counted now; stands in the journal and in the minutes."""
    agenda_rules.check_running(find_meeting(sitting.db, order.meeting_id).state)
    motion = find_motion(sitting.db, order.meeting_id, order.motion_id)
    rules.check_may_be_waived(motion.state)
    ruled = quorum_of(sitting.db, motion)
    attendance_rules.check_may_waive(ruled, order.reason)
    motion.quorum_waived_at, motion.quorum_reason = ruled.present, order.reason
    return [QuorumWaived(motion_id=motion.id, needed=ruled.needed, present=ruled.present, reason=order.reason)]


@command("voting.record_ruling", allow=Capability.RULE)
class RecordRuling(MeetingCommand, frozen=True, kw_only=True):
    """The chair says which reading of the law applies to equal votes, and why."""

    motion_id: int
    adopted: bool
    reason: str


@handles(RecordRuling)
def record_ruling(order: RecordRuling, sitting: Sitting) -> list[Event]:
    """Only where two sentences of the law differ (Law 72/2025/QH15, Art. 40.3), and to an outcome one of them gives."""
    motion = find_motion(sitting.db, order.meeting_id, order.motion_id)
    rules.check_closed(motion.state)
    if not order.reason:
        raise Refused(rules.NO_REASON)
    check_same(sitting.db, motion)
    if judge_motion(sitting.db, motion, ruling=None).outcome != "ruling_needed":
        raise Refused(rules.NO_RULING_NEEDED)
    motion.ruling, motion.ruling_reason = order.adopted, order.reason
    return [RulingRecorded(motion_id=motion.id, adopted=order.adopted, reason=order.reason)]


@command("voting.announce_result", allow=Capability.RUN)
class AnnounceResult(MeetingCommand, frozen=True, kw_only=True):
    """Tell the room the result."""

    motion_id: int


@handles(AnnounceResult)
def announce_result(order: AnnounceResult, sitting: Sitting) -> list[Event]:
    """From now on every screen, and the minutes, show this sentence."""
    motion = find_motion(sitting.db, order.meeting_id, order.motion_id)
    rules.check_closed(motion.state)
    check_same(sitting.db, motion)
    check_result(sitting.db, motion)
    verdict = judge_motion(sitting.db, motion, ruling=motion.ruling)
    if verdict.outcome == "ruling_needed":
        raise Refused(rules.RULING_NEEDED)
    motion.state, motion.announced_at, motion.outcome = "announced", sitting.now, verdict.outcome
    motion.sentence = explain_motion(sitting.db, motion, verdict, "vi")
    settle_stays(sitting.db, motion.id, counted=True)
    return [
        ResultAnnounced(
            motion_id=motion.id,
            outcome=verdict.outcome,
            needed=verdict.needed,
            base_count=verdict.base_count,
            sentence=motion.sentence,
        )
    ]


@command("voting.cancel_motion", allow=Capability.RUN)
class CancelMotion(MeetingCommand, frozen=True, kw_only=True):
    """Call the vote off. The question may be put again: it is prepared anew at once."""

    motion_id: int
    reason: str


@handles(CancelMotion, makes="motion_id")
def cancel_motion(order: CancelMotion, sitting: Sitting) -> list[Event]:
    """What was cast stays in the journal and counts for nothing."""
    motion = find_motion(sitting.db, order.meeting_id, order.motion_id)
    rules.check_may_cancel(motion.state, order.reason)
    motion.state, motion.closed_at = "cancelled", sitting.now
    settle_stays(sitting.db, motion.id, counted=False)
    again = PrepareMotion(
        meeting_id=order.meeting_id,
        item_id=motion.item_id,
        title=motion.title,
        form=motion.form,
        decision=motion.decision,
    )
    return [MotionCancelled(motion_id=motion.id, reason=order.reason), *prepare_motion(again, sitting)]


def check_settled(db: Session, meeting_id: int) -> None:
    """While a vote is running or not announced, the meeting does not leave its item and nobody is given the floor."""
    for motion in motions_of(db, meeting_id):
        if motion.state == "open":
            raise Refused(agenda_rules.VOTE_RUNNING, motion=motion.title)
        if motion.state == "closed":
            raise Refused(agenda_rules.RESULT_WAITS, motion=motion.title)


def forget_who_was_not_there(db: Session, stay: Attendance) -> None:
    """Checked in by mistake when a vote was opened: that stay never was, so it gave no vote in it.

    Who was there at the opening, left, and is now checked in by mistake was there all the same.
    """
    for motion in motions_of(db, stay.meeting_id):
        if motion.state == "open" and not _came_since(db, motion, stay.seat_id):
            entry = db.get(RollEntry, (motion.id, stay.seat_id))
            if entry is not None:
                entry.able = False


def _came_since(db: Session, motion: Motion, seat_id: int) -> bool:
    """Whether the seat's present stay began after the vote was opened: by the journal, for a clock may be set back."""
    facts = journal.since(db, journal.book_of(motion.meeting_id), motion.opened_seq)
    return any(isinstance(fact, CheckedIn) and fact.seat_id == seat_id for _, fact in facts)


def hold_what_was_counted(db: Session, stay: Attendance) -> None:
    """A ballot, or a vote that counted somebody as present, says that the person was there."""
    voted = db.scalar(select(Ballot.motion_id).where(Ballot.seat_id == stay.seat_id).limit(1)) is not None
    if voted or stay.counted or stay.counted_by is not None:
        raise Refused(attendance_rules.COUNTED)


def _unfinished(db: Session, meeting_id: int) -> str | None:
    """The title of a vote that is open or not announced."""
    return next((m.title for m in motions_of(db, meeting_id) if m.state in ("open", "closed")), None)


def _able_and_here(db: Session, motion: Motion) -> list[int]:
    """Who was here at the opening and is here now."""
    able = set(able_of(db, motion.id))
    return [seat_id for seat_id in present_voters(db, motion.meeting_id) if seat_id in able]


def _keep(motion: Motion, counts: Counts) -> None:
    motion.votes_for, motion.votes_against, motion.abstentions = (
        counts.votes_for,
        counts.votes_against,
        counts.abstentions,
    )
