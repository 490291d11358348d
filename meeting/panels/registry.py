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
    follows: frozenset[str]


_PANELS: dict[str, Panel] = {}


def panel(
    name: str, template: str, *, views: Iterable[str] = VIEWS, follows: Iterable[str] = ()
) -> Callable[[Model], Model]:
    """Function decorator: register what a panel's template is given.

    A panel that puts together what others show `follows` them: no fact needs to name it.
    """

    def register(model: Model) -> Model:
        _PANELS[name] = Panel(name, template, frozenset(views), model, frozenset(follows))
        return model

    return register


def registered() -> dict[str, Panel]:
    """Every panel by name."""
    return _PANELS


def names_for(view: str) -> list[str]:
    """The panels of a view."""
    return [name for name, each in _PANELS.items() if view in each.views]


def made_stale(fact: Event) -> set[str]:
    """Panels that may look different after a fact: those it names, and those that follow them."""
    named = set(fact.stale())
    return named | {name for name, each in _PANELS.items() if each.follows & named}


def frame(sight: Sight) -> dict[str, Any]:
    """What every panel is given; replaced by the feature that keeps meetings."""
    return _frame(sight)


def register_frame(model: Model) -> Model:
    """Function decorator: register the variables common to all panels."""
    global _frame  # noqa: PLW0603 - set once at composition
    _frame = model
    return model


_frame: Model = lambda sight: {}  # noqa: E731
