"""Commands about a question: prepare it, open it, waive its quorum, call it off."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.accord.seconding import ByTwo, seconded
from meeting.agenda import rules as agenda_rules
from meeting.agenda.steps import Step, check_steps, wording
from meeting.agenda.tables import Meeting, find_item, find_meeting, lines_for_steps, seats_of
from meeting.attendance import rules as attendance_rules
from meeting.attendance.quorum import counted_present
from meeting.attendance.rechecks import check_none_runs
from meeting.attendance.tables import settle_stays
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import Cap
from meeting.kernel.tokens import new_salt
from meeting.law import editions as law
from meeting.speaking.commands import end_speech_now
from meeting.voting import rules
from meeting.voting.commands.recusing import recuse_again
from meeting.voting.events import MotionCancelled, MotionOpened, MotionPrepared, QuorumWaived
from meeting.voting.excluded import uncounted, without_ballot
from meeting.voting.exclusions import exclusions_now
from meeting.voting.quorum import check_opening, quorum_of
from meeting.voting.recount import check_ground
from meeting.voting.rules import MotionForm, MotionState
from meeting.voting.tables import Motion, RollEntry, find_motion, motions_of, roll_entries, steps_of


@command("voting.prepare_motion", allow=Capability.PREPARE)
class PrepareMotion(MeetingCommand, frozen=True, kw_only=True):
    """Prepare a question under an item. `decision` empty: the edition's default decision, for any form."""

    of_plan = True

    item_id: int
    title: Annotated[str, Cap("Câu hỏi biểu quyết", 420)]  # “Thông qua: ” and the item's own title
    form: MotionForm = MotionForm.OPEN
    decision: str = ""


@handles(PrepareMotion, makes="motion_id")
def prepare_motion(command: PrepareMotion, context: Context) -> list[Event]:
    """Prepare a question, before the meeting or during it."""
    meeting = find_meeting(context.db, command.meeting_id)
    agenda_rules.check_not_over(meeting.state)
    item = find_item(context.db, meeting.id, command.item_id)
    agenda_rules.check_on_agenda(item.state, item.title)
    rules.check_prepared(command.title)
    decision = command.decision or law.preset(meeting.edition, meeting.preset).default_decision
    return [prepare(context.db, meeting, item.id, title=command.title, form=command.form, decision=decision)]


def prepare(
    db: Session,
    meeting: Meeting,
    item_id: int,
    *,
    title: str,
    form: MotionForm,
    decision: str,
    steps: Sequence[Step] = (),
) -> MotionPrepared:
    """Add the question after the earlier ones and return its event. Checks only its kind of decision."""
    if decision not in law.preset(meeting.edition, meeting.preset).decisions:
        raise Refused(rules.BAD_DECISION, decision=decision)
    last = db.scalar(select(func.max(Motion.position)).where(Motion.meeting_id == meeting.id)) or 0
    motion = Motion(
        meeting_id=meeting.id,
        item_id=item_id,
        position=last + 1,
        title=title,
        decision=decision,
        form=form,
        steps=msgspec.to_builtins(tuple(steps)),
    )
    db.add(motion)
    db.flush()
    return MotionPrepared(
        motion_id=motion.id,
        item_id=item_id,
        position=motion.position,
        title=title,
        decision=decision,
        form=form,
        steps=tuple(steps),
    )


@command("voting.open_motion", allow=Capability.RUN)
class OpenMotion(MeetingCommand, frozen=True, kw_only=True):
    """Open the vote."""

    motion_id: int


