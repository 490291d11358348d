"""Private requests: what a person asks about their own things. No request names a person: it is whoever asks.

A topic is what one person's devices show of one matter; `display.choose` changes the topic `display`. What a
module defines here is known once `features.py` lists it, as with commands.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any, ClassVar, TypeVar

import msgspec
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.commands.payload import read_payload
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.registry import Registry


class Private(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something that belongs to the one who asks."""

    name: ClassVar[str] = ""
    allow: ClassVar[Capability]

    @property
    def topic(self) -> str:
        """What it changes."""
        return self.name.partition(".")[0]


@dataclasses.dataclass(frozen=True)
class Own:
    """What a handler gets: the open transaction, the person whose things these are, the moment."""

    db: Session
    person_id: int
    now: datetime


Handler = Callable[[Any, Own], None]
Reader = Callable[[Session, int], dict[str, Any]]
"""What a person's devices show of a topic, as plain JSON values: `reader(db, person_id)`."""
P = TypeVar("P", bound=type[Private])
H = TypeVar("H", bound=Handler)
R = TypeVar("R", bound=Reader)

_REQUESTS: Registry[str, type[Private]] = Registry("private request")
_HANDLERS: Registry[type[Private], Handler] = Registry("private handler")
_READERS: Registry[str, Reader] = Registry("topic")


def private(name: str, *, allow: Capability) -> Callable[[P], P]:
    """Class decorator: define a request under `topic.verb`; who may not do what it `allow`s is refused."""

    def define(cls: P) -> P:
        cls.name, cls.allow = name, allow
        _REQUESTS.define(cls.__module__, name, cls)
        return cls

    return define


def handles(cls: type[Private]) -> Callable[[H], H]:
    """Function decorator: this handler writes what that request asks."""

    def define(function: H) -> H:
        _HANDLERS.define(function.__module__, cls, function)
        return function

    return define


def shows(topic: str) -> Callable[[R], R]:
    """Function decorator: this function reads what a person's devices show of a topic."""

    def define(function: R) -> R:
        _READERS.define(function.__module__, topic, function)
        return function

    return define


def register(module: ModuleType) -> None:
    """Make a module's requests, handlers and topics known (features.py does)."""
    _REQUESTS.take(module)
    _HANDLERS.take(module)
    _READERS.take(module)


def registered() -> dict[str, type[Private]]:
    """Every private request by name."""
    return _REQUESTS.known


def topics() -> frozenset[str]:
    """Every topic that devices are told."""
    return frozenset(_READERS.known)


def write(request: Private, own: Own) -> None:
    """Have a request done."""
    _HANDLERS.known[type(request)](request, own)


def shown(db: Session, person_id: int, topic: str) -> dict[str, Any]:
    """What a person's devices show of one topic."""
    return _READERS.known[topic](db, person_id)


def all_shown(db: Session, person_id: int) -> dict[str, dict[str, Any]]:
    """What a person's devices show of every topic."""
    return {topic: shown(db, person_id, topic) for topic in _READERS.known}


def decode(name: str, payload: object) -> Private:
    """A typed request from plain JSON; Refused when unknown, ill-typed, or with a field too many."""
    cls = _REQUESTS.known.get(name)
    if cls is None:
        raise Refused(NOT_FOUND)
    return read_payload(name, payload, cls)
