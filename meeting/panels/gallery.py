"""The gallery remembers each drawing of a panel until an event makes it stale, so that five hundred tablets
that come back at once cost one drawing each of what has changed.
"""

import dataclasses
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.panels.registry import Sight, frame, made_stale, names_for, registered
from meeting.store.database import Database
from meeting.store.once import remember

Draw = Callable[[str, dict[str, Any], str], str]
"""Renders a template with its variables in a language."""


@dataclasses.dataclass
class _Standing:
    """How far a meeting's journal has been read, and when each panel last became stale.

    `concerned_at`: of each seat the last event that its devices show, and the last that answered none of them.
    """

    first: int
    seq: int
    stale_at: dict[str, int]
    concerned_at: dict[int, tuple[int, int]] = dataclasses.field(default_factory=dict)


class Gallery:
    """Drawings of every meeting that somebody looks at."""

    def __init__(self, database: Database, draw: Draw, clock: Clock, data: Path) -> None:
        self._database = database
        self._draw = draw
        self._clock = clock
        self._data = data
        self._standing: dict[int, _Standing] = {}
        self._drawn: dict[tuple[int, str, View, str], tuple[int, str]] = {}
        self._lock = threading.Lock()
        self._pens: dict[tuple[int, str, View, str], threading.Lock] = defaultdict(threading.Lock)

    def catch_up(self, meeting_id: int) -> tuple[int, list[Event]]:
        """Read what the journal holds beyond what was known; returns its number and those events.

        Refused for a number without a book: what is followed once is followed until the process ends.
        """
        with self._lock, self._database.read() as db:
            standing = self._standing.get(meeting_id)
            if standing is None:
                seq = journal.head_seq(db, journal.book_of(meeting_id))
                if seq == 0:
                    raise Refused(NOT_FOUND)
                self._standing[meeting_id] = _Standing(seq, seq, dict.fromkeys(registered(), seq))
                return seq, []
            news = journal.since(db, journal.book_of(meeting_id), standing.seq)
            for seq, event in news:
                standing.stale_at.update(dict.fromkeys(made_stale(event), seq))
                _note_concerned(standing, seq, event)
                standing.seq = seq
            return standing.seq, [event for _, event in news]

    def known(self) -> list[int]:
        """Meetings somebody has looked at."""
        return list(self._standing)

    def first_seen(self, meeting_id: int) -> int:
        """The number the meeting stood at when somebody first looked."""
        return self._standing[meeting_id].first

    def stale_since(self, meeting_id: int, seq: int, view: View) -> list[str]:
        """Panels of a view that may look different from how they looked at number `seq`."""
        stale_at = self._standing[meeting_id].stale_at
        return [name for name in names_for(view) if stale_at.get(name, 0) > seq]

    def concerned_since(self, meeting_id: int, seq: int) -> dict[int, bool]:
        """Seats whose own devices show something that came after number `seq`; True when it was all answered to one."""
        concerned = self._standing[meeting_id].concerned_at.items()
        return {seat: untold <= seq for seat, (last, untold) in list(concerned) if last > seq}

    def html(self, meeting_id: int, name: str, view: View, language: str) -> str:
        """A panel as it looks now."""
        key = (meeting_id, name, view, language)
        with self._pens[key]:  # of many who ask at once one draws, and the others take what was drawn
            seq, html = self._drawn.get(key, (-1, ""))
            if seq < self._standing[meeting_id].stale_at.get(name, 0):
                # the number first, the state second: a drawing is never older than it says
                seq = self._standing[meeting_id].seq
                with self._database.read() as db:
                    model = self._model(self.sight(db, meeting_id, view, language), name)
                html = self._draw(registered()[name].template, model, language)
                self._drawn[key] = (seq, html)
        return html

    def sight(self, db: Session, meeting_id: int, view: View, language: str) -> Sight:
        """What somebody sees now in an open session; what is read for it is read once."""
        remember(db)
        return Sight(db, meeting_id, view, language, self._clock(), self._data)

    def draw(self, sight: Sight, name: str) -> str:
        """A panel drawn anew."""
        return self._draw(registered()[name].template, self._model(sight, name), sight.language)

    def _model(self, sight: Sight, name: str) -> dict[str, Any]:
        return frame(sight) | {"view": sight.view, "lang": sight.language} | registered()[name].model(sight)

    def batch(self, meeting_id: int, seq: int, view: View, language: str) -> dict[str, Any]:
        """What a client at number `seq` needs to be up to date: `{after, upto, panels}`."""
        upto, _ = self.catch_up(meeting_id)
        panels = {}
        for name in self.stale_since(meeting_id, seq, view):
            panels[name] = self.html(meeting_id, name, view, language)
        return {"after": seq, "upto": upto, "panels": panels}


def _note_concerned(standing: _Standing, seq: int, event: Event) -> None:
    for seat in event.concerns():
        _, untold = standing.concerned_at.get(seat, (0, 0))
        standing.concerned_at[seat] = (seq, untold if event.answered() else seq)
