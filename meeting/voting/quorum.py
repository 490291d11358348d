"""The quorum of one vote, at its opening and at its result.

A result stands on who was there for the vote. So the quorum of a result counts who might vote and was in the room when
the box was closed (with raised hands: also when they were counted): who left before that is missing, and who leaves
between the close and the announcement takes nothing from a lawful vote.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting, find_meeting
from meeting.attendance.quorum import counted_present, quorum_now, rule_of
from meeting.attendance.rules import check_quorum, suffices
from meeting.law.rules import Quorum
from meeting.law.rules import quorum as law_quorum
from meeting.law.terms import Excluded
from meeting.store.once import once
from meeting.voting.excluded import uncounted
from meeting.voting.exclusions import exclusions_now
from meeting.voting.rules import MotionState
from meeting.voting.tables import Motion, recusals_of


@once
def quorum_of(db: Session, motion: Motion) -> Quorum:
    """Of a motion that is closed, as counted then; of any other, as people are in the room now.

    Of one that was not put yet, without those who take no part where the edition takes them out of the total.
    """
    meeting = find_meeting(db, motion.meeting_id)
    if motion.state in (MotionState.CLOSED, MotionState.ANNOUNCED):
        return law_quorum(rule_of(meeting), motion.total, motion.here)
    if motion.state != MotionState.PREPARED or not recusals_of(db, motion.id):
        return quorum_now(db, meeting)
    ruled = quorum_now(db, meeting)
    out = uncounted(each for each in exclusions_now(db, meeting, motion.id) if each.why == Excluded.RECUSED)
    here = ruled.present - len(out & set(counted_present(db, meeting)))
    return law_quorum(rule_of(meeting), ruled.total - len(out), here)


def check_opening(meeting: Meeting, motion: Motion, roll: Sequence[int], present: Sequence[int]) -> None:
    """A vote opens with a quorum, or with the chair's reason for doing without."""
    check_quorum(law_quorum(rule_of(meeting), len(roll), len(present)), motion.quorum_waived_at)


def check_result(db: Session, motion: Motion) -> None:
    """A result is announced with a quorum at the close, or with the chair's reason for doing without."""
    check_quorum(quorum_of(db, motion), motion.quorum_waived_at)


def is_short(db: Session, motion: Motion) -> bool:
    """Whether the next step of this motion waits for people, or for the chair's reason."""
    return not suffices(quorum_of(db, motion), motion.quorum_waived_at)
