"""Quorum and verdict: pure arithmetic over counts, in whole numbers only.

The base of a People's Council or Committee is the total of its members, never those present (Law 72/2025/QH15, Art.
35.2 and 40.3). Where two sentences of the law differ on equal votes, the verdict asks for the chair's ruling and never
decides.
"""

from enum import StrEnum

import msgspec

from meeting.kernel.dates import percent
from meeting.law.edition import Share
from meeting.law.readings import Reading, readings
from meeting.law.terms import Base, Grade, QuorumTerms, Terms, Tie, confirmed


class Choice(StrEnum):
    """The choices in a vote. Not voting is not a choice."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """The result of a vote. Where two sentences of the law differ, the chair must rule."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    RULING_NEEDED = "ruling_needed"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The ballots or hands by choice. Raises ValueError for a negative number."""

    votes_for: int
    votes_against: int
    abstentions: int

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is below zero: {getattr(self, name)}")

    @property
    def cast(self) -> int:
        """Return the number of all ballots or hands."""
        return self.votes_for + self.votes_against + self.abstentions

    def of(self, choice: Choice) -> int:
        """Return the number for one choice."""
        said = {Choice.FOR: self.votes_for, Choice.AGAINST: self.votes_against, Choice.ABSTAIN: self.abstentions}
        return said[choice]


class Quorum(msgspec.Struct, frozen=True, kw_only=True):
    """Whether enough members are present. `missing`: how many more must come; `confirm` as in Terms."""

    needed: int
    present: int
    total: int
    met: bool
    missing: int
    article: str
    grade: Grade
    confirm: bool


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a vote, with every number in the sentence that explains it.

    Percents are texts such as `80,00%`, of `base_count` (the total, or those present, as `base` says).
    `aside`: those present who took no part in this vote; `not_cast`: the other present people who did not vote.
    `equal_votes`: the votes were equal and insufficient by themselves, under a rule where they follow the head of the
    body; `by_head`: they followed the head's side. `by_ruling`: the chair ruled where two sentences of the law differ;
    `readings`: the two readings.
    """

    outcome: Outcome
    needed: int
    base: Base
    base_count: int
    total: int
    present: int
    votes_for: int
    votes_against: int
    abstentions: int
    aside: int
    not_cast: int
    percent_for: str
    percent_against: str
    percent_abstain: str
    percent_not_cast: str
    equal_votes: bool
    by_head: bool
    by_ruling: bool
    readings: tuple[Reading, ...]


def needed(terms: Terms | QuorumTerms | Share, base_count: int) -> int:
    """Return the smallest number that satisfies the fraction of `base_count`, at least 1."""
    product = terms.numerator * base_count
    if terms.strict:
        return product // terms.denominator + 1
    return max(1, -(-product // terms.denominator))


def quorum(rule: QuorumTerms | Share, total: int, present: int) -> Quorum:
    """Return whether `present` of `total` members may open the meeting. ValueError when present exceeds total."""
    _check_presence(total, present)
    least = needed(rule, total)
    return Quorum(
        needed=least,
        present=present,
        total=total,
        met=present >= least,
        missing=max(0, least - present),
        article=rule.article,
        grade=rule.grade,
        confirm=not confirmed(rule.grade),
    )


def judge(  # noqa: PLR0917 - the order of the law: the rule, the counts, the roll, then the head and the chair
    terms: Terms,
    counts: Counts,
    total: int,
    present: int,
    head_choice: Choice | None = None,
    ruling: bool | None = None,
    aside: int = 0,
) -> Verdict:
    """Return the verdict on one vote.

    `total`: members on the roll frozen at opening. `present`: those of them who were in the room at some moment of the
    vote. `head_choice`: how the head of the body voted; None when they did not vote or it is not known. `ruling`: the
    chair's recorded ruling, True for adopted. `aside`: how many of those present took no part in this vote.
    Raises ValueError for impossible counts, and for a ruling where the law itself decides.
    Source: Law 72/2025/QH15, Art. 35.2 (Council) and 40.3 (Committee, equal votes).
    """
    _check_presence(total, present)
    if not 0 <= aside <= present:
        raise ValueError(f"{aside} of {present} members present cannot take no part")
    _check_cast(counts, present - aside, head_choice)
    base_count = total if terms.base == Base.TOTAL else present
    least = needed(terms, base_count)
    equal_votes = _are_equal(terms, counts)  # at most half each, where more than half is needed: never enough
    outcome = _by_law(counts, base_count, least, head_choice if equal_votes else None)
    open_question = outcome == Outcome.RULING_NEEDED
    ways = readings(terms, counts.votes_for, base_count, least) if open_question else ()
    if ruling is not None:
        if not open_question:
            raise ValueError("a ruling is not possible where the law decides by itself")
        outcome = Outcome.ADOPTED if ruling else Outcome.REJECTED
    not_cast = present - aside - counts.cast
    return Verdict(
        outcome=outcome,
        needed=least,
        base=terms.base,
        base_count=base_count,
        total=total,
        present=present,
        votes_for=counts.votes_for,
        votes_against=counts.votes_against,
        abstentions=counts.abstentions,
        aside=aside,
        not_cast=not_cast,
        percent_for=percent(counts.votes_for, base_count),
        percent_against=percent(counts.votes_against, base_count),
        percent_abstain=percent(counts.abstentions, base_count),
        percent_not_cast=percent(not_cast, base_count),
        equal_votes=equal_votes,
        by_head=equal_votes and not open_question and head_choice in (Choice.FOR, Choice.AGAINST),
        by_ruling=ruling is not None,
        readings=ways,
    )


def _are_equal(terms: Terms, counts: Counts) -> bool:
    """Return whether votes are equal under a rule where they follow the head of the body. Two zeros are not."""
    return terms.tie == Tie.CHAIR and counts.votes_for == counts.votes_against > 0


def _by_law(counts: Counts, base_count: int, least: int, side: Choice | None) -> Outcome:
    """Return the outcome by the terms alone. `side`: how the head of the body voted, where equal votes follow it.

    Only a head in favour can adopt. If the head voted against, abstained or did not vote, more than half is still
    needed, and that is not reached. Half of the whole base satisfies both sentences of Art. 40.3; less satisfies only
    one.
    """
    if counts.votes_for >= least:
        return Outcome.ADOPTED
    if side != Choice.FOR:
        return Outcome.REJECTED
    return Outcome.ADOPTED if 2 * counts.votes_for == base_count else Outcome.RULING_NEEDED


def _check_presence(total: int, present: int) -> None:
    if not 0 <= present <= total:
        raise ValueError(f"{present} present of {total} members cannot be")


def _check_cast(counts: Counts, present: int, head_choice: Choice | None) -> None:
    if counts.cast > present:
        raise ValueError(f"{counts.cast} votes of {present} members present cannot be")
    if head_choice is not None and not counts.of(head_choice):
        raise ValueError(f"the head of the body cannot be the {head_choice} that nobody cast")
