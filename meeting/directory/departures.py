"""Whom the directory disables is out within a minute: it is asked about those who are signed in, and about nobody else.

So it costs nothing while nobody of it is here, and little when some are. A card of somebody who was disabled opens the
door until the next look. A directory that suddenly has nobody, or far fewer, is not believed.
"""

import logging
import time
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.access.directory.outside import Ask
from meeting.access.directory.task import Found, LinkStep, StillThere
from meeting.access.tables import Login, SignIn
from meeting.commands.submit import Commands
from meeting.directory.asking import ask
from meeting.directory.commands import RecordGone, RecordTrouble
from meeting.directory.rules import FOUND_BY_READING, Trouble, is_vanished
from meeting.directory.tables import directory, link_of
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import Refused
from meeting.store.database import Database

log = logging.getLogger(__name__)

EVERY_SECONDS = 20.0


class Departures:
    """Looks for those whom the directory has disabled."""

    def __init__(self, database: Database, commands: Commands, secret: bytes, *, clock: Clock, asks: Ask = ask) -> None:
        self._database = database
        self._commands = commands
        self._secret = secret
        self._clock = clock
        self._ask = asks

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            time.sleep(EVERY_SECONDS)
            try:
                self.look()
            except Exception:  # the next look may go better
                log.exception("the directory could not be asked who is still there")

    def look(self) -> None:
        """Ask about everybody who is signed in and bound to the directory; put out who is disabled or gone."""
        with self._database.read() as db:
            row, here = directory(db), _signed_in(db, self._clock())
            if row is None or not here:
                return
            known = row.problem
            try:
                link = link_of(row, self._secret)
            except ValueError:
                self._tell(known, Trouble.LOCKED)
                return
        answer = self._ask(StillThere(link, tuple(here)))
        if answer.step is not LinkStep.DONE:
            self._tell(known, Trouble(answer.step.value))
            return
        self._put_out(here, answer.found, known)

    def _put_out(self, here: dict[str, int], found: list[Found], known: Trouble) -> None:
        there = {each.id for each in found if not each.disabled}
        gone = [person_id for identity, person_id in here.items() if identity not in there]
        vanished = is_vanished(len(gone), len(here), has_others=bool(there))
        if not vanished:
            for person_id in gone:
                self._leaves(person_id)
        self._tell(known, Trouble.VANISHED if vanished else Trouble.NONE)

    def _leaves(self, person_id: int) -> None:
        try:
            self._commands.submit(RecordGone(person_id=person_id), actor=SYSTEM)
        except Refused as refused:  # the last administrator stays; another server has been quicker
            log.warning("person %d is gone from the directory and stays: %s", person_id, refused.code)

    def _tell(self, known: Trouble, trouble: Trouble) -> None:
        """What is wrong now, if that is news. What a reading of everybody found is told until the next one."""
        if trouble != known and known not in FOUND_BY_READING:
            self._commands.submit(RecordTrouble(trouble=trouble), actor=SYSTEM)


def _signed_in(db: Session, now: datetime) -> dict[str, int]:
    """By their id in the directory: the people who are signed in on some device."""
    live = SignIn.ended_at.is_(None), SignIn.expires_at > now, Login.directory_id.is_not(None), Login.active
    query = select(Login.directory_id, Login.person_id).join(SignIn, SignIn.person_id == Login.person_id)
    return {str(identity): person_id for identity, person_id in db.execute(query.where(*live).distinct())}
