"""The record: what happened in one meeting, by its journal. Frozen data, computed once.

`replay.replay` makes it from journal entries; `compose.compose` writes the minutes from it.
Times are aware UTC datetimes; None means that it has not happened. They are printed but never compared, because the
clock may be set back: ticks say what came first (`course.Course.tick`).
"""

from datetime import datetime

import msgspec

from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.rules import ItemForm, Mandate
from meeting.agenda.steps import Step
from meeting.attendance.rules import CameBy
from meeting.kernel.roles import Role
from meeting.law.edition import PaperForm
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import EQUAL_RIGHTS, RemoteTerms, Terms
from meeting.people.particulars import Particulars
from meeting.voting.excluded import Exclusion
from meeting.voting.rules import CastBy, CountedBy, HeadHand, MotionForm, MotionState

QUORUM = "quorum"
"""Used instead of a kind of decision where the basis of the quorum is confirmed."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The base class of the parts of a record."""


class Visit(Recorded, frozen=True, kw_only=True):
    """One stay in the room, in one sitting. `reason`: noted on leaving. `with_all`: it ended with the sitting.

    `point`: the remote point, empty for the room. `door`: the kiosk that read the card; `read_at`: the kiosk's time, if
    the journal got it later. `arrived`, `left`: the ticks of both.
    """

    arrived_at: datetime
    arrived: int
    how: CameBy
    left_at: datetime | None = None
    left: int | None = None
    reason: str = ""
    sitting: int = 1
    with_all: bool = False
    point: str = ""
    door: str = ""
    read_at: datetime | None = None

    def lasts_beyond(self, tick: int) -> bool:
        """Return whether the person was still in the room after that tick."""
        return self.left is None or self.left > tick


class Absence(Recorded, frozen=True, kw_only=True):
    """The person does not come; `excused` when the chair was informed before. `substitute`: who comes, without a
    vote."""

    excused: bool
    reason: str
    substitute: str = ""


class StandIn(Visit, frozen=True, kw_only=True):
    """One stay of the substitute of that `name`."""

    name: str


class MandateTold(Recorded, frozen=True, kw_only=True):
    """A document about a mandate, from `before` the sitting of that number or during it.

    `counted`: whether the person counts in the total from then on, by this `article` of law (empty: no article says
    so). `total`: the total with this change. `at` None: before the meeting. `order`: 1 is the first such change.
    """

    mandate: Mandate
    counted: bool
    number: str
    dated: str
    reason: str
    article: str
    total: int
    sitting: int
    before: bool
    at: datetime | None
    order: int


class Seat(Recorded, frozen=True, kw_only=True):
    """A person's seat, with their name of that day and their attendance.

    `absence`: the absence noted for the present or next sitting. `missed`: by number, earlier sittings with a noted
    absence to which they did not come. `stand_ins`: the stays of those who came in their place.
    """

    seat_id: int
    role: Role
    votes: bool
    label: str
    position: int
    particulars: Particulars
    head: bool = False
    visits: tuple[Visit, ...] = ()
    absence: Absence | None = None
    missed: dict[int, Absence] = msgspec.field(default_factory=dict)
    stand_ins: tuple[StandIn, ...] = ()
    mandates: tuple[MandateTold, ...] = ()

    @property
    def mandate(self) -> Mandate:
        """Return the present mandate: held, suspended or vacant."""
        return self.mandates[-1].mandate if self.mandates else Mandate.HELD

    @property
    def in_total(self) -> bool:
        """Return whether they are part of the total on which majorities are counted."""
        return self.votes and (not self.mandates or self.mandates[-1].counted)

    @property
    def in_office(self) -> bool:
        """Return whether they have a vote and are in office, so that they get ballots."""
        return self.votes and self.mandate == Mandate.HELD

    def mandate_at(self, sitting: int) -> MandateTold | None:
        """Return the state of their mandate when a sitting began; None if they always held it."""
        known = [told for told in self.mandates if (told.sitting, not told.before) <= (sitting, False)]
        return known[-1] if known else None

    def serves_in(self, sitting: int) -> bool:
        """Return whether they were in office with a vote when a sitting began."""
        told = self.mandate_at(sitting)
        return self.votes and (told is None or told.mandate == Mandate.HELD)

    def visits_in(self, sitting: int) -> tuple[Visit, ...]:
        """Return their stays in one sitting; empty when they did not come."""
        return tuple(visit for visit in self.visits if visit.sitting == sitting)

    def is_substituted(self) -> bool:
        """Return whether somebody is here in their place now."""
        return bool(self.stand_ins) and self.stand_ins[-1].left_at is None

    def visits_at(self, tick: int) -> tuple[Visit, ...]:
        """Return their stay at a tick; empty when they were away."""
        return tuple(visit for visit in self.visits if visit.arrived <= tick and visit.lasts_beyond(tick))

    def in_room(self) -> bool:
        """Return whether the person has arrived and not left again."""
        return bool(self.visits) and self.visits[-1].left_at is None

    def is_far(self) -> bool:
        """Return whether they are at a remote point now."""
        return self.in_room() and bool(self.visits[-1].point)


