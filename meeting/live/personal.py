"""Each person's own devices: how many are connected, and the data that only they get."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from meeting.live.push import Push
from meeting.private.door import Topics
from meeting.store.database import Database

Mine = Callable[[Session, int, int], dict[str, Any]]
"""Data that only one person sees in a meeting: `mine(db, meeting_id, seat_id)`."""
Private = Callable[[Session, int], Topics]
"""Data of a person outside any meeting: `private(db, person_id)`."""
Seat = tuple[int, int]
"""A meeting and a seat in it."""


class Personal:
    """The connected devices of each seat."""

    def __init__(self, database: Database, push: Push, mine: Mine, private: Private) -> None:
        self._database = database
        self._push = push
        self._mine = mine
        self._private = private
        self._devices: Counter[Seat] = Counter()
        self._people: Counter[int] = Counter()
        self._lock = threading.Lock()  # with threads, two devices of a seat may come and go at the same time

    def joins(self, sid: str, seat: Seat) -> None:
        """Note that a connection begins to act for a seat."""
        with self._lock:
            self._devices[seat] += 1
        self._push.enter(sid, _room(seat))

    def turns_away(self, sid: str, seat: Seat) -> None:
        """Note that a connection stays open but stops acting for a seat."""
        self._push.exit(sid, _room(seat))
        self.goes(seat)

    def goes(self, seat: Seat) -> None:
        """Note that a connection acting for a seat was closed."""
        with self._lock:
            self._devices[seat] -= 1
            if not self._devices[seat]:
                del self._devices[seat]

    def count(self, meeting_id: int, seat_id: int) -> int:
        """Return how many devices of a seat are connected."""
        return self._devices[meeting_id, seat_id]

    def seats(self, meeting_id: int) -> set[int]:
        """Return the seats of a meeting with a connected device."""
        with self._lock:
            return {seat_id for meeting, seat_id in self._devices if meeting == meeting_id}

    def all_seats(self) -> dict[int, set[int]]:
        """Return the seats with a connected device, by meeting."""
        with self._lock:
            found: dict[int, set[int]] = {}
            for meeting_id, seat_id in self._devices:
                found.setdefault(meeting_id, set()).add(seat_id)
            return found

    def own(self, db: Session, meeting_id: int, seat_id: int) -> dict[str, Any]:
        """Return the data that only this person sees, read in an open session."""
        return self._mine(db, meeting_id, seat_id)

    def tell(self, meeting_id: int, seat_id: int) -> None:
        """Send that data to all their devices."""
        if self.count(meeting_id, seat_id):
            with self._database.read() as db:
                mine = self.own(db, meeting_id, seat_id)
            self._push.tell(_room((meeting_id, seat_id)), "mine", mine)

    def send_away(self, meeting_id: int, seat_id: int) -> None:
        """Close the connections of all their devices. They see nothing new of the meeting until they reconnect."""
        if self.count(meeting_id, seat_id):
            self._push.send_away(_room((meeting_id, seat_id)), "has another place in the meeting now")

    # outside any meeting

    def belongs(self, sid: str, person_id: int) -> None:
        """Note the person of a connection. It need not belong to a meeting."""
        with self._lock:
            self._people[person_id] += 1
        self._push.enter(sid, _room_of(person_id))

    def leaves(self, person_id: int) -> None:
        """Note that a connection of a person was closed."""
        with self._lock:
            self._people[person_id] -= 1
            if not self._people[person_id]:
                del self._people[person_id]

    def has_devices(self, person_id: int) -> bool:
        """Return whether a device of a person is connected."""
        return person_id in self._people

    def private(self, db: Session, person_id: int) -> Topics:
        """Return a person's private data, read in an open session."""
        return self._private(db, person_id)

    def private_now(self, person_id: int) -> Topics:
        """Return the same, read now."""
        with self._database.read() as db:
            return self._private(db, person_id)

    def tell_private(self, person_id: int, topics: Topics) -> None:
        """Send changed private data to all their devices."""
        self._push.tell(_room_of(person_id), "private", topics)

    # after a gap in listening

    def tell_all(self) -> None:
        """Send all connected people all their data, one after the other."""
        with self._lock:
            seats, people = list(self._devices), list(self._people)
        for seat in seats:
            self.tell(*seat)
            time.sleep(0)
        for person_id in people:
            self.tell_private(person_id, self.private_now(person_id))
            time.sleep(0)


def _room_of(person_id: int) -> str:
    return f"person:{person_id}"


def _room(seat: Seat) -> str:
    return f"{seat[0]}:seat:{seat[1]}"
