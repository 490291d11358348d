"""Panels: named fragments of a page, drawn from current state, the same for everybody in one view and language."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meeting.journal.events import Event
from meeting.panels.views import VIEWS


@dataclasses.dataclass(frozen=True)
class Sight:
    """Who looks at which meeting, when, in which language."""

    db: Session
    meeting_id: int
    view: str
    language: str
    now: datetime


Model = Callable[[Sight], dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Panel:
    """A registered panel: its template, who sees it, what its template is given, and what it is drawn from."""

    name: str
    template: str
    views: frozenset[str]
    model: Model
    shows: frozenset[type[Event]]
    follows: frozenset[str]


_PANELS: dict[str, Panel] = {}


def panel(
    name: str,
    template: str,
    *,
    views: Iterable[str] = VIEWS,
    shows: Iterable[type[Event]] = (),
    follows: Iterable[str] = (),
) -> Callable[[Model], Model]:
    """Function decorator: register what a panel's template is given, and the events after which it looks different.

    What the frame shows need not be named, nor what the panels show that it `follows` because it puts them together.
    """

    def register(model: Model) -> Model:
        _PANELS[name] = Panel(name, template, frozenset(views), model, frozenset(shows), frozenset(follows))
        return model

    return register


def registered() -> dict[str, Panel]:
    """Every panel by name."""
    return _PANELS


def names_for(view: str) -> list[str]:
    """The panels of a view."""
    return [name for name, each in _PANELS.items() if view in each.views]


def made_stale(event: Event) -> set[str]:
    """Panels that may look different after an event."""
    return showing(type(event))


def showing(kind: type[Event]) -> set[str]:
    """Panels that show a kind of event, and those that follow them."""
    if kind in _frame.shows:
        return set(_PANELS)
    found = {name for name, each in _PANELS.items() if kind in each.shows}
    return found | {name for name, each in _PANELS.items() if each.follows & found}


@dataclasses.dataclass(frozen=True)
class _Frame:
    """What every panel is given besides its own, and the events that change it."""

    model: Model
    shows: frozenset[type[Event]]


def frame(sight: Sight) -> dict[str, Any]:
    """What every panel is given."""
    return _frame.model(sight)


def register_frame(shows: Iterable[type[Event]]) -> Callable[[Model], Model]:
    """Function decorator: register the variables common to all panels, and the events that change them."""

    def register(model: Model) -> Model:
        global _frame  # noqa: PLW0603 - set once, when the features register
        _frame = _Frame(model, frozenset(shows))
        return model

    return register


_frame = _Frame(lambda sight: {}, frozenset())
