"""Judges a replayed vote again, by the law frozen at its opening."""

from collections.abc import Mapping

from meeting.law.rules import Choice, Counts, Verdict, judge
from meeting.record.contradiction import Contradiction
from meeting.record.record import Motion, Seat, Tally
from meeting.voting.rules import MotionForm

_IMPOSSIBLE = "không xét được kết quả: số phiếu, số có mặt và tổng số không khớp nhau"


def judged(motion: Motion, seats: Mapping[int, Seat]) -> Verdict:
    """Return the verdict on a motion by its ballots and the terms frozen at its opening. Raises Contradiction."""
    if motion.terms is None or motion.tally is None:
        raise Contradiction("biểu quyết chưa có căn cứ hoặc chưa kiểm phiếu")
    try:
        return judge(
            motion.terms,
            counts_of(motion.tally),
            total=len(motion.roll),
            present=motion.present,
            head_choice=_head_choice(motion, seats),
            ruling=None if motion.ruling is None else motion.ruling.adopted,
            aside=motion.stood_aside,
        )
    except ValueError:
        raise Contradiction(_IMPOSSIBLE) from None


def counts_of(tally: Tally) -> Counts:
    """Return the figures of a vote as `Counts`. Raises Contradiction for a negative number."""
    try:
        return Counts(votes_for=tally.votes_for, votes_against=tally.votes_against, abstentions=tally.abstentions)
    except ValueError:
        raise Contradiction(_IMPOSSIBLE) from None


def _head_choice(motion: Motion, seats: Mapping[int, Seat]) -> Choice | None:
    """Return how the head of the body voted: equal votes follow the head, not the presider."""
    if motion.form == MotionForm.HANDS:
        return motion.head_choice.choice
    return next((motion.ballots[seat_id].choice for seat_id in motion.ballots if seats[seat_id].head), None)
