"""The site: the objects that every page may use, built once by `meeting.app`. Pages find them only here."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from subprocess import Popen
from typing import Any

import flask
from sqlalchemy.orm import Session

from meeting.access.directory.local import Directory
from meeting.commands.submit import Commands
from meeting.config import Settings
from meeting.kernel.clock import Clock
from meeting.kernel.pace import Pace
from meeting.panels.gallery import Gallery
from meeting.private.door import PrivateDoor
from meeting.signing.keyring import Keyring
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.store.engine import Offload
from meeting.store.sight import see_as_told

Carry = Callable[[Mapping[str, Any], int, int, int], bool]
"""Sends a part of an open file to the client, beside the server: `carry(environ, file, place, count)`. Returns False
when it has sent nothing."""


@dataclasses.dataclass(frozen=True)
class Site:
    """The parts of one running installation."""

    settings: Settings
    secret: bytes
    clock: Clock
    database: Database
    blobs: Blobs
    commands: Commands
    keyring: Keyring
    private: PrivateDoor
    directory: Directory
    offload: Offload
    carry: Carry
    narrow: Offload
    """For slow computations, such as hashing a PIN: a few at a time, at a low priority."""
    pace: Pace
    gallery: Gallery
    lag: Callable[[bool], tuple[float, float]]
    """Returns (longest stall of the event loop, most computing of the loop in one stall) since the last reset, in
    milliseconds. True resets both."""
    seats: Callable[[int], set[int]]
    """The seats of a meeting that have a device connected, at any server."""
    tell_person: Callable[[int, int], None]
    """Sends the person at a seat their private data: `tell_person(meeting_id, seat_id)`."""
    processes: dict[str, Popen[bytes]] = dataclasses.field(default_factory=dict)
    """The latest process that a page started beside this server, by the name of its feature."""


class AsTold(Database):
    """The database as pages read it: plans as published, except the plan that the page edits (`flask.g.makes`)."""

    def __init__(self, whole: Database) -> None:
        self.__dict__ = whole.__dict__  # one set of connections

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one state from begin to end and cannot write."""
        with super().read() as db:
            see_as_told(db, besides={flask.g.get("makes", 0)})
            yield db


def site() -> Site:
    """Return the site of the running application."""
    found = flask.current_app.extensions["site"]
    assert isinstance(found, Site)  # noqa: S101 - put there by create_app
    return found
