"""Events: frozen facts in the past tense. Each kind is registered under a name that never changes.

An event knows nothing of those who show it: a panel names the events it shows.
"""

from types import ModuleType
from typing import Any, ClassVar, TypeVar

import msgspec

from meeting.kernel.registry import Registry

_KINDS: Registry[str, type["Event"]] = Registry("event")
E_ = TypeVar("E_", bound="type[Event]")


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event. Subclasses carry JSON-plain fields only."""

    kind: ClassVar[str] = ""
    aside: ClassVar[bool] = False
    """Whether it is no part of what is done in the meeting: a turn made just before it can still be taken back."""

    def paced(self) -> bool:
        """Whether it comes in storms (ballots): then screens are told on the next tick, not at once."""
        return False

    def concerns(self) -> tuple[int, ...]:
        """Seats whose own devices show this and nobody else's do."""
        return ()

    def displaces(self) -> tuple[int, ...]:
        """Seats whose devices must come again: they are somebody else in the meeting now, or nobody."""
        return ()

    def answered(self) -> bool:
        """Whether the device that handed it in shows it already, by the answer: then only others are told."""
        return False


def event(kind: str) -> Any:
    """Class decorator: define an event under `feature.past_tense`."""

    def define(cls: E_) -> E_:
        cls.kind = kind
        _KINDS.define(cls.__module__, kind, cls)
        return cls

    return define


def register(module: ModuleType) -> None:
    """Make a module's events known (features.py does)."""
    _KINDS.take(module)


def registered() -> dict[str, type[Event]]:
    """Every kind of event with its class."""
    return _KINDS.known


def encode(event: Event) -> dict[str, Any]:
    """The body of an event as plain JSON values."""
    body = msgspec.to_builtins(event)
    assert isinstance(body, dict)  # noqa: S101 - msgspec turns a Struct into a dict
    return body


def decode(kind: str, body: dict[str, Any]) -> Event:
    """The event that `encode` wrote; KeyError for an unknown kind, msgspec.ValidationError for a bad body."""
    return msgspec.convert(body, _KINDS.known[kind], strict=True)
