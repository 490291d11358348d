"""The shapes of a law edition: an edition in force from a day, with one preset for each kind of body.

Every rule names its article, says how it is known (`source`, in Vietnamese) and how
surely (`grade`); below `L` the screens show it as a basis to be confirmed.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from meeting.law.phrase import Line, Phrase, Words
from meeting.law.terms import Base, Excluded, Grade, QuorumTerms, RemoteTerms, Rights, Terms, Tie, confirmed

PRESETS = ("hdnd", "ubnd", "dang", "board")

Positive = Annotated[int, msgspec.Meta(ge=1)]


class Unit(StrEnum):
    """In what a deadline is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    YEARS = "years"


class Side(StrEnum):
    """On which side of a moment a deadline lies."""

    BEFORE = "before"
    AFTER = "after"


class CountedFrom(StrEnum):
    """The moment from which a deadline is counted."""

    MEETING_STARTS = "meeting_starts"
    MEETING_ENDS = "meeting_ends"
    ELECTED = "elected"
    RESULT_RECEIVED = "result_received"
    SIGNED = "signed"
    WORK_ENDS = "work_ends"


class PaperForm(StrEnum):
    """By which rules the minutes of a body are set."""

    STATE = "state"
    """Decree 30/2020/NĐ-CP, with the nation's name and motto."""
    PARTY = "party"
    """Guidance 36-HD/VPTW of the Party."""


class UnknownRule(LookupError):  # noqa: N818 - a word of the house
    """No such edition, preset or decision in the law editions at hand."""


class Sourced(msgspec.Struct, frozen=True, kw_only=True):
    """Anything that has a title, an article, a source and a grade."""

    title: Phrase
    article: Line
    grade: Grade
    source: Line

    @property
    def confirm(self) -> bool:
        """True when the screen must say that this basis is still to be confirmed."""
        return not confirmed(self.grade)


class Share(Sourced, frozen=True, kw_only=True):
    """A part of all members to be reached (passed, when `strict`): a quorum, or the signers of a request."""

    numerator: Positive
    denominator: Positive
    strict: bool = False

    def terms(self) -> QuorumTerms:
        """What is frozen into a meeting whose quorum this is."""
        return QuorumTerms(
            numerator=self.numerator,
            denominator=self.denominator,
            strict=self.strict,
            article=self.article,
            grade=self.grade,
        )


class Decision(Sourced, frozen=True, kw_only=True):
    """One kind of decision; fields as in Terms."""

    base: Base
    numerator: Positive
    denominator: Positive
    strict: bool
    tie: Tie

    def terms(self, key: str) -> Terms:
        """What is frozen into a motion that is decided this way."""
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
    """Of somebody who has no ballot: whether they are counted among all members (N) nevertheless."""

    counted: bool

    @property
    def cited(self) -> str:
        """The article, where a text of law says so (grade `L`); empty otherwise: signed minutes cite nothing else."""
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
    """`amount` units at the latest `side` (before or after) a `moment`."""

    amount: Positive
    unit: Unit
    side: Side
    moment: CountedFrom


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one kind of body.

    `default_decision` is the key of the decision taken when nobody said which, `paper_form` that of its minutes.
    `exclusions`: who of those without a ballot count among all members.
    What custom gives where an office's folder is silent: `code` in the number of its papers, what a `gathering` is
    called, and `chair_titles`, words in the title of a chair by which the body is known (none: any other body).
    """

    name: Phrase
    words: Words
    quorum: Share
    decisions: dict[str, Decision]
    default_decision: str
    requests: dict[str, Share] = {}
    deadlines: dict[str, Deadline] = {}
    exclusions: dict[Excluded, CountedRule] = {}
    remote: RemoteRule = UNSAID_REMOTE
    paper_form: PaperForm = PaperForm.STATE
    code: str = ""
    gathering: Line = "Phiên họp"
    chair_titles: tuple[Line, ...] = ()

    def terms(self, decision: str) -> Terms:
        """The terms of a kind of decision; UnknownRule when this body does not decide so."""
        if decision not in self.decisions:
            raise UnknownRule(f"decision: {decision}")
        return self.decisions[decision].terms(decision)

    def standing(self, why: Excluded) -> CountedRule:
        """Whether somebody without a ballot counts among all members."""
        return self.exclusions.get(why, UNSAID)


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force from a day on, until a later edition. `id` is the name of its file."""

    id: Line
    title: Phrase
    in_force: date
    presets: dict[str, Preset]

    def preset(self, key: str) -> Preset:
        """The rules of a kind of body; UnknownRule when this edition does not know it."""
        if key not in self.presets:
            raise UnknownRule(f"preset: {key}")
        return self.presets[key]
