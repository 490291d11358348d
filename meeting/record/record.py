"""The record: what happened in one meeting, as the journal tells it. Frozen; nothing here is computed twice.

`replay.replay` makes it from journal entries, `compose.compose` writes the minutes from it.
Moments are aware UTC datetimes; None means that it has not happened.
"""

from datetime import datetime

import msgspec

from meeting.agenda.rules import ItemForm
from meeting.attendance.rules import CameBy
from meeting.kernel.roles import Role
from meeting.law.edition import PaperForm
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Terms
from meeting.people.particulars import Particulars
from meeting.voting.rules import CastBy, CountedBy, HeadHand, MotionForm, MotionState

QUORUM = "quorum"
"""What stands for the kind of decision where the basis of the quorum is confirmed."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Common shape of the parts of a record."""


class Visit(Fact, frozen=True, kw_only=True):
    """One stay in the room. `reason` is what was noted on leaving."""

    arrived_at: datetime
    how: CameBy
    left_at: datetime | None = None
    reason: str = ""


class Absence(Fact, frozen=True, kw_only=True):
    """The person does not come; `excused` when the chair was told beforehand."""

    excused: bool
    reason: str


class Seat(Fact, frozen=True, kw_only=True):
    """A person's place, as they were named on that day, and their attendance; `absence` holds unless they `came()`."""

    seat_id: int
    role: Role
    votes: bool
    label: str
    position: int
    particulars: Particulars
    head: bool = False
    visits: tuple[Visit, ...] = ()
    absence: Absence | None = None

    def in_room(self) -> bool:
        """Whether the person has arrived and not left again."""
        return bool(self.visits) and self.visits[-1].left_at is None

    def came(self) -> bool:
        """Whether the person took part, if only for a while."""
        return bool(self.visits)


class Span(Fact, frozen=True, kw_only=True):
    """From when to when the meeting was at an item."""

    opened_at: datetime
    closed_at: datetime | None = None


class Item(Fact, frozen=True, kw_only=True):
    """One point of the agenda, when it was dealt with, and what the secretary wrote down under it."""

    item_id: int
    position: int
    title: str
    presenter: str
    form: ItemForm
    spans: tuple[Span, ...] = ()
    conclusion: str = ""

    def is_open(self) -> bool:
        """Whether the meeting is at this item."""
        return bool(self.spans) and self.spans[-1].closed_at is None


class Vote(Fact, frozen=True, kw_only=True):
    """The ballot of one seat that counts: its last."""

    choice: Choice
    how: CastBy
    at: datetime


class Tally(Fact, frozen=True, kw_only=True):
    """Figures of a vote."""

    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0

    @property
    def cast(self) -> int:
        """How many ballots or hands were counted."""
        return self.votes_for + self.votes_against + self.abstentions


class Switched(Fact, frozen=True, kw_only=True):
    """The vote was taken off the tablets and went on in the room; `cast`: what the ballots in the box said by then."""

    by: CountedBy
    reason: str
    at: datetime
    cast: Tally


class Ruling(Fact, frozen=True, kw_only=True):
    """The chair's decision where the law is not explicit."""

    adopted: bool
    reason: str


class Result(Fact, frozen=True, kw_only=True):
    """What was announced to the room."""

    outcome: Outcome
    needed: int
    base_count: int
    sentence: str
    at: datetime


class Waiver(Fact, frozen=True, kw_only=True):
    """The chair's written reason for going on with `present` where `needed` must be in the room."""

    needed: int
    present: int
    reason: str
    at: datetime


class Turn(Fact, frozen=True, kw_only=True):
    """The moment from which the quorum was there (`met`), or was there no more, with so many present."""

    at: datetime
    met: bool
    present: int


class Presence(Fact, frozen=True, kw_only=True):
    """The quorum of a meeting that has begun: what was needed of whom by which article, who was there at the beginning,

    the chair's reasons for beginning without it, and every moment at which it was reached or lost, in order.
    """

    needed: int
    total: int
    article: str
    at_start: int
    waivers: tuple[Waiver, ...]
    turns: tuple[Turn, ...]


class Motion(Fact, frozen=True, kw_only=True):
    """One question put to the vote.

    `able`: seats of the roll in the room at the opening, who alone vote. `present`: how many of them the vote counted
    as present. `here`: those of them in the room at the close; `late`: seats of the roll that came after the opening.
    `quorate`: how many the quorum counted at the close; `waivers`: the chair's reasons for going on without one.
    `head_choice`: the hand of the head of the body, as the count says.
    """

    motion_id: int
    item_id: int
    position: int
    title: str
    decision: str
    form: MotionForm
    state: MotionState = MotionState.PREPARED
    roll: tuple[int, ...] = ()
    able: frozenset[int] = frozenset()
    present: int = 0
    terms: Terms | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    ballots: dict[int, Vote] = msgspec.field(default_factory=dict)
    switched: Switched | None = None
    hands: Tally | None = None
    head_choice: HeadHand = HeadHand.UNASKED
    here: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    tally: Tally | None = None
    quorate: int = 0
    waivers: tuple[Waiver, ...] = ()
    ruling: Ruling | None = None
    result: Result | None = None
    cancelled_because: str = ""
    restored: int = 0
    """How often its tables were written anew from the journal before the announcement."""


class FalseEnd(Fact, frozen=True, kw_only=True):
    """The meeting was ended by mistake, and went on."""

    ended_at: datetime
    taken_back_at: datetime
    reason: str


class Record(Fact, frozen=True, kw_only=True):
    """One meeting. Seats, items and motions stand as they are listed."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    preset: str
    edition: str
    """The edition of the law that the meeting was planned under."""
    member_word: str
    """What this body calls one who votes: `đại biểu`, `thành viên`, `cấp ủy viên`."""
    paper_form: PaperForm
    planned_start: str
    started_at: datetime | None
    ended_at: datetime | None
    seats: tuple[Seat, ...]
    items: tuple[Item, ...]
    motions: tuple[Motion, ...]
    bases: dict[str, str]
    """By kind of decision, or `QUORUM`: the article of a rule below grade L that the chair confirmed."""
    plain: bool
    """The full drawing failed since the last draft was ordered: this record is set line under line."""
    presence: Presence | None
    """None while the meeting has not begun."""
    false_ends: tuple[FalseEnd, ...] = ()
    last_at: datetime
    """When the last entry was written: the moment as of which this record stands."""
    chapters: dict[str, object]
    """By name: what the features tell that only add to the meeting (`course.Chapter` reads them)."""
