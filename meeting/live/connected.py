"""Tells the officers which seats have a connected device, and for how long the others have been without one.

Each server keeps this in memory while it runs, so a silence is never counted from before its start.
"""

import time
from collections.abc import Callable
from typing import Any


class Connected:
    """Keeps when each seat lost its last device. `seats`: returns a meeting's connected seats at all servers."""

    def __init__(self, seats: Callable[[int], set[int]], passing: Callable[[], float] = time.monotonic) -> None:
        self._seats = seats
        self._passing = passing
        self._began = passing()
        self._seen: dict[int, set[int]] = {}
        self._lost: dict[int, dict[int, float]] = {}  # by meeting and seat: when its last device disconnected

    def look(self, meeting_id: int) -> bool:
        """Look again. Returns whether other seats are connected than at the last look."""
        seats, seen = self._seats(meeting_id), self._seen.get(meeting_id)
        if seats == seen:
            return False
        lost = self._lost.get(meeting_id, {}) | dict.fromkeys((seen or set()) - seats, self._passing())
        self._lost[meeting_id] = {seat: at for seat, at in lost.items() if seat not in seats}
        self._seen[meeting_id] = seats
        return True

    def told(self, meeting_id: int) -> dict[str, Any]:
        """Return `{seats, lost: {seat: seconds}, heard}`: who is connected, and how long ago others were lost.

        `heard`: for how many seconds the server has been listening.
        """
        now, seats = self._passing(), self._seats(meeting_id)
        lost = self._lost.get(meeting_id, {})
        ago = {str(seat): int(now - at) for seat, at in lost.items() if seat not in seats}
        return {"seats": sorted(seats), "lost": ago, "heard": int(now - self._began)}
