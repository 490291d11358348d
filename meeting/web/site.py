"""The site: what every page may use, built once by `meeting.app` and found on the running Flask application."""

import dataclasses

import flask

from meeting.access.directory import Directory
from meeting.commands.submit import Commands
from meeting.config import Settings
from meeting.kernel.clock import Clock
from meeting.kernel.pace import Pace
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.store.engine import Offload


@dataclasses.dataclass(frozen=True)
class Site:
    """The parts of one running installation."""

    settings: Settings
    secret: bytes
    clock: Clock
    database: Database
    blobs: Blobs
    commands: Commands
    directory: Directory
    offload: Offload
    pace: Pace


def site() -> Site:
    """The site of the running application."""
    found = flask.current_app.extensions["site"]
    assert isinstance(found, Site)  # noqa: S101 - put there by create_app
    return found
