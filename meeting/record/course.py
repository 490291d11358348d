"""The course of a meeting while its journal is read, and who tells what each kind of event changes in it.

An event that cannot follow those before it is a Contradiction; events that nobody tells pass unnoticed: the minutes
do not speak of them. Seats, items, presence and votes hold each other and are kept here;
what only adds to the meeting is a chapter, kept by the file of its feature.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from meeting.agenda.events import DoorsClosed, ItemOpened, MeetingCreated
from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.events import CheckedIn
from meeting.journal.events import Event
from meeting.kernel.roles import Role
from meeting.record.contradiction import Contradiction
from meeting.record.due import Due
from meeting.record.presence import Room
from meeting.record.record import FalseEnd, Item, Presided, Record, Seat, SetBack, Sitting
from meeting.record.votes import Votes

E = TypeVar("E", bound=Event)
Draft = TypeVar("Draft")
Told = TypeVar("Told")
SECOND = timedelta(seconds=1)


class Course:
    """The meeting as far as it has been read."""

    def __init__(self, created: MeetingCreated, at: datetime) -> None:
        self.meeting: MeetingCreated = created
        self.at = at  # of the entry that is read
        self.tick = 0  # how often the time of the entries has changed by then, forwards or back
        self.set_back: list[SetBack] = []
        self.latest: tuple[datetime, Event] = (at, created)  # of what is done in the meeting: see `keep`
        self.before_turn: dict[int, Item] = {}  # the items left and turned to last, as they stood before
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.sittings: list[Sitting] = []
        self.sitting = 1  # that of whoever comes now
        self.resting: PauseKind | None = None
        self.published = not created.draft
        self.submitted: int | None = None  # the submission that waits for the chair
        self.plain = False
        self.bases: dict[str, str] = {}
        self.closed_by_end: int | None = None
        self.driver: int | None = None  # the seat of the secretary who changes the course
        self.led: set[int] = set()  # the seats of secretaries who did so while they were not on the roll
        self.presiding: int | None = None  # the seat to which the chair was handed over
        self.presided: list[Presided] = []
        self.behind_doors: int | None = None  # the item at which the doors are closed
        self.false_ends: list[FalseEnd] = []
        self.signed = False
        self.asked: dict[int, tuple[int, str]] = {}  # by number of what waits for a second person: who asked, the act
        self.agreed: tuple[str, tuple[int, int]] | None = None  # the act, who asked and agreed; until it is told itself
        self.written: Counter[int] = Counter()  # by item: how often its conclusion was written
        self.seats: dict[int, Seat] = {}
        self.items: dict[int, Item] = {}
        self.points: dict[int, str] = {}  # by number: what a point outside the room is called
        self.room = Room(self.seats)
        self.votes = Votes(self.seats, self.room)
        self.due = Due()
        self.drafts: dict[str, object] = {}

    def come_to(self, seq: int, at: datetime) -> None:
        """The next entry is read.

        Entries of one moment share a tick, so that no order is told where no time tells it. Any other time comes after
        those before it, whatever the clock says.
        """
        if self.at - at >= SECOND:  # servers beside each other differ by less, and no less is printed
            self.set_back.append(SetBack(seq=seq, before=self.at, after=at))
        self.tick += at != self.at
        self.at = at

    def keep(self, event: Event, at: datetime) -> None:
        """An event was told. What is said aside, and doors that stay closed at a turn, leave the turn the latest."""
        turn = self.latest[1]
        follows = isinstance(event, DoorsClosed) and isinstance(turn, ItemOpened) and event.item_id == turn.item_id
        leads = isinstance(event, CheckedIn) and event.seat_id == self.driver
        if not event.aside and not follows and not leads:
            self.latest = (at, event)

    def in_session(self) -> bool:
        """Whether the meeting has begun, does not rest and is not over."""
        return self.started_at is not None and self.ended_at is None and self.resting is None

    def order(self) -> list[int]:
        """The items as they stand on the agenda."""
        return sorted(self.items, key=lambda each: (self.items[each].position, each))

    def presider(self) -> int | None:
        """The seat that presides now."""
        if self.presiding is not None:
            return self.presiding
        chairs = (seat for seat in self.seats.values() if seat.role == Role.CHAIR)
        return next((seat.seat_id for seat in sorted(chairs, key=lambda seat: seat.position)), None)

    def took_part(self, seat: Seat) -> bool:
        """Whether somebody did so far, if only for a while."""
        return any(visit.sitting <= max(len(self.sittings), 1) for visit in seat.visits)

    def nobody_presided(self) -> bool:
        """Whether nobody who had the chair, or was to, was ever there."""
        given = self.presiding
        if given is not None:
            return not self.took_part(self.seats[given])
        return not any(self.took_part(seat) for seat in self.seats.values() if seat.role == Role.CHAIR)

    def seat(self, seat_id: int) -> Seat:
        if seat_id not in self.seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self.seats[seat_id]

    def item(self, item_id: int) -> Item:
        if item_id not in self.items:
            raise Contradiction(f"không có nội dung số {item_id} trong chương trình")
        return self.items[item_id]


class Chapter(Generic[Draft, Told]):
    """What one feature adds to a record: a draft that its events change, and what is read when all are told.

    `begin` makes the draft of a meeting in which nothing has happened; `close` what stands in the record.
    """

    def __init__(self, name: str, begin: Callable[[Course], Draft], close: Callable[[Draft, Course], Told]) -> None:
        self.name, self._begin, self._close = name, begin, close

    def draft(self, course: Course) -> Draft:
        """As far as the journal has been read."""
        if self.name not in course.drafts:
            course.drafts[self.name] = self._begin(course)
        return cast(Draft, course.drafts[self.name])

    def closed(self, course: Course) -> Told:
        """As it will stand in the record."""
        return self._close(self.draft(course), course)

    def of(self, record: Record) -> Told:
        """As it stands in a record."""
        return cast(Told, record.chapters[self.name])


class Telling:
    """What one feature's events change in the course of a meeting: `@telling.of(BallotCast)`; and its chapter."""

    def __init__(self, chapter: Chapter[Any, Any] | None = None) -> None:
        self.chapter = chapter
        self.tellers: dict[type[Event], Callable[[Any, Course, datetime], None]] = {}
        self.unprinted: set[type[Event]] = set()

    def of(
        self, kind: type[E], *, printed: bool = True
    ) -> Callable[[Callable[[E, Course, datetime], None]], Callable[[E, Course, datetime], None]]:
        """Function decorator: this is what an event of that kind changes.

        `printed` False: nothing that the minutes say, only how they are drawn or when they are closed.
        """

        def keep(teller: Callable[[E, Course, datetime], None]) -> Callable[[E, Course, datetime], None]:
            self.tellers[kind] = teller
            if not printed:
                self.unprinted.add(kind)
            return teller

        return keep
