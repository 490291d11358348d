"""The parts of one installation, assembled once, in the same way for server, worker and command line."""

import dataclasses
from collections.abc import Sequence

from meeting import features
from meeting.commands.submit import Announce, Commands
from meeting.config import Settings
from meeting.journal.events import Event
from meeting.kernel import clock as clocks
from meeting.kernel.clock import Clock
from meeting.signing.keyring import Keyring
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.store.engine import Offload, inline


@dataclasses.dataclass(frozen=True)
class Parts:
    """The parts that everything else is built from."""

    settings: Settings
    secret: bytes
    clock: Clock
    database: Database
    blobs: Blobs
    commands: Commands
    keyring: Keyring

    def close(self) -> None:
        """Close the connections."""
        self.database.close()


def to_nobody(book: str, events: Sequence[Event], upto: int) -> None:
    """Announce nothing: processes that show screens follow the journal anyway."""


def assemble(
    settings: Settings, *, clock: Clock = clocks.now, announce: Announce = to_nobody, offload: Offload = inline
) -> Parts:
    """Return the parts of an installation that `meeting init` has made. Raises BadSettings when it has no secret."""
    features.register()
    secret = settings.secret()
    database = Database(settings.database, offload)
    return Parts(
        settings=settings,
        secret=secret,
        clock=clock,
        database=database,
        blobs=Blobs(settings.data / "blobs"),
        commands=Commands(database, secret=secret, clock=clock, announce=announce),
        keyring=Keyring(settings.data / "keys", secret),
    )
