"""The verdict on one motion, by its counts and terms: the same for screens and minutes."""

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.tables import Seat, find_meeting
from meeting.kernel.words import Phrase
from meeting.law import editions as law
from meeting.law.explain import explain
from meeting.law.rules import Choice, Counts, Verdict, judge
from meeting.law.terms import Terms
from meeting.store.once import once
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Ballot, Motion


def counts_of(motion: Motion) -> Counts:
    """Return the counts at the close of the vote."""
    return Counts(votes_for=motion.votes_for, votes_against=motion.votes_against, abstentions=motion.abstentions)


def terms_of(motion: Motion) -> Terms:
    """Return the terms frozen at the opening of the vote."""
    return msgspec.convert(motion.terms, Terms)


def judge_motion(db: Session, motion: Motion, ruling: bool | None) -> Verdict:
    """Return the verdict on a closed motion. `ruling`: the chair's ruling, None without one."""
    counts, head = counts_of(motion), _head_choice(db, motion)
    return judge(terms_of(motion), counts, motion.total, motion.present, head, ruling, aside=motion.aside)


def explain_motion(db: Session, motion: Motion, verdict: Verdict) -> Phrase:
    """Return the verdict in one sentence with numbers, base, threshold and article."""
    meeting = find_meeting(db, motion.meeting_id)
    return explain(terms_of(motion), verdict, law.preset(meeting.edition, meeting.preset).words)


def _head_choice(db: Session, motion: Motion) -> Choice | None:
    """Return how the head of the body voted; None when they did not or it is unknown. The head need not preside."""
    if motion.form == MotionForm.HANDS:
        return motion.head_choice.choice
    return _choices_of_head(db, motion.meeting_id).get(motion.id)


@once
def _choices_of_head(db: Session, meeting_id: int) -> dict[int, Choice]:
    """Return the head's choices by motion, for all votes of a meeting in one statement."""
    query = (
        select(Ballot.motion_id, Ballot.choice)
        .join(Seat, Seat.id == Ballot.seat_id)
        .join(Motion, Motion.id == Ballot.motion_id)
        .where(Motion.meeting_id == meeting_id, Seat.meeting_id == meeting_id, Seat.head)
    )
    return {row.motion_id: row.choice for row in db.execute(query)}
