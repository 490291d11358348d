"""Judging a replayed vote again, by the law as frozen at its opening."""

from collections.abc import Mapping

from meeting.law.rules import Counts, Verdict, judge
from meeting.record.contradiction import Contradiction
from meeting.record.record import Motion, Seat
from meeting.voting.rules import CHOICES, MotionForm


def judged(motion: Motion, seats: Mapping[int, Seat]) -> Verdict:
    """What the law says of a motion with all its ballots, by the terms frozen at its opening; or Contradiction."""
    if motion.terms is None or motion.tally is None:
        raise Contradiction("biểu quyết chưa có căn cứ hoặc chưa kiểm phiếu")
    tally = motion.tally
    try:
        return judge(
            motion.terms,
            Counts(votes_for=tally.votes_for, votes_against=tally.votes_against, abstentions=tally.abstentions),
            total=len(motion.roll),
            present=motion.present,
            head_choice=_head_choice(motion, seats),
            ruling=None if motion.ruling is None else motion.ruling.adopted,
        )
    except ValueError:
        raise Contradiction("không xét được kết quả: số phiếu, số có mặt và tổng số không khớp nhau") from None


def _head_choice(motion: Motion, seats: Mapping[int, Seat]) -> str | None:
    """How the head of the body voted: equal votes follow the head, not whoever presides."""
    if motion.form == MotionForm.HANDS:
        return motion.head_choice if motion.head_choice in CHOICES else None
    return next((motion.ballots[seat_id].choice for seat_id in motion.ballots if seats[seat_id].head), None)
