"""What holds for every roll and every count, with any numbers."""

from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from meeting.law.editions import preset
from meeting.law.rules import Counts, judge, needed
from meeting.law.terms import Terms
from tests.pace import ANY_PACE

EDITION = "vn-2025-07"
COUNCIL = preset(EDITION, "hdnd")
COMMITTEE = preset(EDITION, "ubnd")
RESOLUTION = COUNCIL.terms("resolution")
DISMISSAL = COUNCIL.terms("dismissal")
PROCEDURAL = COUNCIL.terms("procedural")
DECISION = COMMITTEE.terms("committee_decision")

FRACTIONS = st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()).filter(
    lambda f: f[0] < f[1] or (f[0] == f[1] and not f[2])
)


def votes(agree: int, disagree: int = 0, abstain: int = 0) -> Counts:
    return Counts(votes_for=agree, votes_against=disagree, abstentions=abstain)


@st.composite
def rooms(draw: st.DrawFn) -> tuple[int, int, Counts]:
    """A roll, how many of it are present, and what they cast."""
    total = draw(st.integers(1, 60))
    present = draw(st.integers(0, total))
    agree = draw(st.integers(0, present))
    disagree = draw(st.integers(0, present - agree))
    return total, present, votes(agree, disagree, draw(st.integers(0, present - agree - disagree)))


@st.composite
def rooms_with_head(draw: st.DrawFn) -> tuple[int, int, Counts, str | None]:
    """A room, and how the head of the body voted in it: one of the ballots cast, or none."""
    total, present, counts = draw(rooms())
    cast = {"for": counts.votes_for, "against": counts.votes_against, "abstain": counts.abstentions}
    return total, present, counts, draw(st.sampled_from([None, *(side for side, count in cast.items() if count)]))


ANY_TERMS = st.sampled_from([RESOLUTION, DISMISSAL, PROCEDURAL, DECISION])


@ANY_PACE
@given(FRACTIONS, st.integers(0, 500))
def test_the_needed_number_is_the_smallest_that_satisfies(fraction: tuple[int, int, bool], count: int) -> None:
    numerator, denominator, strict = fraction
    terms = msgspec.structs.replace(RESOLUTION, numerator=numerator, denominator=denominator, strict=strict)
    bar = Fraction(numerator, denominator) * count
    satisfying = [n for n in range(1, count + 2) if (n > bar if strict else n >= bar)]
    assert needed(terms, count) == satisfying[0]


@ANY_PACE
@given(st.integers(1, 500))
def test_a_majority_is_more_than_half_and_nobody_can_win_twice(count: int) -> None:
    assert 2 * needed(RESOLUTION, count) > count >= needed(RESOLUTION, count)
    assert 2 * (count - needed(RESOLUTION, count)) < count


@ANY_PACE
@given(ANY_TERMS, rooms_with_head())
def test_one_more_vote_in_favour_never_turns_adopted_into_rejected(
    terms: Terms, room: tuple[int, int, Counts, str | None]
) -> None:
    total, present, counts, side = room
    if judge(terms, counts, total, present, head_choice=side).outcome != "adopted":
        return
    more = []
    if counts.votes_against > (side == "against"):
        more.append(votes(counts.votes_for + 1, counts.votes_against - 1, counts.abstentions))
    if counts.cast < present:
        more.append(votes(counts.votes_for + 1, counts.votes_against, counts.abstentions))
    assert all(judge(terms, each, total, present, head_choice=side).outcome == "adopted" for each in more)


@ANY_PACE
@given(ANY_TERMS, rooms_with_head())
def test_a_verdict_without_equal_votes_is_plain_arithmetic(
    terms: Terms, room: tuple[int, int, Counts, str | None]
) -> None:
    total, present, counts, side = room
    verdict = judge(terms, counts, total, present, head_choice=side)
    if verdict.equal_votes:
        assert terms.tie == "chair"
        assert counts.votes_for == counts.votes_against > 0
    else:
        share = Fraction(terms.numerator, terms.denominator) * verdict.base_count
        enough = counts.votes_for > share if terms.strict else counts.votes_for >= share
        assert (verdict.outcome == "adopted") == (enough and counts.votes_for > 0)


@ANY_PACE
@given(rooms(), st.integers(0, 60))
def test_staying_away_never_changes_a_decision_of_all_members(room: tuple[int, int, Counts], come: int) -> None:
    total, present, counts = room
    later = min(total, present + come)
    before, after = judge(RESOLUTION, counts, total, present), judge(RESOLUTION, counts, total, later)
    assert (before.outcome, before.percent_for) == (after.outcome, after.percent_for)
