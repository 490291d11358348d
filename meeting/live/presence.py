"""Presence: which seats have a device connected at any server of the installation.

Each server keeps a row with its own seats, written when they change and every few seconds; the row of a server that
has died is soon too old to count. Only where there may be several servers: one alone asks its own memory.
"""

import time

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from meeting.access.tables import Node
from meeting.live.personal import Personal
from meeting.store.rows import table_of

REFRESH_SECONDS = 3.0
GONE_SECONDS = 10.0
FORGOTTEN_SECONDS = 3600.0

Seats = dict[int, set[int]]
"""By meeting."""

_NODE = table_of(Node)
_NOW = func.extract("epoch", func.clock_timestamp())
"""The database's clock: machines may differ."""


class Presence:
    """What this server knows of the devices at all of them. `counters`: see store.postgres."""

    def __init__(self, name: str, counters: Engine, personal: Personal) -> None:
        self._name = name
        self._counters = counters
        self._personal = personal
        self._written: Seats = {}
        self._written_at = 0.0
        self._others: Seats = {}
        self._meetings: set[int] = set()

    def seats(self, meeting_id: int) -> set[int]:
        """Seats of a meeting with a device connected anywhere; of the other servers as of the last exchange."""
        return self._personal.seats(meeting_id) | self._others.get(meeting_id, set())

    def meetings(self) -> set[int]:
        """Return the meetings that have, or had, a device at another server since this one started."""
        return set(self._meetings)

    def exchange(self) -> None:
        """Tell the others and hear from them; nothing while nobody is connected here."""
        own, now = self._personal.all_seats(), time.monotonic()
        if own != self._written or (own and now > self._written_at + REFRESH_SECONDS):
            self._tell(own)
            self._written, self._written_at = own, now
        self._others = self._hear()
        self._meetings |= self._others.keys()

    def _tell(self, own: Seats) -> None:
        row = {"seats": {str(meeting): sorted(seats) for meeting, seats in own.items()}, "seen_at": _NOW}
        telling = insert(_NODE).values(name=self._name, **row)
        with self._counters.connect() as db:
            db.execute(telling.on_conflict_do_update(index_elements=[_NODE.c.name], set_=row))
            db.execute(delete(_NODE).where(_NODE.c.seen_at < _NOW - FORGOTTEN_SECONDS))

    def _hear(self) -> Seats:
        others = select(_NODE.c.seats).where(
            _NODE.c.name != self._name, _NODE.c.seen_at.between(_NOW - GONE_SECONDS, _NOW + 1)
        )
        found: Seats = {}
        with self._counters.connect() as db:
            for seats in db.scalars(others):
                for meeting, there in seats.items():
                    found.setdefault(int(meeting), set()).update(there)
        return found
