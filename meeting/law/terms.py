"""The terms of one decision: how many of which group must agree, what equal votes mean, and the source.

Terms are frozen into the journal when a vote opens. An old vote is therefore counted again under the rule of that day,
even when the law edition has changed.
"""

from enum import StrEnum

import msgspec


class Base(StrEnum):
    """The group of which a part must agree: all members on the roll, or those present."""

    TOTAL = "total"
    PRESENT = "present"


class Tie(StrEnum):
    """The meaning of equal votes: none, or the decision follows the head of the body."""

    NONE = "none"
    CHAIR = "chair"


class Excluded(StrEnum):
    """Why a member of the body has no ballot in a vote."""

    SUSPENDED = "suspended"
    """Their mandate is suspended (Law 72/2025/QH15, Art. 38.1)."""
    VACANT = "vacant"
    """Their mandate has ended, and nobody has succeeded them yet."""
    RECUSED = "recused"
    """They have recused themselves from this one question."""
    SUBSTITUTE = "substitute"
    """They are absent, and a substitute without a vote has come."""
    REMOTE = "remote"
    """They are present at a remote point, from where the edition gives no vote."""
    NOT_PRESENT = "not_present"
    """They take part from a remote point, which does not count as being present in this edition."""


class Rights(StrEnum):
    """The rights of a member at a remote point."""

    EQUAL = "equal"
    """They are present and vote, as in the room."""
    NO_VOTE = "no_vote"
    """They count as present, also for the quorum, and do not vote."""
    NOT_PRESENT = "not_present"
    """They follow the meeting, and count as absent."""


class Grade(StrEnum):
    """How certain a rule is."""

    LAW = "L"
    """A text of law, read in full."""
    SUMMARY = "S"
    """A secondary summary."""
    REPOSITORY = "R"
    """A public repository."""
    VENDOR = "V"
    """A vendor's claim."""
    INFERENCE = "I"


def confirmed(grade: Grade) -> bool:
    """Return whether a rule is certain: only a text of law read in full (`L`). A lawyer must confirm the others."""
    return grade == Grade.LAW


def fraction_fits(numerator: int, denominator: int, strict: bool) -> bool:
    """Return whether votes can reach the fraction: above 0, at most 1, and below 1 if it must be exceeded."""
    return 0 < numerator < denominator or (0 < numerator == denominator and not strict)


def tie_fits(numerator: int, denominator: int, strict: bool, tie: Tie) -> bool:
    """Return whether the tie rule makes sense: following the head on equal votes needs a majority of more than half."""
    return tie == Tie.NONE or (strict and 2 * numerator == denominator)


class QuorumTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many of all members must be in the room, frozen when the meeting was opened. Fields as in Terms.

    Raises ValueError for a fraction that cannot be reached.
    """

    numerator: int
    denominator: int
    strict: bool
    article: str
    grade: Grade

    def __post_init__(self) -> None:
        if not fraction_fits(self.numerator, self.denominator, self.strict):
            raise ValueError(f"no room can reach {self.numerator}/{self.denominator} (strict: {self.strict})")


class RemoteTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rights of members at remote points in one meeting, frozen when it was opened.

    They stay members: the total (N) is the same with each of the three.
    """

    rights: Rights
    article: str
    grade: Grade

    @property
    def counted(self) -> bool:
        """Return whether they are present."""
        return self.rights != Rights.NOT_PRESENT

    @property
    def votes(self) -> bool:
        """Return whether they vote."""
        return self.rights == Rights.EQUAL

    @property
    def excludes(self) -> Excluded | None:
        """Return why a member at a point has no ballot; None when they have one."""
        without = {Rights.NO_VOTE: Excluded.REMOTE, Rights.NOT_PRESENT: Excluded.NOT_PRESENT}
        return without.get(self.rights)

    @property
    def cited(self) -> str:
        """Return the article if a text of law says so (grade `L`), else empty: signed minutes cite nothing else."""
        return self.article if confirmed(self.grade) else ""


EQUAL_RIGHTS = RemoteTerms(rights=Rights.EQUAL, article="", grade=Grade.INFERENCE)
"""The rights in meetings that were opened before editions had a rule for remote points."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rule of law for one motion, frozen when the vote was opened.

    Adopted when votes for are more than (`strict`) or at least (not `strict`) `numerator`/`denominator` of the base.
    `article` is the source.
    Raises ValueError for a fraction that cannot be reached, and for a tie rule without a majority of half.
    """

    decision: str
    base: Base
    numerator: int
    denominator: int
    strict: bool
    tie: Tie
    article: str
    grade: Grade

    def __post_init__(self) -> None:
        if not fraction_fits(self.numerator, self.denominator, self.strict):
            raise ValueError(f"no vote can reach {self.numerator}/{self.denominator} (strict: {self.strict})")
        if not tie_fits(self.numerator, self.denominator, self.strict, self.tie):
            raise ValueError("equal votes can follow the chair only where more than half decides")

    @property
    def confirm(self) -> bool:
        """Return whether screens must say that this basis is still to be confirmed."""
        return not confirmed(self.grade)
