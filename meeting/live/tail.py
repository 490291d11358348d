"""The tail: follows the journal of each meeting and shows every view what has changed, once per view.

A nudge after a commit only wakes it; a slow poll is the floor, so a lost nudge (or a change
made by another process) costs a second and never truth. Facts that come in storms are told
on a tick, everything else at once.
"""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

from meeting.journal.events import Event
from meeting.live.panels import Gallery

log = logging.getLogger(__name__)

FLOOR_SECONDS = 1.0


class Audience(Protocol):
    """Who is connected, and how to reach them all at once."""

    def views(self, meeting_id: int) -> set[tuple[str, str]]:
        """The views and languages somebody of the meeting looks through."""
        ...

    def show(self, meeting_id: int, view: str, language: str, batch: dict[str, Any]) -> None:
        """Send one batch to everybody in a view."""
        ...


class Tail:
    """Follows the journals of one process's meetings."""

    def __init__(self, gallery: Gallery, audience: Audience, tick_ms: int) -> None:
        self._gallery = gallery
        self._audience = audience
        self._tick = tick_ms / 1000
        self._woken = threading.Semaphore(0)
        self._urgent = False
        self._shown: dict[int, int] = {}
        self._last_show = 0.0

    def nudge(self, book: str, facts: Sequence[Event]) -> None:
        """Something was committed. `book` is not looked at: the journal itself says what is new."""
        if not all(fact.paced for fact in facts):
            self._urgent = True
        self._woken.release()

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            self._woken.acquire(timeout=FLOOR_SECONDS)
            self._pace()
            while self._woken.acquire(blocking=False):
                pass
            self._urgent = False
            try:
                for meeting_id in self._gallery.known():
                    self.show_news(meeting_id)
            except Exception:  # a drawing that fails must not leave every other screen dark
                log.exception("tail failed")
            self._last_show = time.monotonic()

    def show_news(self, meeting_id: int) -> None:
        """Bring every view of a meeting up to date."""
        upto, _ = self._gallery.catch_up(meeting_id)
        after = self._shown.get(meeting_id, self._gallery.first_seen(meeting_id))
        if upto == after:
            return
        for view, language in sorted(self._audience.views(meeting_id)):
            self._audience.show(meeting_id, view, language, self._gallery.batch(meeting_id, after, view, language))
        self._shown[meeting_id] = upto

    def _pace(self) -> None:
        """Wait out the tick, unless something urgent has come or comes meanwhile."""
        until = self._last_show + self._tick
        while not self._urgent and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.02))
