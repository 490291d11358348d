"""Events: what happened, frozen and in the past tense. Each kind is registered under a name that never changes.

An event carries its name for the office's log. It does not know the panels that show it: panels name their events.
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
    """How long screens may wait before they show an event. The shortest wait of several events counts."""

    NONE = 0
    TICK = 1
    """Until the next tick: ballots come in large numbers, and everybody watches the count."""
    SECOND = 2
    """Until a second after the last drawing: for a hall that arrives, everything would be drawn once per person."""


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event. Subclasses have only fields of plain JSON types."""

    kind: ClassVar[str] = ""
    called: ClassVar[str] = ""
    """The act in the log's words: a Vietnamese text of the catalogue."""
    aside: ClassVar[bool] = False
    """True when the event is not part of the meeting's course: a turn made just before it can still be undone."""

    def waits(self) -> Wait:
        """Return how long screens may wait to show it. Only kinds that come in large numbers wait."""
        return Wait.NONE

    def concerns(self) -> tuple[int, ...]:
        """Return the seats whose own devices show this event; no other device does."""
        return ()

    def displaces(self) -> tuple[int, ...]:
        """Return the seats whose devices must reload, because the person's role in the meeting changed or ended."""
        return ()

    def answered(self) -> bool:
        """Return whether the submitting device already shows this event from the command's answer.

        Then only other devices are updated.
        """
        return False


def event(kind: str, called: str) -> Any:
    """Decorate a class as the event `feature.past_tense`. `called`: the act in the log's words."""

    def define(cls: E_) -> E_:
        cls.kind = kind
        cls.called = called
        _KINDS.define(cls.__module__, kind, cls)
        return cls

    return define


def register(module: ModuleType, feature: str, area: str) -> None:
    """Register a module's events and the log's name for their area. Called by features.py."""
    _KINDS.take(module)
    _AREAS[feature] = area


def registered() -> dict[str, type[Event]]:
    """Return every event class by its kind."""
    return _KINDS.known


def areas() -> Mapping[str, str]:
    """Return the log's name for each feature's area, by the first word of the event kinds."""
    return _AREAS


def encode(event: Event) -> dict[str, Any]:
    """Return an event's body as plain JSON values."""
    body = msgspec.to_builtins(event)
    assert isinstance(body, dict)  # noqa: S101 - msgspec turns a Struct into a dict
    return body


def decode(kind: str, body: dict[str, Any]) -> Event:
    """Return the event that `encode` wrote. KeyError for an unknown kind; msgspec.ValidationError for a bad body."""
    return msgspec.convert(body, _KINDS.known[kind], strict=True)
