"""The log of sign-ins: every time somebody came in, went out, or was refused. Nothing on screen takes a line away.

Who guesses must not fill the disk: refusals of an hour that are alike are one line with a count, and beyond a bound
further addresses and accounts share one.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from meeting.access.tables import Attempt, Ended, Login, Way

ALIKE = timedelta(hours=1)
OF_AN_ADDRESS, IN_ALL = 20, 300
"""Lines of refusals in an hour: from one address, and from everywhere."""
OTHERS = "…"
"""Stands for the account beyond the bound of an address, and for account and address beyond the bound of all."""


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
    """Write that somebody came in or went out."""
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
    """Write that somebody was refused, or count it with those like it."""
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
    """The line of this hour, by account and address, for each of these that has one."""
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
    """Let lines go that are older than the office keeps them; how many."""
    old = Attempt.last_at < moment
    count = db.execute(select(func.count()).select_from(Attempt).where(old)).scalar_one()
    db.execute(delete(Attempt).where(old))
    return count


def oldest(db: Session) -> datetime | None:
    """When the oldest line was written last; None for an empty log."""
    return db.scalar(select(func.min(Attempt.last_at)))
