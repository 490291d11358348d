"""The gallery keeps each drawing of a panel until an event makes it stale.

Five hundred tablets that reconnect at once then cost one drawing of each changed panel.
"""

import threading
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.panels.registry import Key, Sight, frame, named, names_for, registered
from meeting.panels.stale import BookState, Concern
from meeting.store.database import Database
from meeting.store.once import remember
from meeting.store.sight import see_as_told

Draw = Callable[[str, dict[str, Any], str], str]
"""Renders a template with its variables in a language."""
Drawing = tuple[int, str]
"""HTML, and the journal's number of the state that it shows."""
LONG = 256 * 1024
"""Characters.

A longer drawing is kept compressed: the roll of seven hundred people is 3 MiB of text, 60 kB compressed.
"""
Batch = dict[str, Any]
"""`{after, upto, panels: {name: html}}`, and `rows: {name: {key: html}}` when some panel has changed in rows alone."""

Place = tuple[int, str, View, str]
"""Meeting, panel, view and language: where a drawing belongs."""

UNSEEN: Drawing = (-1, "")


class Glance(NamedTuple):
    """A session that sees one state of the rows, and the journal's number in it.

    Data that several views share is read only once in it.
    """

    upto: int
    db: Session


class Gallery:
    """The drawings of every meeting that somebody looks at."""

    def __init__(self, database: Database, draw: Draw, clock: Clock, data: Path) -> None:
        self._database = database
        self._draw = draw
        self._clock = clock
        self._data = data
        self._states: dict[int, BookState] = {}
        self._drawn: dict[Place, tuple[int, str | bytes]] = {}
        self._rows: dict[Place, dict[Key, Drawing]] = defaultdict(dict)
        self._lock = threading.Lock()
        self._pens: dict[Place, threading.Lock] = defaultdict(threading.Lock)

    def catch_up(self, meeting_id: int) -> tuple[int, list[Event]]:
        """Read new events of the journal. Returns its present number and those events.

        Raises Refused for a meeting without a journal: a meeting is followed from its first use until the process ends.
        """
        with self._database.read() as db:
            return self._catch_up(db, meeting_id)

    def _catch_up(self, db: Session, meeting_id: int) -> tuple[int, list[Event]]:
        """Do the same in a session that has read nothing yet: what it reads next is at least as new as the number."""
        with self._lock:
            state = self._states.get(meeting_id)
            if state is None:
                seq = journal.head_seq(db, journal.book_of(meeting_id))
                if seq == 0:
                    raise Refused(NOT_FOUND)
                self._states[meeting_id] = BookState.begin(seq)
                return seq, []
            news = journal.since(db, journal.book_of(meeting_id), state.seq)
            for seq, event in news:
                state.note(seq, event)
            return state.seq, [event for _, event in news]

    def seen(self, meeting_id: int) -> int:
        """Return the number up to which the journal of a known meeting has been read."""
        return self._states[meeting_id].seq

    def known(self) -> list[int]:
        """Return the meetings that somebody has looked at."""
        return list(self._states)

    def heads(self) -> dict[int, int]:
        """Return the head number of each known meeting's journal, in one statement."""
        books = {journal.book_of(meeting_id): meeting_id for meeting_id in self.known()}
        with self._database.read() as db:
            return {books[book]: seq for book, seq in journal.head_seqs(db, books).items()}

    def first_seen(self, meeting_id: int) -> int:
        """Return the number of the meeting's journal when somebody looked at it first."""
        return self._states[meeting_id].first

    def concerned_since(self, meeting_id: int, seq: int) -> dict[int, Concern]:
        """Return the seats whose own devices show something that came after number `seq`."""
        return self._states[meeting_id].concerned_since(seq)

    def displaced_since(self, meeting_id: int, seq: int) -> list[int]:
        """Return the seats whose devices must reconnect because of an event after number `seq`."""
        return self._states[meeting_id].displaced_since(seq)

    @contextmanager
    def glance(self, meeting_id: int) -> Iterator[Glance]:
        """Yield the present state of a meeting. Several views may be drawn from one glance."""
        with self._database.read() as db:
            upto, _ = self._catch_up(db, meeting_id)  # the number first, then the state
            remember(db)
            yield Glance(upto, db)

    def batch(self, meeting_id: int, seq: int, view: View, language: str, glance: Glance | None = None) -> Batch:
        """Return what a client at number `seq` needs to be up to date, now or as of a glance."""
        if glance is None:
            with self.glance(meeting_id) as own:
                return self.batch(meeting_id, seq, view, language, own)
        state = self._states[meeting_id]
        batch: Batch = {"after": seq, "upto": glance.upto, "panels": {}}
        for name in names_for(view):
            if not state.is_stale_since(name, seq):
                continue
            changed = state.rows_since(name, seq)
            if changed is None:
                batch["panels"][name] = self.html(meeting_id, name, view, language, glance)
            elif changed:
                key = (meeting_id, name, registered()[name].drawn_for(view), language)
                if rows := self._changed_rows(key, changed, glance):
                    batch.setdefault("rows", {})[name] = rows
        return batch

    def html(self, meeting_id: int, name: str, view: View, language: str, glance: Glance | None = None) -> str:
        """Return a panel as it is now, or as of a glance."""
        key = (meeting_id, name, registered()[name].drawn_for(view), language)
        with self._pens[key]:  # one of several callers draws, the others take the result
            seq, kept = self._drawn.get(key, UNSEEN)
            stale_at = self._states[meeting_id].stale_at.get(name, 0)
            if stale_at <= seq and (glance is None or stale_at <= glance.upto):
                return kept if isinstance(kept, str) else zlib.decompress(kept).decode()
            with self.glance(meeting_id) if glance is None else nullcontext(glance) as (upto, db):
                html = self.draw(self.sight(db, meeting_id, key[2], language), name)
            self._drawn[key] = (upto, zlib.compress(html.encode(), 1) if len(html) > LONG else html)
            return html

    def _changed_rows(self, key: Place, changed: Mapping[Key, int], glance: Glance) -> dict[str, str]:
        """Return rows of a panel as of a glance. Only rows that changed since they were drawn are drawn again."""
        meeting_id, name, view, language = key
        with self._pens[key]:
            kept = self._rows[key]
            stale = [row for row, at in changed.items() if not at <= min(kept.get(row, UNSEEN)[0], glance.upto)]
            if stale:
                drawn = self.draw_rows(self.sight(glance.db, meeting_id, view, language), name, stale)
                kept.update({row: (glance.upto, drawn.get(row, "")) for row in stale})
            return {named(row): kept[row][1] for row in changed if kept[row][1]}

    def sight(self, db: Session, meeting_id: int, view: View, language: str) -> Sight:
        """Return the present sight in an open session, which remembers its queries and sees plans as published."""
        remember(db)
        see_as_told(db)
        return Sight(db, meeting_id, view, language, self._clock(), self._data)

    def draw(self, sight: Sight, name: str) -> str:
        """Return a panel's HTML."""
        panel = registered()[name]
        return self._draw(panel.template, _framed(sight, whole=True) | panel.model(sight), sight.language)

    def draw_rows(self, sight: Sight, name: str, keys: list[Key]) -> dict[Key, str]:
        """Return the HTML of some rows of a panel. Each equals its element in the whole panel, without parts that stay.

        Rows that this view does not have are left out.
        """
        framed, drawn = _framed(sight, whole=False), {}
        for rows in registered()[name].rows:
            numbers = [number for kind, number in keys if kind == rows.kind]
            models = rows.model(sight, numbers) if numbers else {}
            for number, model in models.items():
                drawn[rows.kind, number] = self._draw(rows.template, framed | model, sight.language).strip()
        return drawn


def _framed(sight: Sight, *, whole: bool) -> dict[str, Any]:
    """Return the model of the frame.

    `whole`: rows are drawn with all their parts; otherwise parts may stay (`data-stays`).
    """
    return frame(sight) | {"view": sight.view, "lang": sight.language, "whole": whole}
