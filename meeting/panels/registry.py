"""Panels: named fragments of a page, drawn from current state, the same for everybody in one view and language.

A panel with a long list names its rows (`Rows`): an event that says which of them it changes costs these rows alone.
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
from meeting.panels.views import TOLD


@dataclasses.dataclass(frozen=True)
class Sight:
    """Who looks at which meeting, when, in which language; `data`: the installation's folder."""

    db: Session
    meeting_id: int
    view: View
    language: str
    now: datetime
    data: Path


Model = Callable[[Sight], dict[str, Any]]
Changed = Callable[[Any], Iterable[int | None] | None]
"""The numbers of the rows that an event changes (None among them is nothing); None alone: the whole panel."""
Key = tuple[str, int]
"""A row inside its panel: the kind of its `Rows`, and its number."""


@dataclasses.dataclass(frozen=True)
class Rows:
    """Rows of one kind inside a panel. Their number and order change only by events that are not in `changed`.

    `template` draws one row as one element with `data-key="<kind>-<number>"`; the panel's own template includes it.
    `model(sight, numbers)` reads what it is given: by number, of these rows and no others; a view may have fewer.
    """

    kind: str
    template: str
    model: Callable[[Sight, Collection[int]], dict[int, dict[str, Any]]]
    changed: Mapping[type[Event], Changed]


def piece(
    kind: str, template: str, model: Callable[[Sight], dict[str, Any] | None], shows: Iterable[type[Event]]
) -> Rows:
    """What a panel has once beside its rows (a head, a count): a row `<kind>-0`; its model is None for who has none."""

    def only(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
        made = model(sight)
        return {} if made is None else {0: made}

    return Rows(kind, template, only, dict.fromkeys(shows, lambda event: (0,)))


@dataclasses.dataclass(frozen=True)
class Panel:
    """A registered panel: its template, who sees it, what its template is given, and what it is drawn from.

    `alike`: views that are shown one and the same drawing, the one of those who are told first.
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
        """The view whose drawing a view is shown."""
        return min(self.alike, key=TOLD.index) if view in self.alike else view

    def changed_by(self, event: Event) -> frozenset[Key] | None:
        """Rows that look different after an event which the panel shows; None: anything may."""
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
    """Function decorator: define what a panel's template is given, and the events after which it looks different.

    What the frame shows need not be named, nor what the panels show that it `follows` because it puts them together.
    """
    shown, seen = frozenset(shows), frozenset(views)

    def define(model: Model) -> Model:
        made = Panel(name, template, seen, model, shown, frozenset(follows), frozenset(alike), tuple(rows))
        _PANELS.define(model.__module__, name, made)
        return model

    return define


def named(key: Key) -> str:
    """How a row's element names itself in `data-key`."""
    return f"{key[0]}-{key[1]}"


def register(module: ModuleType) -> None:
    """Make a module's panels known (features.py does)."""
    _PANELS.take(module)


def registered() -> dict[str, Panel]:
    """Every panel by name."""
    return _PANELS.known


def names_for(view: View) -> list[str]:
    """The panels of a view."""
    return [name for name, each in _PANELS.known.items() if view in each.views]


def touched(event: Event) -> dict[str, frozenset[Key] | None]:
    """Panels that may look different after an event: which rows of each, or None for anything in it.

    What the frame shows, and what a panel only follows, may change anything.
    """
    kind = type(event)
    framed = kind in _frame.shows
    whole = dict.fromkeys(showing(kind))
    return whole | {
        name: _PANELS.known[name].changed_by(event)
        for name in whole
        if not framed and kind in _PANELS.known[name].shows
    }


def made_stale(event: Event) -> set[str]:
    """Panels that may look different after an event."""
    return showing(type(event))


def showing(kind: type[Event]) -> set[str]:
    """Panels that show a kind of event, and those that follow them."""
    if kind in _frame.shows:
        return set(_PANELS.known)
    found = {name for name, each in _PANELS.known.items() if kind in each.shows}
    return found | {name for name, each in _PANELS.known.items() if each.follows & found}


@dataclasses.dataclass(frozen=True)
class _Frame:
    """What every panel is given besides its own, and the events that change it."""

    model: Model
    shows: frozenset[type[Event]]


def frame(sight: Sight) -> dict[str, Any]:
    """What every panel is given, whatever it shows."""
    return _frame.model(sight)


def register_frame(model: Model, shows: Iterable[type[Event]]) -> None:
    """Tell what every panel is given, and the events that change it (features.py does)."""
    global _frame  # noqa: PLW0603 - one for the whole program, set once at composition
    _frame = _Frame(model, frozenset(shows))


_frame = _Frame(lambda sight: {}, frozenset())
