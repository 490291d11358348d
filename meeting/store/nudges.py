"""Nudges: messages to the installation's other servers, sent with a commit and never without it.

A nudge only says where to look. If a broken connection loses one, the next poll finds the change (see live/nodes.py).
With SQLite there is one server, and no nudges.
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
    """A message to other servers.

    `topic` says what `words` are: the changed journal, or the seat or person to update.
    """

    topic: str
    words: tuple[Any, ...]


class Teller:
    """Sends nudges to other servers. `name` lets a server recognise its own nudges."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(8)

    def begin(self, db: Session) -> None:
        """Begin to collect this transaction's nudges."""
        db.info[_NUDGES] = {}

    def tell(self, db: Session) -> None:
        """Send the collected nudges. Must be called last before the commit."""
        for nudge in db.info.pop(_NUDGES):
            _NOTIFY.run(db, said=msgspec.json.encode([self.name, nudge.topic, nudge.words]).decode())

    def hear(self, said: str) -> Nudge | None:
        """Return a nudge from another server; None for one's own."""
        name, topic, words = msgspec.json.decode(said, type=tuple[str, str, tuple[Any, ...]])
        return None if name == self.name else Nudge(topic, words)


def nudge(db: Session, topic: str, *words: Any) -> None:
    """Send a nudge to the other servers with this transaction's commit. The same nudge is sent once."""
    told = db.info.get(_NUDGES)
    if told is not None:
        told[Nudge(topic, words)] = None
