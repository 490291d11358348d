"""The minute in which the quorum of the present sitting was reached or lost, for the screens.

The tables say who is in the room now; only the journal says when each person came and went. So this reads the journal,
as the minutes do, and both give the same minute. What was read is kept in memory, and each time only newer lines are
read. No decision depends on it: a vote counts the people in the room from the tables.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from meeting.agenda.events import (
    MandateChanged,
    MeetingPaused,
    MeetingStarted,
    SeatAdded,
    SeatChanged,
    SeatRemoved,
)
from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Meeting
from meeting.attendance.events import ArrivalUndone, CheckedIn, Left
from meeting.attendance.quorum import remote_of, rule_of
from meeting.attendance.turn_rules import Move, Office, Turned, Walk
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.store.once import once

log = logging.getLogger(__name__)


class _Course:
    """The moves in one meeting's present sitting, read from its journal up to line `seq`.

    `lost`: a line could not be read, so the minute is not known. `offices`: who has a vote and counts, by seat; those
    `at_start` of the sitting, None before the meeting. `far`: who is here now, by seat, and whether at a remote point.
    `walk` has taken the moves up to the number in `walked`, with (True) or without people at remote points.
    """

    def __init__(self) -> None:
        self.seq = 0
        self.lost = False
        self.moves: list[Move] = []
        self.offices: dict[int, Office] = {}
        self.at_start: dict[int, Office] | None = None
        self.far: dict[int, bool] = {}
        self.walk: Walk | None = None
        self.walked = (0, True)

    def turned(self, meeting: Meeting) -> Turned | None:
        """Return when the quorum was last reached or lost; None while it has not been reached.

        Only moves that are new since the last call are counted, unless the meeting's rules have changed meanwhile.
        """
        rule, counted = rule_of(meeting), remote_of(meeting).counted
        if self.walk is None or self.walk.rule != rule or self.walked[1] != counted:
            self.walk = Walk(rule, dict(self.offices if self.at_start is None else self.at_start))
            self.walked = (0, counted)
        for move in self.moves[self.walked[0] :]:
            if counted or not move.far:
                self.walk.take(move)
        self.walked = (len(self.moves), counted)
        return self.walk.turned

    def move(self, at: datetime, seat_id: int, step: int, *, far: bool) -> None:
        """Note that a person came (`step` 1) or went (-1). Does nothing for people without a vote."""
        if seat_id in self.offices:
            self.moves.append(Move(at, seat_id, step, far))

    def begin_anew(self, moves: list[Move]) -> None:
        """Replace the moves by these and count them from the first one again.

        Needed when a former move was undone, or belongs to a sitting that is over.
        """
        self.moves, self.walk = moves, None

    def forget(self, seat_id: int) -> None:
        """Delete a person's moves, because their right to vote was given or taken away.

        From then on they are as if they had always had it, or never.
        """
        self.begin_anew([move for move in self.moves if move.seat_id != seat_id])


@once
def quorum_turned(db: Session, meeting: Meeting) -> Turned | None:
    """Return when the quorum of the present sitting was last reached or lost.

    None while it has not been reached, and when a line of the journal cannot be read.
    """
    with _LOCK:
        course = _KNOWN.setdefault(db.get_bind(), {}).setdefault(meeting.id, _Course())
        if course.lost:
            return None
        try:
            course.seq, told = journal.told_since(db, journal.book_of(meeting.id), _KINDS, course.seq)
            for at, event in told:
                _TAKEN[type(event)](course, event, at)
            return course.turned(meeting)
        except (KeyError, ValueError):  # a damaged line takes the minute from the screens, and nothing else
            log.exception("could not read from the journal since when there is a quorum")
            course.lost = True
            return None


_LOCK = threading.Lock()
_KNOWN: WeakKeyDictionary[Any, dict[int, _Course]] = WeakKeyDictionary()
"""By database engine, then by meeting."""


def _seat(course: _Course, event: SeatAdded | SeatChanged, at: datetime) -> None:
    if event.votes == (event.seat_id in course.offices):
        return
    if event.votes:
        course.offices[event.seat_id] = Office(counted=True, serves=True)
    else:
        del course.offices[event.seat_id]
    course.forget(event.seat_id)


def _unseat(course: _Course, event: SeatRemoved, at: datetime) -> None:
    course.offices.pop(event.seat_id, None)
    course.forget(event.seat_id)


def _mandate(course: _Course, event: MandateChanged, at: datetime) -> None:
    """Change what a seat counts for. Before the meeting begins, it counts so from the beginning."""
    office = course.offices[event.seat_id] = Office(event.counted, event.mandate == Mandate.HELD)
    if course.at_start is None:
        course.begin_anew(course.moves)
    else:
        course.moves.append(Move(at, event.seat_id, office=office))


def _start(course: _Course, event: MeetingStarted, at: datetime) -> None:
    course.at_start = dict(course.offices)
    course.begin_anew(course.moves)


def _pause(course: _Course, event: MeetingPaused, at: datetime) -> None:
    """Begin an empty roll for the next sitting. A recess ends no sitting and changes nothing."""
    if event.cause.ends_sitting:
        course.at_start, course.far = dict(course.offices), {}
        course.begin_anew([])


def _come(course: _Course, event: CheckedIn, at: datetime) -> None:
    if event.seat_id not in course.far:
        course.far[event.seat_id] = bool(event.point)
        course.move(at, event.seat_id, 1, far=bool(event.point))


def _go(course: _Course, event: Left, at: datetime) -> None:
    course.move(at, event.seat_id, -1, far=course.far.pop(event.seat_id))


def _undo(course: _Course, event: ArrivalUndone, at: datetime) -> None:
    """Delete the person's last arrival."""
    del course.far[event.seat_id]
    came = [n for n, move in enumerate(course.moves) if move.seat_id == event.seat_id and move.step > 0]
    course.begin_anew([move for n, move in enumerate(course.moves) if n not in came[-1:]])


_TAKEN: dict[type[Event], Callable[[_Course, Any, datetime], None]] = {
    SeatAdded: _seat,
    SeatChanged: _seat,
    SeatRemoved: _unseat,
    MandateChanged: _mandate,
    MeetingStarted: _start,
    MeetingPaused: _pause,
    CheckedIn: _come,
    Left: _go,
    ArrivalUndone: _undo,
}
_KINDS = frozenset(kind.kind for kind in _TAKEN)
