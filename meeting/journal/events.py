"""Events: frozen facts in the past tense. Each kind is registered under a name that never changes.

An event says what it is called in the log of the office. It knows nothing of those who show it: a panel names the
events it shows.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import ModuleType
from typing import Any, ClassVar, TypeVar

import msgspec

from meeting.kernel.registry import Registry

_KINDS: Registry[str, type["Event"]] = Registry("event")
_AREAS: dict[str, str] = {}
E_ = TypeVar("E_", bound="type[Event]")


class Wait(IntEnum):
    """How long screens may wait before they show an event. Of several events the shortest wait counts."""

    NONE = 0
    TICK = 1
    """Until the next tick: ballots come in large numbers, and everybody watches the count."""
    SECOND = 2
    """Until a second after the last drawing: for a hall that arrives, everything would be drawn once per person."""


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event. Subclasses carry JSON-plain fields only."""

    kind: ClassVar[str] = ""
    called: ClassVar[str] = ""
    """What was done, in the words of the log: a Vietnamese text of the catalogue."""
    aside: ClassVar[bool] = False
    """Whether it is no part of what is done in the meeting: a turn made just before it can still be taken back."""

    def waits(self) -> Wait:
        """Return how long screens may wait to show it. Only kinds that come in large numbers wait."""
        return Wait.NONE

    def concerns(self) -> tuple[int, ...]:
        """Seats whose own devices show this and nobody else's do."""
        return ()

    def displaces(self) -> tuple[int, ...]:
        """Seats whose devices must come again: they are somebody else in the meeting now, or nobody."""
        return ()

    def answered(self) -> bool:
        """Whether the device that handed it in shows it already, by the answer: then only others are told."""
        return False


def event(kind: str, called: str) -> Any:
    """Class decorator: define an event under `feature.past_tense`; `called`: what was done, as the log says it."""

    def define(cls: E_) -> E_:
        cls.kind = kind
        cls.called = called
        _KINDS.define(cls.__module__, kind, cls)
        return cls

    return define


def register(module: ModuleType, feature: str, area: str) -> None:
    """Make a module's events known, and what the log calls their area (features.py does)."""
    _KINDS.take(module)
    _AREAS[feature] = area


def registered() -> dict[str, type[Event]]:
    """Every kind of event with its class."""
    return _KINDS.known


def areas() -> Mapping[str, str]:
    """What the log calls the area of each feature with events, by the first word of their kinds."""
    return _AREAS


def encode(event: Event) -> dict[str, Any]:
    """The body of an event as plain JSON values."""
    body = msgspec.to_builtins(event)
    assert isinstance(body, dict)  # noqa: S101 - msgspec turns a Struct into a dict
    return body


def decode(kind: str, body: dict[str, Any]) -> Event:
    """The event that `encode` wrote; KeyError for an unknown kind, msgspec.ValidationError for a bad body."""
    return msgspec.convert(body, _KINDS.known[kind], strict=True)
