"""Private requests: changes to a person's own data. No request names a person: it is the asker.

A topic is the data of one matter on a person's devices; `display.choose` changes the topic `display`. As with commands,
a module's definitions become known when `features.py` lists it.
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
    """A request to change data of the asker."""

    name: ClassVar[str] = ""
    allow: ClassVar[Capability]

    @property
    def topic(self) -> str:
        """Return the topic that it changes."""
        return self.name.partition(".")[0]


@dataclasses.dataclass(frozen=True)
class Own:
    """The things a handler needs: the open transaction, the person, the time."""

    db: Session
    person_id: int
    now: datetime


Handler = Callable[[Any, Own], None]
Reader = Callable[[Session, int], dict[str, Any]]
"""Returns the data of a topic on a person's devices, as plain JSON values: `reader(db, person_id)`."""
P = TypeVar("P", bound=type[Private])
H = TypeVar("H", bound=Handler)
R = TypeVar("R", bound=Reader)

_REQUESTS: Registry[str, type[Private]] = Registry("private request")
_HANDLERS: Registry[type[Private], Handler] = Registry("private handler")
_READERS: Registry[str, Reader] = Registry("topic")


def private(name: str, *, allow: Capability) -> Callable[[P], P]:
    """Decorate a class as the request `topic.verb`. A person without the right `allow` is refused."""

    def define(cls: P) -> P:
        cls.name, cls.allow = name, allow
        _REQUESTS.define(cls.__module__, name, cls)
        return cls

    return define


def handles(cls: type[Private]) -> Callable[[H], H]:
    """Function decorator: this function handles that request."""

    def define(function: H) -> H:
        _HANDLERS.define(function.__module__, cls, function)
        return function

    return define


def shows(topic: str) -> Callable[[R], R]:
    """Function decorator: this function reads the content of a topic on a person's devices."""

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
    """Return every private request by name."""
    return _REQUESTS.known


def topics() -> frozenset[str]:
    """Return every topic."""
    return frozenset(_READERS.known)


def write(request: Private, own: Own) -> None:
    """Have a request done."""
    _HANDLERS.known[type(request)](request, own)


def shown(db: Session, person_id: int, topic: str) -> dict[str, Any]:
    """Return the data of one topic on a person's devices."""
    return _READERS.known[topic](db, person_id)


def all_shown(db: Session, person_id: int) -> dict[str, dict[str, Any]]:
    """Return the data of every topic on a person's devices."""
    return {topic: shown(db, person_id, topic) for topic in _READERS.known}


def decode(name: str, payload: object) -> Private:
    """Return a typed request from plain JSON. Raises Refused for an unknown one, wrong types or extra fields."""
    cls = _REQUESTS.known.get(name)
    if cls is None:
        raise Refused(NOT_FOUND)
    return read_payload(name, payload, cls)