class Span(Recorded, frozen=True, kw_only=True):
    """A time in which the meeting was at an item. `rests`: a pause ended it, and the item goes on afterwards."""

    opened_at: datetime
    closed_at: datetime | None = None
    rests: bool = False


class Item(Recorded, frozen=True, kw_only=True):
    """One item of the agenda, when it was dealt with, and what the secretary wrote under it.

    `added_by`, `moved_by`, `withdrawn_by`: the vote by which the room changed the agenda in session; `moved_from`: its
    number before that.
    """

    item_id: int
    position: int
    title: str
    presenter: str
    form: ItemForm
    spans: tuple[Span, ...] = ()
    closed_parts: tuple[Span, ...] = ()
    """The times in which it was dealt with behind closed doors."""
    conclusion: str = ""
    added_by: int | None = None
    moved_by: int | None = None
    moved_from: int = 0
    withdrawn_by: int | None = None

    def is_open(self) -> bool:
        """Return whether the meeting is at this item, and in session."""
        return bool(self.spans) and self.spans[-1].closed_at is None

    def rests(self) -> bool:
        """Return whether the meeting is paused at this item."""
        return bool(self.spans) and self.spans[-1].rests


class Recess(Recorded, frozen=True, kw_only=True):
    """A short break in a sitting. `ended_at` None: it goes on, or the meeting ended in it."""

    began_at: datetime
    ended_at: datetime | None = None


class Sitting(Recorded, frozen=True, kw_only=True):
    """One continuous period of the meeting, with its own roll; `number` 1 is the first.

    `ended_by`: the pause for which everybody left; None while it goes on, or when the meeting ended it. `opened`,
    `closed`: the ticks of its beginning and end.
    """

    number: int
    opened_at: datetime
    opened: int
    closed_at: datetime | None = None
    closed: int | None = None
    ended_by: PauseKind | None = None
    recesses: tuple[Recess, ...] = ()

    def is_late(self, visit: Visit) -> bool:
        """Return whether a person's first stay began after the sitting had begun."""
        return visit.arrived > self.opened

    def is_left_early(self, visit: Visit) -> bool:
        """Return whether somebody left before it was over, by their last stay, and not with everybody at its end."""
        return visit.left is not None and not visit.with_all and (self.closed is None or visit.left < self.closed)


class Vote(Recorded, frozen=True, kw_only=True):
    """The ballot of one seat that counts: its last one."""

    choice: Choice
    how: CastBy
    at: datetime


class Tally(Recorded, frozen=True, kw_only=True):
    """Figures of a vote."""

    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0

    @property
    def cast(self) -> int:
        """Return the number of ballots or hands counted."""
        return self.votes_for + self.votes_against + self.abstentions


class Switched(Recorded, frozen=True, kw_only=True):
    """A vote was taken off the tablets and went on in the room. `cast`: the ballots in the box at that time."""

    by: CountedBy
    reason: str
    at: datetime
    cast: Tally


class Ruling(Recorded, frozen=True, kw_only=True):
    """The chair's decision where the law is not explicit."""

    adopted: bool
    reason: str


class Result(Recorded, frozen=True, kw_only=True):
    """The announced result."""

    outcome: Outcome
    needed: int
    base_count: int
    sentence: str
    at: datetime


class Waiver(Recorded, frozen=True, kw_only=True):
    """The chair's written reason for going on with `present` where `needed` must be in the room."""

    needed: int
    present: int
    reason: str
    at: datetime


class Turn(Recorded, frozen=True, kw_only=True):
    """The quorum was reached (`met`) or lost at this time, with this many present of the `total`."""

    at: datetime
    met: bool
    present: int
    total: int


class Opening(Recorded, frozen=True, kw_only=True):
    """The quorum of one sitting: how many were present at its beginning, `needed` of the `total` then.

    Also the chair's reasons for beginning without it, and every time at which it was reached or lost, in order.
    """

    needed: int
    total: int
    at_start: int
    waivers: tuple[Waiver, ...]
    turns: tuple[Turn, ...]


