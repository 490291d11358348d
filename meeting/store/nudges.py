"""Nudges: what the other servers of an installation are told in the moment of a commit, and never without it.

A nudge says only where to look. What was lost with a broken connection costs until the next look (see live/nodes.py).
With SQLite there is one server, and nothing is told.
"""

import secrets
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from meeting.store.plain import Plain

CHANNEL = "meeting"
_NUDGES = "nudges"
_NOTIFY = Plain(select(func.pg_notify(CHANNEL, bindparam("said")).label("told")))


class Nudge(NamedTuple):
    """`topic` says what the words mean: the book that was written in, the seat or the person to be told."""

    topic: str
    words: tuple[Any, ...]


class Teller:
    """Tells the other servers of one; `name` is how they know whose nudges are their own."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(8)

    def begin(self, db: Session) -> None:
        """From now on this transaction keeps what is to be told."""
        db.info[_NUDGES] = {}

    def tell(self, db: Session) -> None:
        """Last of all before the commit."""
        for nudge in db.info.pop(_NUDGES):
            _NOTIFY.run(db, said=msgspec.json.encode([self.name, nudge.topic, nudge.words]).decode())

    def hear(self, said: str) -> Nudge | None:
        """A nudge of another server; None for one's own."""
        name, topic, words = msgspec.json.decode(said, type=tuple[str, str, tuple[Any, ...]])
        return None if name == self.name else Nudge(topic, words)


def nudge(db: Session, topic: str, *words: Any) -> None:
    """Tell the other servers with this transaction's commit; the same said twice is told once."""
    told = db.info.get(_NUDGES)
    if told is not None:
        told[Nudge(topic, words)] = None
