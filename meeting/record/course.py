"""The course of a meeting while its journal is read, and who tells what each kind of event changes in it.

An event that cannot follow those before it is a Contradiction; events that nobody tells pass unnoticed: the minutes
do not speak of them. Votes, presence and the floor have rules enough for files of their own.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from meeting.agenda.events import MeetingCreated
from meeting.journal.events import Event
from meeting.record.contradiction import Contradiction
from meeting.record.floor import Floor
from meeting.record.presence import Room
from meeting.record.record import FalseEnd, Item, Paper, Seat
from meeting.record.votes import Votes

E = TypeVar("E", bound=Event)


class Course:
    """The meeting as far as it has been read."""

    def __init__(self, created: MeetingCreated, at: datetime) -> None:
        self.meeting: MeetingCreated = created
        self.latest: tuple[datetime, Event] = (at, created)
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.plain = False
        self.bases: dict[str, str] = {}
        self.closed_by_end: int | None = None
        self.false_ends: list[FalseEnd] = []
        self.signed = False
        self.written: Counter[int] = Counter()  # by item: how often its conclusion was written
        self.seats: dict[int, Seat] = {}
        self.items: dict[int, Item] = {}
        self.papers: dict[int, Paper] = {}
        self.room = Room(self.seats)
        self.votes = Votes(self.seats, self.room)
        self.floor = Floor(self.seats)

    def seat(self, seat_id: int) -> Seat:
        if seat_id not in self.seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self.seats[seat_id]

    def item(self, item_id: int) -> Item:
        if item_id not in self.items:
            raise Contradiction(f"không có nội dung số {item_id} trong chương trình")
        return self.items[item_id]


class Telling:
    """What one feature's events change in the course of a meeting: `@telling.of(BallotCast)`."""

    def __init__(self) -> None:
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
