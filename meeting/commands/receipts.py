"""Receipts: a request repeated under the same key gets the first answer and is not carried out again."""

import dataclasses
import hashlib
import re
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.commands.tables import Receipt
from meeting.kernel.refusals import Refused, declare, malformed
from meeting.store.plain import Plain
from meeting.store.rows import add_later

KEY_REUSED = declare("commands.key_reused", 409, "Mã yêu cầu này đã dùng cho một việc khác.")
_KEY = re.compile(r"[!-~]{0,64}")
_KNOWN = Plain(
    select(Receipt.digest, Receipt.reply).where(Receipt.actor == bindparam("actor"), Receipt.key == bindparam("key"))
)


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request: its actor, its content, and its key. Without a key no receipt is kept."""

    actor: str
    key: str
    name: str
    request: msgspec.Struct

    @property
    def digest(self) -> str:
        """Return a hash that distinguishes a repeat from another request under the same key."""
        written = msgspec.json.encode([self.name, self.request], order="sorted")
        return hashlib.sha256(written).hexdigest()


def check_key(key: str) -> None:
    """Raise Refused unless the key is at most 64 printable ASCII characters."""
    if not _KEY.fullmatch(key):
        raise malformed("the key is not at most 64 printable ASCII characters")


def find(db: Session, asked: Asked) -> str | None:
    """Return the first answer as JSON, or None for a new key. Raises Refused when another request used the key."""
    if not asked.key:
        return None
    known = _KNOWN.one(db, actor=asked.actor, key=asked.key)
    if known is None:
        return None
    if known.digest != asked.digest:
        raise Refused(KEY_REUSED)
    return str(known.reply)


def is_answered(db: Session, actor: str, key: str) -> bool:
    """Return whether this actor has already used this key, for whatever request."""
    return bool(key) and _KNOWN.one(db, actor=actor, key=key) is not None


def keep(db: Session, asked: Asked, answer: str, now: datetime) -> None:
    """Store the answer under the key, if there is a key."""
    if asked.key:
        row = {"actor": asked.actor, "key": asked.key, "digest": asked.digest, "at": now, "reply": answer}
        add_later(db, Receipt, row)
