"""The verdict of one motion: its counts and terms judged by the law edition, the same for screens and minutes."""

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.tables import Seat, find_meeting
from meeting.law import editions as law
from meeting.law.explain import explain
from meeting.law.rules import Choice, Counts, Verdict, judge
from meeting.law.terms import Terms
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Ballot, Motion


def counts_of(motion: Motion) -> Counts:
    """What was counted when the vote was closed."""
    return Counts(votes_for=motion.votes_for, votes_against=motion.votes_against, abstentions=motion.abstentions)


def terms_of(motion: Motion) -> Terms:
    """The terms frozen when the vote was opened."""
    return msgspec.convert(motion.terms, Terms)


def judge_motion(db: Session, motion: Motion, ruling: bool | None) -> Verdict:
    """The verdict on a closed motion, with the chair's ruling or (None) without it."""
    return judge(terms_of(motion), counts_of(motion), motion.total, motion.present, _head_choice(db, motion), ruling)


def explain_motion(db: Session, motion: Motion, verdict: Verdict, language: str) -> str:
    """The verdict in one sentence with numbers, base, threshold and article."""
    meeting = find_meeting(db, motion.meeting_id)
    return explain(terms_of(motion), verdict, law.preset(meeting.edition, meeting.preset).words, language)


def _head_choice(db: Session, motion: Motion) -> Choice | None:
    """How the head of the body voted; None when they did not, or nobody knows. Who presides does not matter."""
    if motion.form == MotionForm.HANDS:
        return motion.head_choice.choice
    query = select(Ballot.choice).join(Seat, Seat.id == Ballot.seat_id)
    return db.scalar(query.where(Ballot.motion_id == motion.id, Seat.head))
