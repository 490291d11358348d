"""The log of sign-ins: every sign-in, sign-out and refusal. No screen can delete a line.

Guessing must not fill the disk: similar refusals within an hour share one line with a count, and beyond a bound all
further addresses and accounts share one line.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from meeting.access.tables import Attempt, Ended, Login, Way

ALIKE = timedelta(hours=1)
OF_AN_ADDRESS, IN_ALL = 20, 300
"""The most lines of refusals in an hour: from one address, and in all."""
OTHERS = "…"
"""Written instead of the account beyond the bound of one address, and of account and address beyond the other."""


def note(
    db: Session,
    ended: Ended,
    way: Way,
    *,
    now: datetime,
    address: str,
    person_id: int | None = None,
    account: str = "",
    device: str = "",
) -> None:
    """Write a line: somebody signed in or out."""
    db.add(
        Attempt(
            at=now,
            last_at=now,
            ended=ended,
            way=way,
            person_id=person_id,
            account=account,
            address=address,
            device=device,
            count=1,
        )
    )


def note_refused(db: Session, way: Way, *, account: str, address: str, device: str, now: datetime) -> None:
    """Write a line for a refusal, or add one to the count of a similar line."""
    places = ((account, address), (OTHERS, address), (OTHERS, OTHERS))
    alike = _alike(db, way, places, now)
    for kept, where in places:
        if (line := alike.get((kept, where))) is not None:
            line.count += 1
            line.last_at = now
            return
        if where == OTHERS or _has_room(db, kept, where, now):
            whose = db.scalar(select(Login.person_id).where(Login.account == kept)) if kept else None
            note(db, Ended.REFUSED, way, now=now, address=where, person_id=whose, account=kept, device=device)
            return


def _alike(db: Session, way: Way, places: tuple[tuple[str, str], ...], now: datetime) -> dict[tuple[str, str], Attempt]:
    """Return this hour's lines for these pairs, by (account, address); pairs without a line are left out."""
    accounts, addresses = zip(*places, strict=True)
    where = Attempt.way == way, Attempt.account.in_(accounts), Attempt.address.in_(addresses)
    found = db.scalars(select(Attempt).where(*_refused_since(now), *where).order_by(Attempt.id))
    return {(line.account, line.address): line for line in found}


def _has_room(db: Session, account: str, address: str, now: datetime) -> bool:
    counted = select(func.count(), func.count().filter(Attempt.address == address)).where(*_refused_since(now))
    everywhere, here = db.execute(counted).one()
    return everywhere < IN_ALL and (account == OTHERS or here < OF_AN_ADDRESS)


def _refused_since(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Attempt.ended == Ended.REFUSED, Attempt.at > now - ALIKE


def forget_before(db: Session, moment: datetime) -> int:
    """Delete the lines older than `moment`; return how many."""
    old = Attempt.last_at < moment
    count = db.execute(select(func.count()).select_from(Attempt).where(old)).scalar_one()
    db.execute(delete(Attempt).where(old))
    return count


def oldest(db: Session) -> datetime | None:
    """Return when the line with the oldest last entry was last written; None for an empty log."""
    return db.scalar(select(func.min(Attempt.last_at)))
