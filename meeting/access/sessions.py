"""Sign-ins: begun with a new 256-bit token, kept as its hash, ended at will, looked up at every request."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.kernel.tokens import new_token, token_hash


def begin(db: Session, *, person_id: int | None, screen_of: int | None, now: datetime, hours: int) -> str:
    """Sign a device in and return its token."""
    token = new_token()
    db.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person_id,
            screen_of=screen_of,
            made_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    db.flush()
    return token


def end(db: Session, token: str, now: datetime) -> None:
    """Sign one device out."""
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(ended_at=now))


def end_all_of(db: Session, person_id: int, now: datetime) -> None:
    """Sign a person out everywhere."""
    db.execute(update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def ended_lately(db: Session, now: datetime) -> set[str]:
    """Token hashes of the devices signed out, or whose time ran out, within the last minute."""
    lately = now - timedelta(minutes=1)
    ended = SignIn.ended_at > lately
    ran_out = and_(SignIn.expires_at > lately, SignIn.expires_at <= now)
    return set(db.scalars(select(SignIn.token_hash).where(or_(ended, ran_out))))


def began_at(db: Session, token: str) -> datetime | None:
    """When a device was signed in."""
    return db.scalar(select(SignIn.made_at).where(SignIn.token_hash == token_hash(token)))


def last_sign_in(db: Session, person_id: int) -> datetime | None:
    """When a person signed in last, of the sign-ins that were not ended."""
    return db.scalar(select(func.max(SignIn.made_at)).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)))


def last_began(db: Session, people: Iterable[int], now: datetime) -> dict[int, tuple[datetime, int]]:
    """When each of these people signed a device in last, and on how many they are signed in now."""
    query = (
        select(SignIn.person_id, func.max(SignIn.made_at), func.count())
        .where(SignIn.person_id.in_(people), SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .group_by(SignIn.person_id)
    )
    return {person: (moment, count) for person, moment, count in db.execute(query) if person is not None}


def person_of_card(db: Session, card_hash: str) -> int | None:
    """Whose sign-in card has this hash; None for an unknown, replaced or locked-out one."""
    return db.scalar(select(Login.person_id).where(Login.card_hash == card_hash, Login.active))
