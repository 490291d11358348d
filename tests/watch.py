"""The stale-panel check: what a command changes on any screen must be named by one of the events it wrote.

Where its events name rows, the panel of before with these rows drawn anew must be the panel of now, byte by byte.
"""

import hashlib
import itertools
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal.events import Event
from meeting.kernel.clock import Clock
from meeting.panels import drawing
from meeting.panels import registry as panels
from meeting.panels.gallery import Gallery
from meeting.store.database import Database
from tests.drawings import State
from tests.rows import with_rows

Place = tuple[str, str, str]
"""Panel, view, language."""
Look = dict[Place, str]
"""HTML by place."""

_drawn: dict[bytes, str] = {}
_watched: set[object] = set()
_looked = itertools.count()
ANEW = 29
"""Of so many looks at a panel, one is held against what is drawn anew: what is kept (tests/drawings.py) is no other."""


def draw_once(template: str, model: dict[str, Any], language: str) -> str:
    """A panel's HTML, rendered once in a run from equal variables: most tests begin with the same meeting."""
    told = pickle.dumps((template, language, model))
    key = hashlib.blake2b(told, digest_size=16).digest()
    if key not in _drawn:
        _drawn[key] = drawing.draw(template, model, language)
    return _drawn[key]


class Watch:
    """Draws every panel of one meeting for every view, before and after a command."""

    def __init__(self, database: Database, clock: Clock, data: Path, meeting: int) -> None:
        self._database = database
        self._gallery = Gallery(database, draw_once, clock, data)
        self._clock = clock
        self._data = data
        self.meeting = meeting
        self._last: tuple[object, Look] | None = None
        self.views: tuple[str, ...] = ("member", "clerk", "screen")
        self.languages: tuple[str, ...] = ("vi",)
        """Enough to notice a forgotten panel; `widely` draws for everybody, at four times the price."""

    def widely(self) -> None:
        """From now on every view in both languages."""
        self.views, self.languages, self._last = tuple(View), ("vi", "en"), None

    def look(self) -> Look:
        """Every panel as it looks now, from one state of the rows."""
        with self._database.read() as db:
            state = State(db, self._data)
            return {
                (name, view, language): self._drawn(db, state, (name, view, language))
                for language in self.languages
                for view in self.views
                for name in panels.names_for(view)
            }

    def _drawn(self, db: Session, state: State, place: Place) -> str:
        name, view, language = place

        def draw(asking: Session) -> str:
            return self._gallery.draw(self._gallery.sight(asking, self.meeting, View(view), language), name)

        html = state.drawn((*place, self.meeting, self._clock()), draw)
        if next(_looked) % ANEW == 0:
            assert html == draw(db), f"what is kept of {name} ({view}) is not what is drawn now"
        return html

    def is_new(self, past: object) -> bool:
        """Whether this was not watched in the run yet: `past` tells all that led to it, so that it cannot differ."""
        told = repr((self.meeting, self.views, self.languages, past))  # an order may carry what has no hash
        if told in _watched:
            return False
        _watched.add(told)
        return True

    def before(self, moment: object) -> Look:
        """How everything looks; `moment` tells whether that is what was last seen."""
        if self._last is None or self._last[0] != moment:
            self._last = (moment, self.look())
        return self._last[1]

    def after(self, before: Look, events: Iterable[Event], moment: object) -> None:
        """Fails when a panel looks different and no event says so."""
        seen, told = self.look(), list(events)
        changed = sorted(
            {
                f"{name} ({view})"
                for (name, view, language), html in seen.items()
                if self._is_untold(before.get((name, view, language)), html, (name, view, language), told)
            }
        )
        kinds = ", ".join(event.kind for event in told) or "no event"
        assert not changed, f"panels that nobody was told of: {', '.join(changed)} — after {kinds}"
        self._last = (moment, seen)

    def _is_untold(self, before: str | None, html: str, place: Place, events: list[Event]) -> bool:
        """Whether a panel looks different in something that no event named."""
        name, view, language = place
        touched = [rows for event in events for panel, rows in panels.touched(event).items() if panel == name]
        if before == html or None in touched:
            return False
        if before is None or not touched:
            return not touched
        keys = sorted({key for rows in touched for key in rows or ()})
        with self._database.read() as db:
            rows = self._gallery.draw_rows(self._gallery.sight(db, self.meeting, View(view), language), name, keys)
        return with_rows(before, {panels.named(key): row for key, row in rows.items()}) != html
