"""Sign-ins: each has a new 256-bit token, stored as its hash, looked up at every request, and can be ended."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.kernel.tokens import new_token, token_hash
from meeting.store.once import once
from meeting.store.plain import Plain


def begin(
    db: Session,
    *,
    person_id: int | None,
    screen_of: int | None,
    now: datetime,
    hours: int,
    device: str = "",
    address: str = "",
    lock_minutes: int = 0,
    kiosk: int | None = None,
    kiosk_of: int | None = None,
) -> str:
    """Sign a device in and return its token. `lock_minutes`: when a shared tablet locks itself; 0: own device,
    never."""
    token = new_token()
    db.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person_id,
            screen_of=screen_of,
            made_at=now,
            expires_at=now + timedelta(hours=hours),
            device=device,
            address=address,
            locks_at=now + timedelta(minutes=lock_minutes) if lock_minutes else None,
            proved_at=now if lock_minutes else None,
            kiosk=kiosk,
            kiosk_of=kiosk_of,
        )
    )
    db.flush()
    return token


def is_live(db: Session, device: str, now: datetime) -> bool:
    """Return whether a device, by its token's hash, is signed in."""
    live = SignIn.ended_at.is_(None), SignIn.expires_at > now
    return db.scalar(select(SignIn.token_hash).where(SignIn.token_hash == device, *live)) is not None


def was_ended(db: Session, token: str) -> bool:
    """Return whether somebody signed a device out while it was still signed in. False for one that has expired."""
    ended = SignIn.token_hash == token_hash(token), SignIn.ended_at < SignIn.expires_at
    return db.scalar(select(SignIn.token_hash).where(*ended)) is not None


def began(db: Session, device: str) -> datetime | None:
    """Return since when a device, by its token's hash, is signed in; None when unknown."""
    return db.scalar(select(SignIn.made_at).where(SignIn.token_hash == device))


def lock(db: Session, device: str, now: datetime) -> None:
    """Lock a shared tablet at once, by its token's hash. A person's own device stays open."""
    _of_shared(db, device, SignIn.locks_at > now, locks_at=now)


def keep_awake(db: Session, device: str, now: datetime, minutes: int) -> bool:
    """Keep a shared tablet open for `minutes` more. Returns False when it was already locked, or is not shared."""
    return _of_shared(db, device, SignIn.locks_at > now, locks_at=now + timedelta(minutes=minutes))


def prove(db: Session, device: str, now: datetime, minutes: int) -> None:
    """Open a shared tablet after PIN or card were shown. One ballot may be cast with this proof."""
    _of_shared(db, device, locks_at=now + timedelta(minutes=minutes), proved_at=now)


def use_proof(db: Session, device: str) -> None:
    """Use up the proof after a ballot. The next ballot needs another."""
    _of_shared(db, device, proved_at=None)


def _of_shared(db: Session, device: str, *which: ColumnElement[bool], **values: datetime | None) -> bool:
    shared = SignIn.token_hash == device, SignIn.locks_at.is_not(None), SignIn.ended_at.is_(None)
    changed = db.execute(update(SignIn).where(*shared, *which).values(**values).returning(SignIn.token_hash))
    return changed.first() is not None


_OPEN = or_(SignIn.locks_at.is_(None), SignIn.locks_at > bindparam("now"))
"""The condition for a sign-in on a device that is not locked: locked tablets get no data."""


def end(db: Session, token: str, now: datetime) -> None:
    """Sign one device out."""
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(ended_at=now))


def ends(db: Session, token: str, now: datetime) -> int | None:
    """Sign one device out. Returns its person's id; None when it was not signed in or belongs to no person."""
    row = db.scalar(select(SignIn).where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None)))
    if row is None:
        return None
    row.ended_at = now
    return row.person_id


