"""The quorum of one vote, from its preparation to its result.

A result depends on who was present for the vote. Its quorum therefore counts the voters in the room when the box was
closed (for raised hands, also when they were counted). People who left before that are not counted; people who leave
between the close and the announcement do not invalidate a lawful vote.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting, find_meeting
from meeting.attendance.quorum import counted_present, quorum_now, remote_of, rule_of
from meeting.attendance.rules import check_quorum, suffices
from meeting.law.rules import Quorum
from meeting.law.rules import quorum as law_quorum
from meeting.law.terms import Excluded
from meeting.store.once import once
from meeting.voting.excluded import uncounted
from meeting.voting.exclusions import exclusions_now
from meeting.voting.lists import count_staying
from meeting.voting.rules import MotionState
from meeting.voting.tables import Motion, recusals_of


@once
def quorum_of(db: Session, motion: Motion) -> Quorum:
    """Return the quorum of a motion, of the same total from its preparation to its result.

    Leaves out recused members whom the edition takes out of the total. Before the vote it counts the others who are in
    the room now; in an open vote those present since its opening; after the close it keeps the figure of the close.
    """
    meeting = find_meeting(db, motion.meeting_id)
    if motion.state == MotionState.PREPARED:
        total, here = _expected(db, meeting, motion)
    elif motion.state == MotionState.OPEN:
        staying = count_staying(db, motion.id, far=remote_of(meeting).counted)
        total, here = motion.total, min(motion.present, staying)  # after a count of hands, no more than at the count
    else:
        total, here = motion.total, motion.here
    return law_quorum(rule_of(meeting), total, here)


def _expected(db: Session, meeting: Meeting, motion: Motion) -> tuple[int, int]:
    """Return the total and those present if the vote were opened now."""
    ruled = quorum_now(db, meeting)
    if not recusals_of(db, motion.id):
        return ruled.total, ruled.present
    out = uncounted(each for each in exclusions_now(db, meeting, motion.id) if each.why == Excluded.RECUSED)
    return ruled.total - len(out), ruled.present - len(out.intersection(counted_present(db, meeting)))


def check_opening(meeting: Meeting, motion: Motion, roll: Sequence[int], present: Sequence[int]) -> None:
    """Raise Refused when a vote would open without a quorum and without the chair's reason."""
    check_quorum(law_quorum(rule_of(meeting), len(roll), len(present)), motion.quorum_waived_at)


def check_result(db: Session, motion: Motion) -> None:
    """Raise Refused when a result would be announced without a quorum at the close and without the chair's reason."""
    check_quorum(quorum_of(db, motion), motion.quorum_waived_at)


def is_short(db: Session, motion: Motion) -> bool:
    """Return whether the next step of this motion waits for more people, or for the chair's reason."""
    return not suffices(quorum_of(db, motion), motion.quorum_waived_at)
