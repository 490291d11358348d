"""The course of a meeting while its journal is read, and the functions that apply each kind of event to it.

An event that cannot follow those before it is a Contradiction. Kinds without a function are ignored: the minutes do not
mention them. Seats, items, presence and votes depend on each other and are kept here. What a feature only adds is a
chapter, kept in that feature's file.
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
Closed = TypeVar("Closed")
SECOND = timedelta(seconds=1)


class Course:
    """The meeting up to the entry last read."""

    def __init__(self, created: MeetingCreated, at: datetime) -> None:
        self.meeting: MeetingCreated = created
        self.at = at  # the time of the entry being read
        self.tick = 0  # how often the time of the entries has changed so far, forwards or back
        self.set_back: list[SetBack] = []
        self.latest: tuple[datetime, Event] = (at, created)  # the last event of the meeting's course: see `keep`
        self.before_turn: dict[int, Item] = {}  # the items last left and turned to, as they were before the turn
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.sittings: list[Sitting] = []
        self.sitting = 1  # the sitting of people who come now
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
        self.asked: dict[int, tuple[int, str]] = {}  # by number of the pending request: who asked, and for which act
        self.agreed: tuple[str, tuple[int, int]] | None = None  # the act, who asked and who agreed
        self.written: Counter[int] = Counter()  # by item: how often its conclusion was written
        self.seats: dict[int, Seat] = {}
        self.items: dict[int, Item] = {}
        self.points: dict[int, str] = {}  # by number: the name of a point outside the room
        self.room = Room(self.seats)
        self.votes = Votes(self.seats, self.room)
        self.due = Due()
        self.drafts: dict[str, object] = {}

    def come_to(self, seq: int, at: datetime) -> None:
        """Go on to the next entry.

        Entries with the same time share a tick, so that no order is claimed where their times show none. Any other time
        starts a new tick, even when the clock went back.
        """
        if self.at - at >= SECOND:  # several servers' clocks differ by less, and the minutes print no less
            self.set_back.append(SetBack(seq=seq, before=self.at, after=at))
        self.tick += at != self.at
        self.at = at

    def keep(self, event: Event, at: datetime) -> None:
        """Remember an event as the latest. A turn is not replaced by asides, by doors that stay closed at it, or by the
        arrival of the secretary who leads: that arrival belongs to their own act, which may undo the turn.
        """
        turn = self.latest[1]
        follows = isinstance(event, DoorsClosed) and isinstance(turn, ItemOpened) and event.item_id == turn.item_id
        leads = isinstance(event, CheckedIn) and event.seat_id == self.driver
        if not event.aside and not follows and not leads:
            self.latest = (at, event)

    def in_session(self) -> bool:
        """Return whether the meeting has begun, is not paused and is not over."""
        return self.started_at is not None and self.ended_at is None and self.resting is None

    def order(self) -> list[int]:
        """Return the items in the order of the agenda."""
        return sorted(self.items, key=lambda each: (self.items[each].position, each))

    def presider(self) -> int | None:
        """Return the seat that presides now."""
        if self.presiding is not None:
            return self.presiding
        chairs = (seat for seat in self.seats.values() if seat.role == Role.CHAIR)
        return next((seat.seat_id for seat in sorted(chairs, key=lambda seat: seat.position)), None)

    def took_part(self, seat: Seat) -> bool:
        """Return whether somebody has taken part so far, even for a short time."""
        return any(visit.sitting <= max(len(self.sittings), 1) for visit in seat.visits)

    def nobody_presided(self) -> bool:
        """Return whether nobody who had the chair, or was planned to, was ever present."""
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


class Chapter(Generic[Draft, Closed]):
    """One feature's part of a record: a draft that its events change, and its final form.

    `begin` makes the draft of a meeting in which nothing has happened; `close` makes the record's part from it.
    """

    def __init__(self, name: str, begin: Callable[[Course], Draft], close: Callable[[Draft, Course], Closed]) -> None:
        self.name, self._begin, self._close = name, begin, close

    def draft(self, course: Course) -> Draft:
        """Return the draft, up to the entry last read."""
        if self.name not in course.drafts:
            course.drafts[self.name] = self._begin(course)
        return cast(Draft, course.drafts[self.name])

    def closed(self, course: Course) -> Closed:
        """Return the final form for the record."""
        return self._close(self.draft(course), course)

    def of(self, record: Record) -> Closed:
        """Return this chapter of a record."""
        return cast(Closed, record.chapters[self.name])


class Telling:
    """One feature's rules for changing the course of a meeting by its events:

    `@telling.of(BallotCast)`; and its chapter.
    """

    def __init__(self, chapter: Chapter[Any, Any] | None = None) -> None:
        self.chapter = chapter
        self.tellers: dict[type[Event], Callable[[Any, Course, datetime], None]] = {}
        self.unprinted: set[type[Event]] = set()

    def of(
        self, kind: type[E], *, printed: bool = True
    ) -> Callable[[Callable[[E, Course, datetime], None]], Callable[[E, Course, datetime], None]]:
        """Function decorator: apply events of that kind with this function.

        `printed` False: the minutes do not mention these events; they only affect how the minutes are drawn or closed.
        """

        def keep(teller: Callable[[E, Course, datetime], None]) -> Callable[[E, Course, datetime], None]:
            self.tellers[kind] = teller
            if not printed:
                self.unprinted.add(kind)
            return teller

        return keep
