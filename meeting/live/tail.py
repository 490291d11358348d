"""The tail follows the journal of each meeting and updates every view once per change.

A nudge after a commit wakes it for the journal that was written. A slow poll of all journals comes in addition, so a
lost nudge (or a change by another process) costs at most a second. Ballots are shown on a tick, arrivals once a second,
all other events at once.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

from meeting.access.policy import View
from meeting.journal.book import book_of, meeting_of
from meeting.journal.events import Event, Wait
from meeting.live.shown import Company, Joined, Look, ShownToAll
from meeting.panels.gallery import Gallery, Glance
from meeting.panels.stale import Concern
from meeting.panels.views import IN_TURN

log = logging.getLogger(__name__)

FLOOR_SECONDS = 1.0
UNATTENDED_FLOORS = 5
"""While nobody is connected only every fifth poll looks: a new client gets the present state anyway."""
ANSWERS_FIRST = 0.002
"""Seconds between the nudge and the first drawing, so that the answers to the commands leave first."""
MOMENT = 0.02
"""Seconds to wait for the nudge of our own commit that the journal already shows. It would be sent twice otherwise."""
LONGEST_PAUSE = 2.0  # seconds; limits the wait after one slow drawing
ROLL_SECONDS = 1.0  # between two drawings while people only arrive; a person who comes alone is shown at once
STILL = 0.06  # seconds without a ballot: when five hundred vote within ten seconds, one comes every twenty ms
PAUSE_TIMES = 4  # drawing takes at most a fifth of the time, up to the longest pause: ticks grow with the tablets


def pause(tick: float, drawing: float) -> float:
    """Return the seconds to wait after a drawing that took `drawing` seconds, before the next for ballots."""
    return max(tick, min(PAUSE_TIMES * drawing, LONGEST_PAUSE))


def due(shown: float, drawing: float, tick: float, written: float) -> float:
    """Return when ballots are shown next.

    `shown`: the end of the last drawing; `written`: the last nudge; both in seconds of the same clock. The pause leaves
    the processor to people who still vote. When nobody votes any more, the last ballots do not wait for its end, and
    drawing takes at most half of the time, unless one drawing takes longer than the longest pause.
    """
    still = max(written + STILL, shown + max(tick / 2, min(drawing, LONGEST_PAUSE)))
    return min(shown + pause(tick, drawing), still)


class Audience(Protocol):
    """Everybody who is connected, and how to send to them."""

    def views(self, meeting_id: int) -> set[Look]:
        """Return the views and languages in use in a meeting."""
        ...

    def joined(self, meeting_id: int) -> Joined:
        """Return how often somebody has joined each of them."""
        ...

    def show(self, meeting_id: int, view: View, language: str, batch: dict[str, Any]) -> None:
        """Send one batch to everybody in a view."""
        ...


class OwnDevices(Protocol):
    """Each person's own devices."""

    def count(self, meeting_id: int, seat_id: int) -> int:
        """Return how many devices of a seat are connected."""
        ...

    def tell(self, meeting_id: int, seat_id: int) -> None:
        """Send all devices of a seat the data that only its person sees."""
        ...

    def send_away(self, meeting_id: int, seat_id: int) -> None:
        """Close the connections of a seat's devices. They reconnect with their person's new role."""
        ...


