"""The sentry: cuts off signed-out devices, and shows the officers which seats are connected."""

import functools
import logging
import time
from typing import TYPE_CHECKING, Any

from meeting.access import sessions
from meeting.kernel.clock import Clock
from meeting.live.connected import Connected
from meeting.live.entry import ADMITTED, Admission
from meeting.live.push import Push
from meeting.panels.gallery import Gallery
from meeting.store.database import Database

if TYPE_CHECKING:
    from meeting.live.anywhere import ConnectedAnywhere

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
ASKED_AT_ONCE = 250  # sign-ins looked up in one turn of the loop


class Sentry:
    """Checks every connection once a second. `presence`: that of all servers, where there are several."""

    def __init__(
        self,
        server: Any,
        *,
        database: Database,
        gallery: Gallery,
        push: Push,
        connected: Connected,
        presence: "ConnectedAnywhere | None",
        clock: Clock,
    ) -> None:
        self._server = server
        self._database = database
        self._gallery = gallery
        self._push = push
        self._presence = presence
        self._connected = connected
        self._clock = clock

    def follow(self) -> None:
        """Cut off signed-out devices and send the officers the connected seats; runs until the process ends."""
        while True:
            time.sleep(EVERY_SECONDS)
            try:
                self._dismiss_signed_out()
                if self._presence is not None:
                    self._presence.exchange()
                self._tell_devices()
            except Exception:  # try again in a second
                log.exception("watching devices failed")

    def _dismiss_signed_out(self) -> None:
        """Cut off devices that are signed out, so that a lost tablet whose card was replaced sees nothing more.

        Asks for every open socket, joined or not, whether its sign-in is still valid. So nothing is missed that
        happened between two checks.
        """
        lines = {line: found for line in list(self._server.eio.sockets) if (found := self._admission(line))}
        digests = sorted({admission.digest for admission in lines.values()})
        for start in range(0, len(digests), ASKED_AT_ONCE):
            asked = digests[start : start + ASKED_AT_ONCE]
            with self._database.read() as db:
                valid = sessions.valid_among(db, asked, self._clock())
            late = {each.digest for each in lines.values() if each.until < time.monotonic()} & set(valid)
            for digest in late:  # the wall clock was set back: their hours are over
                self._database.gate.submit(functools.partial(sessions.end_known, digest=digest, now=self._clock()))
            for line, admission in lines.items():
                if admission.digest in asked and (admission.digest not in valid or admission.digest in late):
                    self._push.drop(line, "is not signed in any more")
            time.sleep(0)

    def _admission(self, line: str) -> Admission | None:
        found = self._server.environ.get(line, {}).get(ADMITTED)
        return found if isinstance(found, Admission) else None

    def _tell_devices(self) -> None:
        """Send the officers changes only."""
        elsewhere = self._presence.meetings() if self._presence is not None else set()
        for meeting_id in elsewhere.union(self._gallery.known()):
            if self._connected.look(meeting_id):
                self._push.tell_officers(meeting_id, "devices", self._connected.told(meeting_id))
