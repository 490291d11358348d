"""The tail: follows the journal of each meeting and shows every view what has changed, once per view.

A nudge after a commit only wakes it; a slow poll is the floor, so a lost nudge (or a change
made by another process) costs a second and never truth. Events that come in storms are told
on a tick, everything else at once.
"""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

from meeting.access.policy import View
from meeting.journal.events import Event
from meeting.panels.gallery import Gallery

log = logging.getLogger(__name__)

FLOOR_SECONDS = 1.0
PAUSE_TIMES = 4  # progress is told in at most a fifth of the time: ticks grow with the number of tablets


class Audience(Protocol):
    """Who is connected, and how to reach them all at once."""

    def views(self, meeting_id: int) -> set[tuple[View, str]]:
        """The views and languages somebody of the meeting looks through."""
        ...

    def show(self, meeting_id: int, view: View, language: str, batch: dict[str, Any]) -> None:
        """Send one batch to everybody in a view."""
        ...


class People(Protocol):
    """Each person's own devices."""

    def count(self, meeting_id: int, seat_id: int) -> int:
        """How many devices of a seat are connected."""
        ...

    def tell(self, meeting_id: int, seat_id: int) -> None:
        """Send what one person alone is shown to all their devices."""
        ...


class Tail:
    """Follows the journals of one process's meetings."""

    def __init__(self, gallery: Gallery, audience: Audience, people: People, tick_ms: int) -> None:
        self._gallery = gallery
        self._audience = audience
        self._people = people
        self._tick = tick_ms / 1000
        self._woken = threading.Semaphore(0)
        self._urgent = False
        self._shown: dict[int, int] = {}
        self._next_show = 0.0

    def nudge(self, book: str, events: Sequence[Event]) -> None:
        """Something was committed. `book` is not looked at: the journal itself says what is new."""
        if not all(event.paced for event in events):
            self._urgent = True
        self._woken.release()

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            self._woken.acquire(timeout=FLOOR_SECONDS)
            self._pace()
            self._urgent = False  # before the nudges are gathered: an urgent one that comes now stays urgent
            while self._woken.acquire(blocking=False):
                pass
            began = time.monotonic()
            for meeting_id in self._gallery.known():
                try:
                    self.show_news(meeting_id)
                except Exception:  # one meeting's trouble must not leave another's screens dark
                    log.exception("tail failed")
            self._next_show = time.monotonic() + max(self._tick, PAUSE_TIMES * (time.monotonic() - began))

    def show_news(self, meeting_id: int) -> None:
        """Bring every view of a meeting up to date. What could not be shown to some is shown to all again: harmless."""
        upto, _ = self._gallery.catch_up(meeting_id)
        after = self._shown.get(meeting_id, self._gallery.first_seen(meeting_id))
        if upto == after:
            return
        self._tell_people(meeting_id, after)
        views = sorted(self._audience.views(meeting_id))
        if all([self._show(meeting_id, after, view, language) for view, language in views]):  # noqa: C419 - each one
            self._shown[meeting_id] = upto

    def _tell_people(self, meeting_id: int, after: int) -> None:
        """Before the panels: one person's question must not wait until a whole hall is drawn."""
        for seat_id, answered in self._gallery.concerned_since(meeting_id, after).items():
            try:
                if not answered or self._people.count(meeting_id, seat_id) > 1:
                    self._people.tell(meeting_id, seat_id)
            except Exception:  # what was committed stays acknowledged; the device resumes by number
                log.exception("a person could not be told")

    def _show(self, meeting_id: int, after: int, view: View, language: str) -> bool:
        """Whether a view could be brought up to date."""
        try:
            self._audience.show(meeting_id, view, language, self._gallery.batch(meeting_id, after, view, language))
        except Exception:  # a drawing that fails must not leave every other screen dark
            log.exception("a view could not be drawn")
            return False
        return True

    def _pace(self) -> None:
        """Wait out the tick, unless something urgent has come or comes meanwhile."""
        while not self._urgent and (left := self._next_show - time.monotonic()) > 0:
            time.sleep(min(left, 0.02))
