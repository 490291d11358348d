"""Panels: named fragments of a page, drawn from current state, the same for everybody in one view and language."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.journal.events import Event
from meeting.kernel.registry import Registry


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


@dataclasses.dataclass(frozen=True)
class Panel:
    """A registered panel: its template, who sees it, what its template is given, and what it is drawn from."""

    name: str
    template: str
    views: frozenset[View]
    model: Model
    shows: frozenset[type[Event]]
    follows: frozenset[str]


_PANELS: Registry[str, Panel] = Registry("panel")


def panel(
    name: str,
    template: str,
    *,
    views: Iterable[View] = View,
    shows: Iterable[type[Event]] = (),
    follows: Iterable[str] = (),
) -> Callable[[Model], Model]:
    """Function decorator: define what a panel's template is given, and the events after which it looks different.

    What the frame shows need not be named, nor what the panels show that it `follows` because it puts them together.
    """

    def define(model: Model) -> Model:
        made = Panel(name, template, frozenset(views), model, frozenset(shows), frozenset(follows))
        _PANELS.define(model.__module__, name, made)
        return model

    return define


def register(module: ModuleType) -> None:
    """Make a module's panels known (features.py does)."""
    _PANELS.take(module)


def registered() -> dict[str, Panel]:
    """Every panel by name."""
    return _PANELS.known


def names_for(view: View) -> list[str]:
    """The panels of a view."""
    return [name for name, each in _PANELS.known.items() if view in each.views]


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
