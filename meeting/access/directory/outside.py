"""A directory outside, beside the local one: who the local one does not know by this secret is asked about there.

Cards, PINs and the local administrator never need it. When it does not answer three times in a row it is left alone for
half a minute, so that nobody at the door waits for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meeting.access.directory.local import Directory
from meeting.access.directory.task import Answer, Found, Link, LinkStep, Question
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

Ask = Callable[[Question], Answer]
"""Asks the directory, within a few seconds; an Answer also when it is away."""


class OutsideDirectory:
    """The local directory first, then the one outside. See Directory."""

    def __init__(self, local: Directory, database: Database, link: Link, ask: Ask, clock: Clock) -> None:
        self._local = local
        self._database = database
        self._link = link
        self._ask = ask
        self._clock = clock
        self._failures = 0
        self._asking = 0
        self._rests_until = datetime.min.replace(tzinfo=clock().tzinfo)

    def authenticate(self, account: str, secret: str) -> int | None:
        """See Directory. Refused AWAY when only the directory outside could tell and it does not answer."""
        person_id = self._local.authenticate(account, secret)
        if person_id is not None or not secret.strip() or looks_like_pin(secret):
            return person_id
        found = self._found(clean(account), secret)
        return self._database.gate.submit(lambda db: _person_of(db, found)) if found else None

    def _found(self, account: str, secret: str) -> Found | None:
        if not account or self._asking >= AT_ONCE or self._clock() < self._rests_until:
            raise Refused(AWAY)
        self._asking += 1
        try:
            answer = self._ask(Question(self._link, account, secret))
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
    """A PIN mistyped is no password: the directory would count it, and lock the account."""
    return len(secret) == 6 and secret.isdecimal()


def _person_of(db: Session, found: Found) -> int | None:
    """Who on the office's list this is: by the directory's id, which stays when the account is renamed or moved; at
    the first sign-in by the account, which is then bound to the id. Somebody new by an old account is not let in.
    Nobody becomes an administrator by an account that only sounds the same."""
    unbound = Login.directory_id.is_(None) & (Login.account == found.account) & ~Login.admin
    known = or_(Login.directory_id == found.id, unbound)
    logins = db.scalars(select(Login).where(known, Login.active)).all()
    login = next((each for each in logins if each.directory_id == found.id), logins[0] if logins else None)
    if login is None or not found.id:
        return None
    login.directory_id = found.id
    return login.person_id
