"""Nodes: this server among the others of one installation. Changes by one server reach the devices at all.

All servers follow the journal. Every commit sends a nudge that says where to look; the tail's slow poll of all books is
the floor. Private data and sign-ins are in no journal and have no such floor. After a gap in listening, a server
therefore sends its devices everything again.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from meeting.journal.events import Wait
from meeting.live.personal import Personal
from meeting.live.tail import Tail
from meeting.store.database import Database
from meeting.store.listening import Silent, listening
from meeting.store.nudges import Teller, nudge

log = logging.getLogger(__name__)

PULSE_SECONDS = 5.0
AGAIN_SECONDS = 1.0


class Nodes:
    """Listens to the other servers of an installation, and sends them what no journal contains."""

    def __init__(self, database: Database, teller: Teller, tail: Tail, personal: Personal) -> None:
        self._database = database
        self._teller = teller
        self._tail = tail
        self._personal = personal
        self._topics: dict[str, Callable[..., Any]] = {
            "book": self._book_written,
            "seat": personal.tell,
            "person": self._person_changed,
        }

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            try:
                self._listen()
            except Silent as silent:
                log.warning("cannot listen to the other servers: %s", str(silent).strip())
            except Exception:  # try again in a second
                log.exception("listening failed")
            time.sleep(AGAIN_SECONDS)

    def tell_person(self, meeting_id: int, seat_id: int) -> None:
        """See web.site.Site. Reaches the person's devices at every server."""
        self._personal.tell(meeting_id, seat_id)
        self._database.gate.submit(lambda db: nudge(db, "seat", meeting_id, seat_id))

    def _listen(self) -> None:
        with listening(self._database.url) as line:
            self._personal.tell_all()  # earlier nudges were not heard
            while True:
                for said in line.hear(PULSE_SECONDS):
                    self._take(said)

    def _take(self, said: str) -> None:
        heard = self._teller.hear(said)
        if heard is None:
            return
        try:
            self._topics[heard.topic](*heard.words)
        except Exception:  # a malformed nudge must not stop the listening
            log.exception("a nudge failed: %s", heard.topic)

    def _book_written(self, book: str, waits: int) -> None:
        self._tail.wake(book, Wait(waits))

    def _person_changed(self, person_id: int, topic: str) -> None:
        if self._personal.has_devices(person_id):
            self._personal.tell_private(person_id, {topic: self._personal.private_now(person_id)[topic]})
