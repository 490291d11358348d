"""Commands about a result: count hands, close the box, rule, announce."""

from typing import Annotated

from meeting.access.policy import Capability
from meeting.accord.seconding import drop_moot
from meeting.agenda.tables import find_meeting
from meeting.attendance.tables import count_stays, settle_stays
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.kernel.tokens import new_salt
from meeting.law.rules import Counts, Outcome
from meeting.law.terms import Tie
from meeting.voting import rules
from meeting.voting.commands.agenda_change import take_steps
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.events import HandsCounted, MotionClosed, ResultAnnounced, RulingRecorded
from meeting.voting.judging import explain_motion, judge_motion, terms_of
from meeting.voting.lists import head_among
from meeting.voting.quorum import check_result
from meeting.voting.recount import VoteByJournal, alarm, check_same, difference, tell
from meeting.voting.rules import HeadHand, MotionForm, MotionState
from meeting.voting.tables import Motion, find_motion


@command("voting.count_hands", allow=Capability.RUN)
class CountHands(MeetingCommand, frozen=True, kw_only=True):
    """Enter the count of raised hands. `head_choice`: the hand of the head of the body."""

    motion_id: int
    votes_for: int
    votes_against: int
    abstentions: int
    head_choice: HeadHand = HeadHand.UNASKED


@handles(CountHands)
def count_hands(command: CountHands, context: Context) -> list[Event]:
    """Record the count; it may be corrected until the close. Where equal votes follow the head, needs their hand."""
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_counting(motion.state, motion.form)
    present, aside = _here(tell(context.db, motion))
    numbers = (command.votes_for, command.votes_against, command.abstentions)
    rules.check_hands(motion.state, motion.form, numbers, len(present))
    counts = Counts(votes_for=command.votes_for, votes_against=command.votes_against, abstentions=command.abstentions)
    head = head_among(context.db, present)
    rules.check_head(command.head_choice, counts, len(present), head, matters=terms_of(motion).tie == Tie.CHAIR)
    _keep(motion, counts)
    motion.head_choice, motion.aside = command.head_choice, len(aside)
    motion.present = len(present) + len(aside)
    count_stays(context.db, [*present, *aside], motion.id)
    return [
        HandsCounted(
            motion_id=motion.id,
            votes_for=counts.votes_for,
            votes_against=counts.votes_against,
            abstentions=counts.abstentions,
            present=motion.present,
            head_choice=motion.head_choice,
            recused=motion.aside,
        )
    ]


@command("voting.close_motion", allow=Capability.RUN)
class CloseMotion(MeetingCommand, frozen=True, kw_only=True):
    """Close the box. `missing`: how many present people without a ballot the operator has seen and accepts."""

    motion_id: int
    missing: int = 0


@handles(CloseMotion)
def close_motion(command: CloseMotion, context: Context) -> list[Event]:
    """Close the vote and count the ballots by the journal. When the tables differ, writes an alarm to the log."""
    db = context.db
    motion = find_motion(db, command.meeting_id, command.motion_id)
    rules.check_open(motion.state)
    told = tell(db, motion)
    (present, aside), voted = _here(told), told.ballots.keys()
    by_name = motion.form == MotionForm.OPEN
    missing = len(set(present) - voted) if by_name else 0
    counted = by_name or told.hands is not None
    rules.check_may_close(motion.state, missing=missing, accepted=command.missing, counted=counted)
    if differs := difference(db, motion, told):
        alarm(motion, differs)
    _keep(motion, told.counts)
    here = len(present) + len(aside)
    if by_name:  # voters were present, though they may have left since
        motion.present, motion.aside = len(voted | set(present)) + len(aside), len(aside)
    elif told.hands is not None:
        motion.present, motion.aside = told.hands.present, told.hands.recused
        motion.head_choice = told.hands.head_choice
    count_stays(db, [*present, *aside], motion.id)
    motion.here = here if by_name else min(motion.present, here)
    motion.state, motion.closed_at = MotionState.CLOSED, context.now
    return [
        MotionClosed(
            motion_id=motion.id,
            votes_for=motion.votes_for,
            votes_against=motion.votes_against,
            abstentions=motion.abstentions,
            present=motion.present,
            here=motion.here,
            salt=new_salt(),
            recused=motion.aside,
        )
    ]


@command("voting.record_ruling", allow=Capability.RULE)
class RecordRuling(MeetingCommand, frozen=True, kw_only=True):
    """Record the chair's ruling on which reading of the law applies to equal votes, and why."""

    motion_id: int
    adopted: bool
    reason: Annotated[str, Cap("Căn cứ", 2000)]


@handles(RecordRuling)
def record_ruling(command: RecordRuling, context: Context) -> list[Event]:
    """Record the ruling. Only where two sentences of the law differ (Law 72/2025/QH15, Art. 40.3)."""
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_closed(motion.state)
    if not command.reason:
        raise Refused(rules.NO_REASON)
    check_same(context.db, motion)
    if judge_motion(context.db, motion, ruling=None).outcome != Outcome.RULING_NEEDED:
        raise Refused(rules.NO_RULING_NEEDED)
    motion.ruling, motion.ruling_reason = command.adopted, command.reason
    return [RulingRecorded(motion_id=motion.id, adopted=command.adopted, reason=command.reason)]


@command("voting.announce_result", allow=Capability.RUN)
class AnnounceResult(MeetingCommand, frozen=True, kw_only=True):
    """Announce the result to the room."""

    motion_id: int


@handles(AnnounceResult)
def announce_result(command: AnnounceResult, context: Context) -> list[Event]:
    """Announce the result: all screens and the minutes show its sentence. Applies an adopted change of the agenda."""
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_closed(motion.state)
    check_same(context.db, motion)
    check_result(context.db, motion)
    verdict = judge_motion(context.db, motion, ruling=motion.ruling)
    if verdict.outcome == Outcome.RULING_NEEDED:
        raise Refused(rules.RULING_NEEDED)
    motion.state, motion.announced_at, motion.outcome = MotionState.ANNOUNCED, context.now, verdict.outcome
    motion.sentence = explain_motion(context.db, motion, verdict).vi
    motion.behind_doors = find_meeting(context.db, motion.meeting_id).doors_closed
    settle_stays(context.db, motion.id, counted=True)
    dropped = drop_moot(context, motion.meeting_id, CancelMotion, str(motion.id))
    announced = ResultAnnounced(
        motion_id=motion.id,
        outcome=verdict.outcome,
        needed=verdict.needed,
        base_count=verdict.base_count,
        sentence=motion.sentence,
    )
    return [*dropped, announced, *(take_steps(context, motion) if verdict.outcome == Outcome.ADOPTED else [])]


def _here(told: VoteByJournal) -> tuple[list[int], list[int]]:
    """Return the seats present at the opening and now, by the journal: those who vote, and those who take no part."""
    here = told.ground.here()
    return sorted(told.able & here), sorted(told.aside & here)


def _keep(motion: Motion, counts: Counts) -> None:
    motion.votes_for, motion.votes_against, motion.abstentions = (
        counts.votes_for,
        counts.votes_against,
        counts.abstentions,
    )
