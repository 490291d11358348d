"""An outside directory (LDAP), asked when the local directory does not accept the secret.

Cards, PINs and the local administrator never need it. After three failures in a row it is not asked for half a minute,
so that nobody at the door waits for it. Its address is read at every sign-in, so a change on screen needs no restart.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meeting.access.directory.local import Directory
from meeting.access.directory.task import Answer, Everybody, Found, LinkStep, Question, StillThere
from meeting.access.tables import Login
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import clean
from meeting.store.database import Database

FAILURES, REST = 3, timedelta(seconds=30)
AT_ONCE = 4
AWAY = declare(
    "access.directory_away",
    503,
    "Chưa hỏi được danh bạ của cơ quan. Mời quét thẻ, hoặc đăng nhập bằng PIN trên thẻ.",
)

Ask = Callable[[Question | Everybody | StillThere], Answer]
"""Asks the directory, within a few seconds. Returns an Answer even when the directory cannot be reached."""


class Newcomers(Protocol):
    """The office's decisions about its directory."""

    def question(self, account: str, password: str) -> Question | None:
        """Return what to ask; None when no directory is set."""
        ...

    def is_set(self) -> bool:
        """Return whether the office has a directory."""
        ...

    def keeps_card(self, db: Session, login: Login) -> bool:
        """Return whether a person who was never bound to the directory stays so: they administer, or conduct a
        meeting."""
        ...

    def admit(self, found: Found) -> int | None:
        """Return the id of the new person for somebody who signs in for the first time. Raises Refused when not
        admitted."""
        ...


class OutsideDirectory:
    """The local directory first, then the one outside. See Directory."""

    def __init__(self, local: Directory, database: Database, newcomers: Newcomers, ask: Ask, clock: Clock) -> None:
        self._local = local
        self._database = database
        self._newcomers = newcomers
        self._ask = ask
        self._clock = clock
        self._failures = 0
        self._asking = 0
        self._rests_until = datetime.min.replace(tzinfo=clock().tzinfo)

    def authenticate(self, account: str, secret: str) -> int | None:
        """Return the person's id, or None.

        Raises Refused AWAY when only the outside directory knows the answer and does not respond.
        """
        person_id = self._local.authenticate(account, secret)
        if person_id is not None or not secret.strip() or looks_like_pin(secret):
            return person_id
        question = self._newcomers.question(clean(account), secret)
        found = self._found(question) if question is not None else None
        if found is None or not found.id:
            return None
        known, person_id = self._database.gate.submit(lambda db: self._person_of(db, found))
        return person_id if known else self._newcomers.admit(found)

    def takes_passwords(self) -> bool:
        """See Directory. True as soon as a directory is set."""
        return self._newcomers.is_set()

    def _person_of(self, db: Session, found: Found) -> tuple[bool, int | None]:
        """Return whether the office's list has this account, and the id of its active person.

        A person is found by the directory's id, which stays when the account is renamed or moved. At the first sign-in
        the account is looked up instead, and then bound to the id. A new person who was given an old account is not let
        in. Nobody is bound in this way who administers or conducts a meeting.
        """
        known = or_(Login.directory_id == found.id, Login.account == found.account)
        logins = db.scalars(select(Login).where(known)).all()
        bound = next((each for each in logins if each.directory_id == found.id), None)
        login = bound or next((each for each in logins if each.directory_id is None), None)
        if login is None or not login.active or (bound is None and self._newcomers.keeps_card(db, login)):
            return bool(logins), None
        login.directory_id, login.absent_there = found.id, False
        return True, login.person_id

    def _found(self, question: Question) -> Found | None:
        if not question.account or self._asking >= AT_ONCE or self._clock() < self._rests_until:
            raise Refused(AWAY)
        self._asking += 1
        try:
            answer = self._ask(question)
        finally:
            self._asking -= 1
        if answer.step is not LinkStep.DONE:
            self._failures += 1
            if self._failures >= FAILURES:
                self._rests_until, self._failures = self._clock() + REST, 0
            raise Refused(AWAY)
        self._failures = 0
        return answer.found[0] if answer.found else None


def looks_like_pin(secret: str) -> bool:
    """Return whether the secret looks like a PIN. A mistyped PIN must not reach the directory.

    It would lock the account there.
    """
    return len(secret) == 6 and secret.isdecimal()
