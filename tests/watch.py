"""The stale-panel check: when a command changes a screen, one of its events must name what changed.

Where its events name rows, the earlier panel with these rows drawn again must equal the present panel, byte by byte.
"""

import hashlib
import itertools
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal.events import Event
from meeting.kernel.clock import Clock
from meeting.panels import drawing
from meeting.panels import registry as panels
from meeting.panels.gallery import Gallery
from meeting.panels.registry import Sight
from meeting.store.database import Database
from tests.drawings import State, program
from tests.rows import with_rows
from tests.tries import is_its_day

Place = tuple[str, str, str]
"""Panel, view, language."""
Look = dict[Place, str]
"""HTML by place."""
Rows = frozenset[panels.Key] | None

_drawn: dict[bytes, str] = {}
_checked: set[str] = set()
_looked = itertools.count()
_met: Counter[object] = Counter()
"""How many changes the run has met, by program and kind."""
HASH = re.compile(r"\b[0-9a-f]{64}\b")
"""Differs from run to run, where a ballot box is salted; the turn of a change is the same whatever else runs."""
ANEW = 29
"""One in this many looks at a panel is compared with a new drawing: a kept one (tests/drawings.py) must equal it."""
FIRST, LATER = 10, 3
"""After the first ten changes of each kind the screens are compared in every run; of later ones, a third that
differs from day to day."""
WHOLE = 5
"""One in this many kinds of a look at a panel that may change whole: others each day."""


def draw_once(template: str, model: dict[str, Any], language: str) -> str:
    """A panel's HTML, rendered once per run for equal variables: most tests begin with the same meeting."""
    told = pickle.dumps((template, language, model))
    key = hashlib.blake2b(told, digest_size=16).digest()
    if key not in _drawn:
        _drawn[key] = drawing.draw(template, model, language)
    return _drawn[key]


class _Sight(Sight):
    """A sight that looks at the clock and into the installation's folder only when the panel does."""

    _clock: Clock
    _folder: Callable[[], Path]

    def __init__(self, sight: Sight, clock: Clock, folder: Callable[[], Path]) -> None:
        self.__dict__.update(vars(sight), _clock=clock, _folder=folder)

    @property
    def now(self) -> datetime:
        return self._clock()

    @property
    def data(self) -> Path:
        return self._folder()


class Watch:
    """Draws every panel of one meeting for every view, before and after a command."""

    def __init__(self, database: Database, clock: Clock, data: Path, meeting: int) -> None:
        self._database = database
        self._gallery = Gallery(database, draw_once, clock, data)
        self._clock = clock
        self._data = data
        self.meeting = meeting
        self.views: tuple[str, ...] = ("member", "clerk", "screen")
        self.languages: tuple[str, ...] = ("vi",)
        """Enough to notice a forgotten panel; `widely` draws for everybody, and takes four times as long."""
        self._everything = False

    def widely(self) -> None:
        """From now on draw every view in both languages, after every change."""
        self.views, self.languages = tuple(View), ("vi", "en")
        self._everything = True

    def look(self) -> Look:
        """Every panel as it looks now, from one state of the rows."""
        with self._database.read() as db:
            state = State(db, self._data, self._clock)
            return {place: self._drawn(state, place) for place in self._places()}

    def is_new(self, past: object) -> bool:
        """Whether the run checks a change for the first time. `past` holds all that led to it, so that the result
        cannot differ."""
        told = self._told(past)
        if told in _checked:
            return False
        _checked.add(told)
        return True

    def is_due(self, kind: str, past: object) -> bool:
        """Whether the screens are compared after a change of this kind: it is one of the first, or has its day."""
        _met[program(), kind] += 1
        return self._everything or _met[program(), kind] <= FIRST or is_its_day(HASH.sub("", self._told(past)), LATER)

    def _told(self, past: object) -> str:
        return repr((program(), self.meeting, self.views, self.languages, past))  # a command may hold what has no hash

    @contextmanager
    def around(self, news: Callable[[], Iterable[Event]]) -> Iterator[None]:
        """Fails when the block makes a panel look different and none of its events, `news`, says so.

        The former look is drawn after the block, in a session that still sees the former rows, and only of panels that
        the events do not name whole: those may look as they like. One in WHOLE of these is drawn too, and every one
        with MEETING_TRIES: after whatever happens, it can be drawn.
        """
        with self._database.read() as former:
            before = State(former, self._data, self._clock)
            yield
            told = list(news())
            kinds = ", ".join(event.kind for event in told) or "no event"
            touched = [panels.touched(event) for event in told]
            changed = set[str]()
            with self._database.read() as db:
                after = State(db, self._data, self._clock)
                assert after.rules == before.rules, "the former look is drawn by the present rules"
                assert after.keys == before.keys, "and with the present keys"
                for place in self._places():
                    if None in (rows := [each[place[0]] for each in touched if place[0] in each]):
                        if is_its_day(f"{place} {kinds}", WHOLE):
                            self._drawn(after, place)
                    elif self._is_untold(before, after, place, rows):
                        changed.add(f"{place[0]} ({place[1]})")
        assert not changed, f"panels that nobody was told of: {', '.join(sorted(changed))} — after {kinds}"

    def _places(self) -> Iterator[Place]:
        for language in self.languages:
            for view in self.views:
                for name in panels.names_for(View(view)):
                    yield name, view, language

    def _drawn(self, state: State, place: Place) -> str:
        name, view, language = place

        def draw(asking: Session, clock: Clock, folder: Callable[[], Path]) -> str:
            sight = self._gallery.sight(asking, self.meeting, View(view), language)
            return self._gallery.draw(_Sight(sight, clock, folder), name)

        html = state.drawn((*place, self.meeting), draw)
        if next(_looked) % ANEW == 0:
            anew = draw(state.db, state.clock, lambda: state.data)
            assert html == anew, f"what is kept of {name} ({view}) is not what is drawn now"
        return html

    def _is_untold(self, before: State, after: State, place: Place, touched: list[Rows]) -> bool:
        """Whether a panel looks different in something that no event named; `touched`: its rows by event."""
        was, html = self._drawn(before, place), self._drawn(after, place)
        if was == html or not touched:
            return was != html
        name, view, language = place
        keys = sorted({key for rows in touched for key in rows or ()})
        rows = self._gallery.draw_rows(self._gallery.sight(after.db, self.meeting, View(view), language), name, keys)
        return with_rows(was, {panels.named(key): row for key, row in rows.items()}) != html