@handles(OpenMotion)
def open_motion(command: OpenMotion, context: Context) -> list[Event]:
    """Open the vote, and freeze its roll (all in office: the legal total), who is present to vote, who has no ballot
    and why, and its terms.

    Ends the present speech. Raises Refused while a re-check of presence runs: its end would mark people as having left
    in the middle of the vote.
    """
    db = context.db
    meeting = find_meeting(db, command.meeting_id)
    agenda_rules.check_running(meeting.state)
    check_none_runs(db, meeting.id)
    motion = find_motion(db, meeting.id, command.motion_id)
    rules.check_not_put(motion.state)
    check_ground(db, motion)
    excluded = exclusions_now(db, meeting, motion.id)
    out, aside = uncounted(excluded), without_ballot(excluded)
    present = [each for each in counted_present(db, meeting) if each not in out]
    able = [each for each in present if each not in aside]
    rules.check_may_open(
        motion.state,
        current_item=motion.item_id == meeting.item_id,
        present=len(able),
        unfinished=_unfinished(db, meeting.id),
    )
    if steps := steps_of(motion):
        lines = lines_for_steps(db, meeting.id)
        check_steps(steps, lines, meeting.item_id)
        if wording(steps, lines) != motion.title:  # its item numbers are out of date
            raise Refused(rules.AGENDA_CHANGED)
    roll = [seat.id for seat in seats_of(db, meeting.id) if seat.in_total and seat.id not in out]
    check_opening(meeting, motion, roll, present)
    terms = law.preset(meeting.edition, meeting.preset).terms(motion.decision)
    entries = roll_entries(motion.id, roll, set(able), set(present) - set(able), aside)
    db.execute(insert(RollEntry), entries)
    motion.state, motion.opened_at = MotionState.OPEN, context.now
    motion.terms, motion.total, motion.present = msgspec.to_builtins(terms), len(roll), len(present)
    motion.aside, motion.excluded = len(present) - len(able), msgspec.to_builtins(list(excluded))
    ended = end_speech_now(context, meeting)
    motion.opened_seq = journal.lock(db, journal.book_of(meeting.id)).seq
    opened = MotionOpened(
        motion_id=motion.id,
        roll=roll,
        able=able,
        present=len(present),
        terms=terms,
        recused=tuple(each for each in present if each in aside),
        excluded=excluded,
    )
    return [*ended, opened]


@command("voting.waive_quorum", allow=Capability.RULE)
class WaiveQuorum(MeetingCommand, frozen=True, kw_only=True):
    """Give the chair's reason for a vote without a quorum: to open it, or to announce its result."""

    motion_id: int
    reason: str


@handles(WaiveQuorum)
def waive_quorum(command: WaiveQuorum, context: Context) -> list[Event]:
    """Record the reason. It holds for this vote and for no fewer people than now. Journal and minutes show it."""
    agenda_rules.check_running(find_meeting(context.db, command.meeting_id).state)
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_may_be_waived(motion.state)
    check_ground(context.db, motion)
    ruled = quorum_of(context.db, motion)
    attendance_rules.check_may_waive(ruled, command.reason)
    motion.quorum_waived_at, motion.quorum_reason = ruled.present, command.reason
    return [QuorumWaived(motion_id=motion.id, needed=ruled.needed, present=ruled.present, reason=command.reason)]


@command("voting.cancel_motion", allow=Capability.RUN)
class CancelMotion(ByTwo, frozen=True, kw_only=True):
    """Cancel the vote. The same question is prepared again at once, so that it can be put again."""

    asked = _l("Đề nghị hủy biểu quyết đã kết thúc")

    motion_id: int
    reason: str


@handles(CancelMotion, makes="motion_id")
def cancel_motion(command: CancelMotion, context: Context) -> list[Event]:
    """Call the vote off. Its ballots stay in the journal and do not count.

    Once the box is closed, the officers know the result, so a second officer must agree.
    """
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_may_cancel(motion.state, command.reason)
    told: list[Event] = []
    reason: str | None = command.reason
    if motion.state == MotionState.CLOSED:
        told, reason = seconded(context, command, about=motion.title, reason=command.reason, subject=str(motion.id))
    if reason is None:
        return told
    motion.state, motion.closed_at = MotionState.CANCELLED, context.now
    motion.behind_doors = find_meeting(context.db, motion.meeting_id).doors_closed
    settle_stays(context.db, motion.id, counted=False)
    meeting = find_meeting(context.db, command.meeting_id)
    steps = steps_of(motion)
    again = prepare(
        context.db,
        meeting,
        motion.item_id,
        title=wording(steps, lines_for_steps(context.db, meeting.id)) if steps else motion.title,
        form=MotionForm.OPEN if motion.switched else motion.form,
        decision=motion.decision,
        steps=steps,
    )
    recused = recuse_again(context.db, meeting, motion, find_motion(context.db, meeting.id, again.motion_id))
    cancelled = MotionCancelled(motion_id=motion.id, reason=reason, salt=new_salt())
    return [*told, cancelled, again, *recused]


def _unfinished(db: Session, meeting_id: int) -> str | None:
    """Return the title of a vote that is open or not yet announced, or None."""
    return next((m.title for m in motions_of(db, meeting_id) if m.state in rules.RUNNING), None)
