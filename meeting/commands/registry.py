"""Commands: frozen, strict requests. Each names the capability that it needs; a command without a handler is an error.

The list of commands is the product's API.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any, ClassVar, TypeVar

import msgspec
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.commands import caps
from meeting.commands.payload import read_payload
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.registry import Registry


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something of the office."""

    name: ClassVar[str] = ""
    allow: ClassVar[Capability]
    inside: ClassVar[bool] = False
    """True for commands that only our own pages may submit, after they have checked what a client merely claims."""
    of_plan: ClassVar[bool] = False
    """True for commands that change the published plan of a meeting that has not begun (`agenda/told.py`)."""
    from_crowd: ClassVar[bool] = False
    """True for commands that a whole room submits at once.

    Such a command reads only data of the actor's seat or data that was settled earlier, so several of one transaction
    are written together at its end. It is refused before it writes anything, so the others in its transaction can go
    on.
    """


class MeetingCommand(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to change something of one meeting."""

    meeting_id: int


@dataclasses.dataclass(frozen=True)
class Context:
    """A handler's surroundings: the open transaction, the actor, the meeting, the time, the installation's secret."""

    db: Session
    actor: Actor
    meeting_id: int | None
    now: datetime
    secret: bytes


Handler = Callable[[Any, Context], list[Event]]
C = TypeVar("C", bound=type[Command])
H = TypeVar("H", bound=Handler)

_COMMANDS: Registry[str, type[Command]] = Registry("command")
_HANDLERS: Registry[type[Command], tuple[Handler, str]] = Registry("handler")


def command(name: str, *, allow: Capability) -> Callable[[C], C]:
    """Decorate a class as the command `feature.verb`."""

    def define(cls: C) -> C:
        cls.name, cls.allow = name, allow
        _COMMANDS.define(cls.__module__, name, cls)
        return cls

    return define


def handles(cls: type[Command], *, makes: str = "") -> Callable[[H], H]:
    """Function decorator: this function handles that command. `makes`: the event field that holds the new id."""

    def define(function: H) -> H:
        _HANDLERS.define(function.__module__, cls, (function, makes))
        return function

    return define


def register(module: ModuleType) -> None:
    """Register a module's commands and handlers. Called by features.py."""
    for name, kind in _COMMANDS.take(module).items():
        caps.know(name, kind)
    _HANDLERS.take(module)


def registered() -> dict[str, type[Command]]:
    """Return every command by name."""
    return _COMMANDS.known


def handler_of(command: Command) -> Handler:
    """Return the function that handles a command."""
    return _HANDLERS.known[type(command)][0]


def made_by(command: Command, own: list[Event]) -> dict[str, int]:
    """Return `{name: id}` of what a command has made; empty when it made nothing or when it existed already.

    `own`: the handler's own events. Hooks may have added others, which name what existed before.
    """
    _, name = _HANDLERS.known[type(command)]
    made = [getattr(event, name) for event in own if name in event.__struct_fields__]
    return {name: made[-1]} if made else {}


def decode_from_client(name: str, payload: object) -> Command:
    """Return a typed command from a client's JSON, as `decode` does. Refuses commands marked `inside`."""
    cls = _COMMANDS.known.get(name)
    if cls is not None and cls.inside:
        raise Refused(NOT_FOUND)
    return decode(name, payload)


def decode(name: str, payload: object) -> Command:
    """Return a typed command from plain JSON. Raises Refused when unknown, ill-typed, or with an unknown field."""
    cls = _COMMANDS.known.get(name)
    if cls is None:
        raise Refused(NOT_FOUND)
    return read_payload(name, payload, cls)