class Tail:
    """Follows the journals of one process's meetings."""

    def __init__(self, gallery: Gallery, audience: Audience, people: OwnDevices, tick_ms: int) -> None:
        self._gallery = gallery
        self._audience = audience
        self._people = people
        self._tick = tick_ms / 1000
        self._woken = threading.Semaphore(0)
        self._written: deque[str] = deque()
        self._waits: set[Wait] = set()
        self._shown: dict[int, int] = {}
        self._sent_away: dict[int, int] = {}
        self._told = ShownToAll()
        self._answered: dict[tuple[int, int], int] = {}
        self._waited = 0.0  # seconds of this turn spent waiting and not drawing
        self._last_show = self._drawing = 0.0
        self._last_written = 0.0
        self._next_floor = 0.0
        self._floors = 0

    def nudge(self, book: str, events: Sequence[Event], upto: int) -> None:
        """Note that this process has committed these events in a journal. The last one has number `upto`."""
        meeting_id = meeting_of(book)
        for seq, event in enumerate(events, start=upto - len(events) + 1):
            if meeting_id is not None and event.answered():
                self._answered.update({(meeting_id, seat_id): seq for seat_id in event.concerns()})
        self.wake(book, min((event.waits() for event in events), default=Wait.NONE))

    def wake(self, book: str, waits: Wait) -> None:
        """Note that something was committed in a journal, which will be read. `waits`: the shortest of its events.

        Several threads may call this at once, so the waits are only added and cleared: no thread overwrites another's.
        """
        self._written.append(book)
        self._waits.add(waits)  # after the book, which is shown in the turn that clears this
        self._last_written = time.monotonic()
        self._woken.release()

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            self.turn()

    def turn(self) -> None:
        """Wait for a nudge or the next poll, then show what is new."""
        self._woken.acquire(timeout=max(0.0, self._next_floor - time.monotonic()))
        time.sleep(ANSWERS_FIRST)
        self._pace()
        self._waits.clear()  # before collecting the nudges: an urgent one that comes now stays urgent
        while self._woken.acquire(blocking=False):
            pass
        began, self._waited = time.monotonic(), 0.0
        behind = self._behind(began)
        for meeting_id in behind:
            try:
                self.show_news(meeting_id)
            except Exception:  # an error in one meeting must not stop the other meetings' screens
                log.exception("tail failed")
        if behind:
            now = time.monotonic()
            self._last_show, self._drawing = now, now - began - self._waited

    def _behind(self, now: float) -> list[int]:
        """Return meetings whose books were written; at each poll also all that are not shown up to their head."""
        written = {self._written.popleft() for _ in range(len(self._written))}
        behind = [meeting_id for meeting_id in self._gallery.known() if book_of(meeting_id) in written]
        if now < self._next_floor:
            return behind
        self._next_floor = now + FLOOR_SECONDS
        self._floors += 1
        if self._floors % UNATTENDED_FLOORS and not any(map(self._audience.views, self._gallery.known())):
            return behind
        try:
            heads = self._gallery.heads().items()
        except Exception:  # try again in a second
            log.exception("tail failed")
            return behind
        late = [meeting_id for meeting_id, seq in heads if seq != self._last_shown(meeting_id)]
        return behind + [meeting_id for meeting_id in late if meeting_id not in behind]

    def _last_shown(self, meeting_id: int) -> int:
        return self._shown.get(meeting_id, self._gallery.first_seen(meeting_id))

    def show_news(self, meeting_id: int) -> None:
        """Bring every view of a meeting up to date.

        If one view fails, the next call shows everything again, which is harmless. Nobody is sent away twice.
        """
        before = self._audience.joined(meeting_id)
        with self._gallery.glance(meeting_id) as glance:
            company = Company(before, self._audience.joined(meeting_id))
            after = self._last_shown(meeting_id)
            if glance.upto == after:
                return
            self._send_away(meeting_id, max(after, self._sent_away.get(meeting_id, 0)))
            self._sent_away[meeting_id] = glance.upto
            self._tell_people(meeting_id, after)
            views = sorted(self._audience.views(meeting_id), key=lambda look: (IN_TURN.index(look[0]), look[1]))
            shown = [self._show(meeting_id, after, look, glance, company) for look in views]
        if all(shown):
            self._shown[meeting_id] = glance.upto

    def _send_away(self, meeting_id: int, after: int) -> None:
        for seat_id in self._gallery.displaced_since(meeting_id, after):
            self._people.send_away(meeting_id, seat_id)

    def _tell_people(self, meeting_id: int, after: int) -> None:
        """Send people their own data, before the panels: they must not wait until a whole hall is drawn."""
        concerned = self._gallery.concerned_since(meeting_id, after)
        here = {seat_id: self._people.count(meeting_id, seat_id) for seat_id in concerned}
        if any(
            count and not self._has_answer(meeting_id, seat_id, concerned[seat_id]) for seat_id, count in here.items()
        ):
            began = time.monotonic()
            time.sleep(MOMENT)
            self._waited += time.monotonic() - began
        for seat_id, concern in concerned.items():
            answered = self._has_answer(meeting_id, seat_id, concern)
            self._answered.pop((meeting_id, seat_id), None)
            try:
                if not answered or here[seat_id] > 1:
                    self._people.tell(meeting_id, seat_id)
            except Exception:  # the commit stays acknowledged; the device resumes by number
                log.exception("the devices of a person could not be updated")

    def _has_answer(self, meeting_id: int, seat_id: int, concern: Concern) -> bool:
        """Return whether the asking device has our answer and no other event concerns its person."""
        return concern.answered and self._answered.get((meeting_id, seat_id), 0) >= concern.last

    def _show(self, meeting_id: int, after: int, look: Look, glance: Glance, company: Company) -> bool:
        """Update one view; whether that succeeded."""
        try:
            batch = self._gallery.batch(meeting_id, after, *look, glance)
            self._audience.show(meeting_id, *look, self._told.news(meeting_id, look, batch, company))
        except Exception:  # an error in one drawing must not stop the other screens
            log.exception("a view could not be drawn")
            self._told.forget(meeting_id, look)
            glance.db.rollback()  # the failed transaction must not affect the next drawings
            return False
        return True

    def _pace(self) -> None:
        """Wait out the tick, unless something urgent has come or comes meanwhile."""
        while Wait.NONE not in self._waits and (left := self._due() - time.monotonic()) > 0:
            time.sleep(min(left, 0.02))

    def _due(self) -> float:
        if Wait.TICK not in self._waits:
            return self._last_show + max(ROLL_SECONDS, pause(self._tick, self._drawing))
        return due(self._last_show, self._drawing, self._tick, self._last_written)
