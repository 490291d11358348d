"""The data types of a law edition: rules in force from a day on, with one preset for each kind of body.

Every rule names its article, its `source` (in Vietnamese) and its `grade` of certainty. Below grade `L`, screens show
it as a basis to be confirmed.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from meeting.kernel.words import Line, Phrase
from meeting.law.phrase import Words
from meeting.law.terms import Base, Excluded, Grade, QuorumTerms, RemoteTerms, Rights, Terms, Tie, confirmed

PRESETS = ("hdnd", "ubnd", "dang", "board")

Positive = Annotated[int, msgspec.Meta(ge=1)]
WithinAYear = Annotated[int, msgspec.Meta(ge=1, le=366)]


class DayUnit(StrEnum):
    """The days that a deadline counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


class PaperForm(StrEnum):
    """The rules for the form of a body's minutes."""

    STATE = "state"
    """Decree 30/2020/NĐ-CP, with the nation's name and motto."""
    PARTY = "party"
    """Guidance 36-HD/VPTW of the Party."""


class UnknownRule(LookupError):  # noqa: N818 - a word of the project
    """No known law edition has this edition, preset or decision."""


class Sourced(msgspec.Struct, frozen=True, kw_only=True):
    """Anything with a title, an article, a source and a grade."""

    title: Phrase
    article: Line
    grade: Grade
    source: Line

    @property
    def confirm(self) -> bool:
        """Return whether screens must say that this basis is still to be confirmed."""
        return not confirmed(self.grade)


class Share(Sourced, frozen=True, kw_only=True):
    """A part of all members that must be present (exceeded, when `strict`): a quorum."""

    numerator: Positive
    denominator: Positive
    strict: bool = False

    def terms(self) -> QuorumTerms:
        """Return the terms to freeze into a meeting with this quorum."""
        return QuorumTerms(
            numerator=self.numerator,
            denominator=self.denominator,
            strict=self.strict,
            article=self.article,
            grade=self.grade,
        )


class Decision(Sourced, frozen=True, kw_only=True):
    """One kind of decision. Its fields are explained at Terms."""

    base: Base
    numerator: Positive
    denominator: Positive
    strict: bool
    tie: Tie

    def terms(self, key: str) -> Terms:
        """Return the terms to freeze into a motion of this kind of decision."""
        return Terms(
            decision=key,
            base=self.base,
            numerator=self.numerator,
            denominator=self.denominator,
            strict=self.strict,
            tie=self.tie,
            article=self.article,
            grade=self.grade,
        )


class CountedRule(Sourced, frozen=True, kw_only=True):
    """Whether members without a ballot are still counted among all members (N)."""

    counted: bool

    @property
    def cited(self) -> str:
        """Return the article if a text of law says so (grade `L`), otherwise empty.

        Signed minutes cite nothing else.
        """
        return "" if self.confirm else self.article


UNSAID = CountedRule(
    title=Phrase(vi="Bộ quy định không nói đến", en="The edition does not say"),
    article="",
    grade=Grade.INFERENCE,
    source="Mức chặt: vẫn tính vào tổng số.",
    counted=True,
)
"""The default where an edition has no rule: the total (N) stays as large, so adopting does not become easier."""


class RemoteRule(Sourced, frozen=True, kw_only=True):
    """The rights of members at remote points; fields as in RemoteTerms."""

    rights: Rights

    def terms(self) -> RemoteTerms:
        """Return the terms to freeze into a meeting that begins under this rule."""
        return RemoteTerms(rights=self.rights, article=self.article, grade=self.grade)


UNSAID_REMOTE = RemoteRule(
    title=Phrase(vi="Dự từ xa tại điểm cầu", en="Taking part from a remote point"),
    article="",
    grade=Grade.INFERENCE,
    source="Bộ quy định không nói đến: có mặt và biểu quyết như ở phòng họp.",
    rights=Rights.EQUAL,
)
"""The default where an edition has no rule: members at remote points have the same rights."""


class Deadline(Sourced, frozen=True, kw_only=True):
    """A deadline of `amount` days: before a meeting, the whole days between sending and the meeting; after its end, the
    days until the last one on which to send."""

    amount: WithinAYear
    unit: DayUnit

    @property
    def working(self) -> bool:
        """Return whether working days count, or all days."""
        return self.unit == DayUnit.WORKING_DAYS


class Deadlines(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The deadlines of a body: for the invitation and the papers before its meeting, and for the notice of conclusions
    after it. None: nothing is counted, whatever other editions say."""

    papers: Deadline | None = None
    conclusion: Deadline | None = None


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one kind of body.

    Keys of decisions used when nobody chose one: `procedural_decision` for changing the agenda, `default_decision`
    otherwise. `paper_form`: the form of the minutes.
    `exclusions`: which members without a ballot count among all members. `remote`: the rights of members at remote
    points. Customary defaults for an office's folder that does not state them: `code` in the number of its papers; the
    word for a `gathering`; and `chair_titles`, words in the chair's title by which the body is recognised (empty: any
    other body).
    """

    name: Phrase
    words: Words
    quorum: Share
    decisions: dict[str, Decision]
    default_decision: str
    procedural_decision: str
    deadlines: Deadlines = Deadlines()
    exclusions: dict[Excluded, CountedRule] = {}
    remote: RemoteRule = UNSAID_REMOTE
    paper_form: PaperForm = PaperForm.STATE
    code: str = ""
    gathering: Line = "Phiên họp"
    chair_titles: tuple[Line, ...] = ()

    def terms(self, decision: str) -> Terms:
        """Return the terms of a kind of decision. Raises UnknownRule when this body does not have it."""
        if decision not in self.decisions:
            raise UnknownRule(f"decision: {decision}")
        return self.decisions[decision].terms(decision)

    def counting(self, why: Excluded) -> CountedRule:
        """Return whether a member excluded for this reason counts among all members."""
        return self.exclusions.get(why, UNSAID)


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force from a day on, until the next edition. `id` is the file's name."""

    id: Line
    title: Phrase
    in_force: date
    presets: dict[str, Preset]

    def preset(self, key: str) -> Preset:
        """Return the rules of a kind of body. Raises UnknownRule when this edition does not have it."""
        if key not in self.presets:
            raise UnknownRule(f"preset: {key}")
        return self.presets[key]