class Presence(Recorded, frozen=True, kw_only=True):
    """The quorum of a meeting that has begun: how many were needed at its beginning, of how many, by which article.

    Contains each sitting that began. `remote`: the rights of people at remote points.
    """

    needed: int
    total: int
    article: str
    openings: tuple[Opening, ...]
    remote: RemoteTerms = EQUAL_RIGHTS


class Motion(Recorded, frozen=True, kw_only=True):
    """One question put to the vote.

    `able`: the seats on the roll present at the opening; only they vote. `present`: how many of them the vote counted
    as present. `here`: those of them in the room at the close; `late`: seats on the roll that came after the opening.
    `quorate`: how many the quorum counted at the close; `waivers`: the chair's reasons for going on without a quorum.
    `head_choice`: the head's hand in a count. `excluded`: which members have no ballot, and why; `aside`: those on the
    roll who take no part and were present at the opening; `stood_aside`: how many of them the vote counted as present.
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
    excluded: tuple[Exclusion, ...] = ()
    aside: frozenset[int] = frozenset()
    stood_aside: int = 0
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
    cancelled_by: tuple[Particulars, ...] = ()
    steps: tuple[Step, ...] = ()
    """The changes of the agenda when it is adopted."""
    restored: int = 0
    """How often the tables of the motion were rewritten from the journal before the announcement."""


class Presided(Recorded, frozen=True, kw_only=True):
    """The beginning of a person's presiding; `tick` is that of `at`."""

    seat_id: int
    at: datetime
    tick: int


class SetBack(Recorded, frozen=True, kw_only=True):
    """The server's clock was set back: entry `seq` has an earlier time than the one `before`."""

    seq: int
    before: datetime
    after: datetime


class FalseEnd(Recorded, frozen=True, kw_only=True):
    """The meeting was ended by mistake, and went on. `by`: who asked to undo the end, and who agreed."""

    ended_at: datetime
    taken_back_at: datetime
    reason: str
    by: tuple[Particulars, ...] = ()


class Record(Recorded, frozen=True, kw_only=True):
    """One meeting. Seats, items and motions are in the order of their lists."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    preset: str
    edition: str
    """The law edition under which the meeting was planned."""
    member_word: str
    """This body's word for a voter: `đại biểu`, `thành viên`, `cấp ủy viên`."""
    paper_form: PaperForm
    planned_start: str
    started_at: datetime | None
    ended_at: datetime | None
    seats: tuple[Seat, ...]
    items: tuple[Item, ...]
    motions: tuple[Motion, ...]
    bases: dict[str, str]
    """The article of a rule below grade L that the chair confirmed, by kind of decision or `QUORUM`."""
    plain: bool
    """The full drawing failed since the last draft was requested: this record is drawn in the plain form."""
    presence: Presence | None
    """None while the meeting has not begun."""
    sittings: tuple[Sitting, ...] = ()
    """The sittings that have begun."""
    presiding: int | None = None
    """The seat to which the chair was last handed over."""
    presided: tuple[Presided, ...] = ()
    """The presiding people in order, each with their beginning; the first one from the beginning of the meeting."""
    led: frozenset[int] = frozenset()
    """The seats of secretaries who led the meeting at a time when they were not on the roll."""
    false_ends: tuple[FalseEnd, ...] = ()
    last_at: datetime
    """The time of the last entry, as of which this record is true."""
    last: int
    """Its tick."""
    set_back: tuple[SetBack, ...] = ()
    """Every time the clock was set back, in the order of the journal."""
    chapters: dict[str, object]
    """The parts of the record made by features, by name (read through `course.Chapter`)."""

    def total_in(self, sitting: int) -> int:
        """Return the total (N) when a sitting began; before the meeting, the present one."""
        if self.presence is not None and sitting <= len(self.presence.openings):
            return self.presence.openings[sitting - 1].total
        return sum(1 for seat in self.seats if seat.in_total)

    def stays_of(self, seat: Seat) -> tuple[Visit, ...]:
        """Return a person's stays in sittings; arrivals in a pause after which no sitting was held do not count."""
        held = max(len(self.sittings), 1)
        return tuple(visit for visit in seat.visits if visit.sitting <= held)

    @property
    def remote(self) -> RemoteTerms:
        """Return the rights of people at remote points."""
        return self.presence.remote if self.presence is not None else EQUAL_RIGHTS

    def only_followed(self, seat: Seat) -> bool:
        """Return whether somebody was never present, and followed from a remote point."""
        stays = self.stays_of(seat)
        return bool(stays) and not self.remote.counted and all(visit.point for visit in stays)

    def took_part(self, seat: Seat) -> bool:
        """Return whether somebody took part, even for a short time."""
        return bool(self.stays_of(seat))
