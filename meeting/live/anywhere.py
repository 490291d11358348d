"""Connected anywhere: which seats have a connected device at any server of the installation.

Each server writes a row with its own seats, when they change and every few seconds. The row of a dead server soon
becomes too old to count. Used only where there may be several servers; a single server asks its own memory.
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
"""The connected seats of each meeting."""

_NODE = table_of(Node)
_NOW = func.extract("epoch", func.clock_timestamp())
"""The database's clock, because the machines' clocks may differ."""


class ConnectedAnywhere:
    """The devices connected at all servers, as known to this server. `counters`: see store.postgres."""

    def __init__(self, name: str, counters: Engine, personal: Personal) -> None:
        self._name = name
        self._counters = counters
        self._personal = personal
        self._written: Seats = {}
        self._written_at = 0.0
        self._others: Seats = {}
        self._meetings: set[int] = set()

    def seats(self, meeting_id: int) -> set[int]:
        """Return a meeting's seats with a device connected anywhere; other servers' as of the last exchange."""
        return self._personal.seats(meeting_id) | self._others.get(meeting_id, set())

    def meetings(self) -> set[int]:
        """Return the meetings that have, or had, a device at another server since this one started."""
        return set(self._meetings)

    def exchange(self) -> None:
        """Write this server's row and read the others'.

        Also while no device is connected here: a console opened at this server later shows who was lost at another one.
        """
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
