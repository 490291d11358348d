"""A person disabled in the directory is signed out within a minute. Only people who are signed in are looked up.

So this costs nothing while none of them is here, and little otherwise. The card of a disabled person still works until
the next check. A person whom the directory reports as disabled is always signed out.

A directory that is suddenly empty, or has far fewer people, is not believed. People sign in one by one, so one who is
missing says little: before anybody is retired for that, the directory is asked about the others too. Others who were
absent before do not count: otherwise the deletions of many years would make each new one unbelievable. To know who was
absent before, the others are also asked about every hour.
"""

import logging
import time
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.access.directory.outside import Ask
from meeting.access.directory.task import Answer, Found, Link, LinkStep, StillThere
from meeting.access.tables import Login, SignIn
from meeting.commands.submit import Commands
from meeting.directory.asking import ask
from meeting.directory.commands import RecordAbsent, RecordGone, RecordTrouble
from meeting.directory.rules import FOUND_BY_READING, Trouble, is_vanished
from meeting.directory.tables import directory, link_of
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import Refused
from meeting.store.database import Database

log = logging.getLogger(__name__)

EVERY_SECONDS = 20.0
ROUND = timedelta(hours=1)
"""The longest time until the others are asked about, while somebody is signed in."""
MOST_OTHERS = 500
"""The most others to ask about: as many as an office has, and a second's work for a directory."""


class Departures:
    """Looks for people whom the directory has disabled."""

    def __init__(self, database: Database, commands: Commands, secret: bytes, *, clock: Clock, asks: Ask = ask) -> None:
        self._database = database
        self._commands = commands
        self._secret = secret
        self._clock = clock
        self._ask = asks
        self._asked_for: set[str] = set()
        self._doubted = False
        self._round_at = clock() + ROUND

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            time.sleep(EVERY_SECONDS)
            try:
                self.look()
            except Exception:  # the next look may go better
                log.exception("the directory could not be asked who is still there")

    def look(self) -> None:
        """Ask about everybody who is signed in and bound to the directory; sign out those who are disabled or
        missing."""
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
        self._put_out(link, here, answer.found, known)

    def _put_out(self, link: Link, here: dict[str, int], found: list[Found], known: Trouble) -> None:
        disabled = {each.id: each.disabled for each in found}
        missing = here.keys() - disabled.keys()
        with self._database.read() as db:
            absent = _absent(db)
        self._record(again=absent & disabled.keys())
        empty = all(disabled.values())
        fresh = missing - absent
        vanished = bool(missing) and (empty or self._is_doubted(link, here, fresh))
        if not empty and self._clock() >= self._round_at:
            self._ask_about_others(link, here, fresh)
        leaves = {identity for identity in here if disabled.get(identity)}
        leaves |= set() if empty else missing - fresh
        leaves |= set() if vanished else fresh
        for person_id in sorted(here[identity] for identity in leaves):
            self._leaves(person_id)
        self._tell(known, Trouble.VANISHED if vanished else Trouble.NONE)

    def _is_doubted(self, link: Link, here: dict[str, int], fresh: set[str]) -> bool:
        """Return whether those who are newly missing are too many to be believed, here or together with the others.

        The others are asked about once for each missing person, and then every hour.
        """
        self._asked_for &= fresh
        if is_vanished(len(fresh), len(here), has_others=True):
            return True
        if not fresh <= self._asked_for:
            self._ask_about_others(link, here, fresh)
        return bool(fresh) and self._doubted

    def _ask_about_others(self, link: Link, here: dict[str, int], fresh: set[str]) -> None:
        """Ask which people who are not here are missing too, and remember them unless they are too many at once."""
        self._asked_for, self._round_at = set(fresh), self._clock() + ROUND
        with self._database.read() as db:
            others, absent = set(_elsewhere(db, here)), _absent(db)
        answer = self._ask(StillThere(link, tuple(sorted(others)))) if others else Answer(LinkStep.DONE)
        if answer.step is not LinkStep.DONE:  # it is asked again at the next look
            self._asked_for, self._doubted = set(), True
            return
        there = {each.id for each in answer.found}
        now = others - there - absent
        self._doubted = is_vanished(len(fresh | now), len(here) + len(others), has_others=True)
        self._record(absent=set() if self._doubted else now, again=absent & there)

    def _record(self, *, absent: AbstractSet[str] = frozenset(), again: AbstractSet[str] = frozenset()) -> None:
        if absent or again:
            command = RecordAbsent(absent=tuple(sorted(absent)), again=tuple(sorted(again)))
            self._commands.submit(command, actor=SYSTEM)

    def _leaves(self, person_id: int) -> None:
        try:
            self._commands.submit(RecordGone(person_id=person_id), actor=SYSTEM)
        except Refused as refused:  # the last administrator stays; another server has been quicker
            log.warning("person %d is gone from the directory but could not be retired: %s", person_id, refused.code)

    def _tell(self, known: Trouble, trouble: Trouble) -> None:
        """Record present trouble, if it is new. Trouble found by a full reading stays until the next reading."""
        if trouble != known and known not in FOUND_BY_READING:
            self._commands.submit(RecordTrouble(trouble=trouble), actor=SYSTEM)


def _signed_in(db: Session, now: datetime) -> dict[str, int]:
    """Return the people signed in on some device, by their id in the directory."""
    live = SignIn.ended_at.is_(None), SignIn.expires_at > now, Login.directory_id.is_not(None), Login.active
    query = select(Login.directory_id, Login.person_id).join(SignIn, SignIn.person_id == Login.person_id)
    return {str(identity): person_id for identity, person_id in db.execute(query.where(*live).distinct())}


def _elsewhere(db: Session, here: dict[str, int]) -> list[str]:
    """Return the ids in the directory of people who are signed in nowhere."""
    bound = select(Login.directory_id).where(Login.directory_id.is_not(None), Login.active)
    query = bound.where(Login.person_id.not_in(here.values())).order_by(Login.person_id).limit(MOST_OTHERS)
    return [str(identity) for identity in db.scalars(query)]


def _absent(db: Session) -> set[str]:
    """Return the ids of active people whom the directory did not have at an earlier look that was believed."""
    query = select(Login.directory_id).where(Login.directory_id.is_not(None), Login.active, Login.absent_there)
    return {str(identity) for identity in db.scalars(query)}