def end_all_of(db: Session, person_id: int, now: datetime) -> None:
    """Sign a person out everywhere."""
    db.execute(update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_kiosk(db: Session, kiosk: int, now: datetime) -> None:
    """Sign out a kiosk."""
    db.execute(update(SignIn).where(SignIn.kiosk == kiosk, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_known(db: Session, digest: str, now: datetime) -> None:
    """Sign one device out, by the hash of its token."""
    db.execute(update(SignIn).where(SignIn.token_hash == digest, SignIn.ended_at.is_(None)).values(ended_at=now))


@dataclasses.dataclass(frozen=True)
class SignedIn:
    """A valid sign-in: its owner, as the journal's `actor`, and its end."""

    person: str
    person_id: int | None
    expires_at: datetime


_VALID_AMONG = (
    select(SignIn.token_hash, SignIn.person_id, SignIn.screen_of, SignIn.expires_at)
    .outerjoin(Login, Login.person_id == SignIn.person_id)
    .where(
        SignIn.token_hash.in_(bindparam("digests")),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        or_(SignIn.person_id.is_(None), Login.active),
        SignIn.kiosk.is_(None),
        _OPEN,
    )
)


def valid_among(db: Session, digests: Sequence[str], now: datetime) -> dict[str, SignedIn]:
    """Return the valid sign-ins among these devices, by token hash. A missing one has ended (signed out, expired,
    locked out, not in a restored backup), or is a kiosk."""
    return {
        row.token_hash: SignedIn(_name(row.person_id, row.screen_of), row.person_id, row.expires_at)
        for row in db.connection().execute(_VALID_AMONG, {"digests": digests, "now": now})
    }


_VALID = Plain(
    select(SignIn.person_id, SignIn.screen_of, SignIn.expires_at)
    .outerjoin(Login, Login.person_id == SignIn.person_id)
    .where(
        SignIn.token_hash == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        or_(SignIn.person_id.is_(None), Login.active),
        SignIn.kiosk.is_(None),
        _OPEN,
    )
)


def valid(db: Session, digest: str, now: datetime) -> SignedIn | None:
    """Return the sign-in of one device. None for a kiosk: it gets no live socket."""
    row = _VALID.one(db, digest=digest, now=now)
    return None if row is None else SignedIn(_name(row.person_id, row.screen_of), row.person_id, row.expires_at)


def _name(person_id: int | None, screen_of: int | None) -> str:
    return f"screen:{screen_of}" if person_id is None else f"person-{person_id}"


def began_at(db: Session, token: str) -> datetime | None:
    """Return when a device was signed in."""
    return db.scalar(select(SignIn.made_at).where(SignIn.token_hash == token_hash(token)))


@once
def not_ended(db: Session, person_id: int) -> tuple[datetime | None, int]:
    """Return, for a person's sign-ins that have not ended, when the last one began, and how many there are."""
    found = _NOT_ENDED.one(db, person=person_id)
    return found.last, found.count


_NOT_ENDED = Plain(
    select(func.max(SignIn.made_at).label("last"), func.count().label("count")).where(
        SignIn.person_id == bindparam("person"), SignIn.ended_at.is_(None)
    )
)


def live_of(db: Session, person_id: int, now: datetime) -> list[SignIn]:
    """Return a person's devices that are signed in, the latest first."""
    live = SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    return list(db.scalars(select(SignIn).where(*live).order_by(SignIn.made_at.desc(), SignIn.token_hash)))


def end_one(db: Session, person_id: int, device: str, now: datetime) -> bool:
    """Sign a person out on one device, given by token hash. Returns whether they were signed in there."""
    return _end(db, person_id, SignIn.token_hash == device, now)


def end_others(db: Session, person_id: int, kept: str, now: datetime) -> None:
    """Sign a person out on all devices except one, given by token hash."""
    _end(db, person_id, SignIn.token_hash != kept, now)


def _end(db: Session, person_id: int, which: ColumnElement[bool], now: datetime) -> bool:
    mine = SignIn.person_id == person_id, SignIn.ended_at.is_(None)
    ended = db.execute(update(SignIn).where(*mine, which).values(ended_at=now).returning(SignIn.token_hash))
    return bool(ended.all())


def forget_before(db: Session, moment: datetime) -> None:
    """Delete the sign-ins that began before `moment` and are over."""
    over = SignIn.ended_at.is_not(None) | (SignIn.expires_at <= moment)
    db.execute(delete(SignIn).where(SignIn.made_at < moment, over))


def last_began(db: Session, people: Iterable[int], now: datetime) -> dict[int, tuple[datetime, int]]:
    """Return, by person, when they last signed in a device, and on how many devices they are signed in now."""
    query = (
        select(SignIn.person_id, func.max(SignIn.made_at), func.count())
        .where(SignIn.person_id.in_(people), SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .group_by(SignIn.person_id)
    )
    return {person: (moment, count) for person, moment, count in db.execute(query) if person is not None}


def person_of_card(db: Session, card_hash: str) -> int | None:
    """Return the person whose sign-in card has this hash; None when unknown, replaced or locked out."""
    return db.scalar(select(Login.person_id).where(Login.card_hash == card_hash, Login.active))
