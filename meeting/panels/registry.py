"""Panels: named fragments of a page, drawn from current state, the same for everybody in one view and language.

A panel with a long list names its rows (`Rows`). An event that says which rows it changes causes only these to be sent.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal.events import Event
from meeting.kernel.registry import Registry
from meeting.panels.views import IN_TURN


@dataclasses.dataclass(frozen=True)
class Sight:
    """The view, meeting, language and time of a drawing. `data` is the installation's folder."""

    db: Session
    meeting_id: int
    view: View
    language: str
    now: datetime
    data: Path


Model = Callable[[Sight], dict[str, Any]]
Changed = Callable[[Any], Iterable[int | None] | None]
"""Returns the numbers of the rows that an event changes (None in it is ignored), or None for the whole panel."""
Key = tuple[str, int]
"""A row of a panel: the kind of its `Rows`, and its number."""


@dataclasses.dataclass(frozen=True)
class Rows:
    """Rows of one kind inside a panel. Their number and order change only by events outside `changed`.

    `template` draws one row as one element with `data-key="<kind>-<number>"`; the panel's own template includes it.
    A row of another kind inside it need not be sent with it: `<… data-key="<kind>-<number>" data-stays>` keeps the
    present element (drawn so unless `whole`).
    `model(sight, numbers)` returns the data by number of these rows only; a view may have fewer.
    """

    kind: str
    template: str
    model: Callable[[Sight, Collection[int]], dict[int, dict[str, Any]]]
    changed: Mapping[type[Event], Changed]


def piece(
    kind: str, template: str, model: Callable[[Sight], dict[str, Any] | None], shows: Iterable[type[Event]]
) -> Rows:
    """Return the `Rows` of a single part of a panel (a head, a count): row `<kind>-0`. A model of None hides it."""

    def only(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
        made = model(sight)
        return {} if made is None else {0: made}

    return Rows(kind, template, only, dict.fromkeys(shows, lambda event: (0,)))


@dataclasses.dataclass(frozen=True)
class Panel:
    """A registered panel: its template, its views, its model, and what it is drawn from.

    `alike`: views that share one drawing, that of the view that is updated first.
    """

    name: str
    template: str
    views: frozenset[View]
    model: Model
    shows: frozenset[type[Event]]
    follows: frozenset[str]
    alike: frozenset[View]
    rows: tuple[Rows, ...]

    def drawn_for(self, view: View) -> View:
        """Return the view whose drawing is shown to a view."""
        return min(self.alike, key=IN_TURN.index) if view in self.alike else view

    def changed_by(self, event: Event) -> frozenset[Key] | None:
        """Return the rows that a shown event changes; None when the whole panel may change."""
        kinds = [(each.kind, each.changed[type(event)](event)) for each in self.rows if type(event) in each.changed]
        if not kinds or any(numbers is None for _, numbers in kinds):
            return None
        return frozenset((kind, n) for kind, numbers in kinds for n in numbers or () if n is not None)


_PANELS: Registry[str, Panel] = Registry("panel")


def panel(
    name: str,
    template: str,
    *,
    views: Iterable[View] = View,
    shows: Iterable[type[Event]] = (),
    follows: Iterable[str] = (),
    alike: Iterable[View] = (),
    rows: Iterable[Rows] = (),
) -> Callable[[Model], Model]:
    """Decorate a panel's model, and name the events that change how the panel looks.

    Events of the frame need not be named, nor those of the panels that it includes and therefore `follows`.
    """
    shown, seen = frozenset(shows), frozenset(views)

    def define(model: Model) -> Model:
        made = Panel(name, template, seen, model, shown, frozenset(follows), frozenset(alike), tuple(rows))
        _PANELS.define(model.__module__, name, made)
        return model

    return define


def named(key: Key) -> str:
    """Return the name of a row's element in `data-key`."""
    return f"{key[0]}-{key[1]}"


def register(module: ModuleType) -> None:
    """Register a module's panels (features.py calls this)."""
    _PANELS.take(module)


def registered() -> dict[str, Panel]:
    """Return every panel by name."""
    return _PANELS.known


def names_for(view: View) -> list[str]:
    """Return the names of a view's panels."""
    return [name for name, each in _PANELS.known.items() if view in each.views]


def touched(event: Event) -> dict[str, frozenset[Key] | None]:
    """Return the panels that may look different after an event: which rows of each, or None for the whole panel.

    Events of the frame, and those that a panel only follows, may change the whole panel.
    """
    kind = type(event)
    framed = kind in _frame.shows
    whole = dict.fromkeys(showing(kind))
    return whole | {
        name: _PANELS.known[name].changed_by(event)
        for name in whole
        if not framed and kind in _PANELS.known[name].shows
    }


def showing(kind: type[Event]) -> set[str]:
    """Return the panels that show a kind of event, and those that follow them."""
    if kind in _frame.shows:
        return set(_PANELS.known)
    found = {name for name, each in _PANELS.known.items() if kind in each.shows}
    return found | {name for name, each in _PANELS.known.items() if each.follows & found}


@dataclasses.dataclass(frozen=True)
class _Frame:
    """The data that every panel gets besides its own, and the events that change it."""

    model: Model
    shows: frozenset[type[Event]]


def frame(sight: Sight) -> dict[str, Any]:
    """Return the data that every panel gets."""
    return _frame.model(sight)


def register_frame(model: Model, shows: Iterable[type[Event]]) -> None:
    """Set the data that every panel gets, and the events that change it (features.py calls this)."""
    global _frame  # noqa: PLW0603 - one for the whole program, set once at composition
    _frame = _Frame(model, frozenset(shows))


_frame = _Frame(lambda sight: {}, frozenset())
