"""Read the register from its lines, in the same way on the server, which has the whole journal, and offline.

Pure. Valid certificates are stored nowhere else, so nothing can contradict the journal.
"""

import contextlib
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from meeting.journal import chain
from meeting.journal.book import OFFICE
from meeting.journal.chain import GENESIS, Entry
from meeting.kernel.clock import read_stamp
from meeting.kernel.words import phrase
from meeting.register.events import KINDS, CertificateFound, CertificateRevoked, Entered, RegisterEvent, RegisterOpened
from meeting.register.rules import LineMoment, Why


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """When a certificate was revoked, and why. `reason` may be empty."""

    line: LineMoment
    why: Why
    reason: str


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate in the register. `afterwards`: it existed before the register."""

    told: Entered
    line: LineMoment
    afterwards: bool
    revoked: Revocation | None = None

    @property
    def ends(self) -> datetime:
        """Return the end of its validity."""
        return read_stamp(self.told.ends)


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All certificates by fingerprint, oldest first. `last`: number and hash of the last line; (0, zeros) without one.

    `opened`: since when the register is complete; None: the office has no register yet. `hashes`: by number.
    """

    opened: LineMoment | None
    rows: Mapping[str, Certified]
    last: tuple[int, str]
    hashes: Mapping[int, str]

    def of_person(self, person_id: int) -> list[Certified]:
        """Return a person's certificates, oldest first."""
        return [row for row in self.rows.values() if row.told.person_id == person_id]

    def knows(self, key: str) -> bool:
        """Return whether this public key was ever certified."""
        return any(row.told.key == key for row in self.rows.values())

    def has_revoked(self, key: str) -> bool:
        """Return whether a certificate of this public key was revoked: the key is never certified again."""
        return any(row.told.key == key and row.revoked is not None for row in self.rows.values())


def read(entries: Iterable[Entry]) -> Register:
    """Return the register of these lines. Raises chain.Broken at the first line changed, added, moved or removed."""
    opened, rows, number, last = None, dict[str, Certified](), 0, GENESIS
    hashes: dict[int, str] = {}
    for entry in entries:
        event = _checked(entry, number + 1, last)
        number, last = number + 1, entry.hash
        hashes[number] = last
        line = LineMoment(number=number, at=read_stamp(entry.at), by=entry.actor)
        if isinstance(event, RegisterOpened):
            opened = opened or line
        elif isinstance(event, CertificateFound) and opened is not None:  # older ones come before the opening
            raise chain.Broken(entry.seq, phrase("chứng thư ghi bổ sung sau khi đã lập sổ"))
        elif isinstance(event, CertificateRevoked) and event.fingerprint not in rows:
            raise chain.Broken(entry.seq, phrase("thu hồi một chứng thư không có trong sổ"))
        else:
            _take(rows, event, line)
    return Register(opened=opened, rows=rows, last=(number, last), hashes=hashes)


def readable(entries: Iterable[Entry]) -> list[Certified]:
    """Return the readable certificates of a damaged register, oldest first.

    They prove nothing. Used to revoke while the register is damaged.
    """
    rows = dict[str, Certified]()
    for entry in entries:
        with contextlib.suppress(ValueError):
            event = _told(entry)
            if not isinstance(event, RegisterOpened):
                _take(rows, event, LineMoment(number=event.number, at=read_stamp(entry.at), by=entry.actor))
    return list(rows.values())


def _take(rows: dict[str, Certified], event: Entered | CertificateRevoked, line: LineMoment) -> None:
    """Apply a line to its certificate. A revoked certificate never becomes valid again."""
    row = rows.get(event.fingerprint)
    if isinstance(event, Entered):
        afterwards = isinstance(event, CertificateFound)
        rows[event.fingerprint] = row or Certified(told=event, line=line, afterwards=afterwards)
    elif row is not None and row.revoked is None:
        revoked = Revocation(line=line, why=event.why, reason=event.reason)
        rows[event.fingerprint] = msgspec.structs.replace(row, revoked=revoked)


def _told(entry: Entry) -> RegisterEvent:
    """Return the event of a line. Raises ValueError for fields that do not fit its kind."""
    event: RegisterEvent = msgspec.convert(entry.body, KINDS[entry.kind], strict=True)
    read_stamp(entry.at)
    if isinstance(event, Entered):
        read_stamp(event.begins), read_stamp(event.ends)
    return event


def _checked(entry: Entry, number: int, before: str) -> RegisterEvent:
    """Return the event of a line. Raises chain.Broken unless the line is intact and the next one."""
    fields = {name: getattr(entry, name) for name in ("book", "seq", "at", "kind", "actor", "body")}
    if entry.book != OFFICE or entry.kind not in KINDS or entry.v != chain.VERSION:
        raise chain.Broken(entry.seq, phrase("không phải bản ghi của sổ chứng thư"))
    if chain.link(entry.prev, **fields).hash != entry.hash:
        raise chain.Broken(entry.seq, phrase("nội dung đã bị thay đổi"))
    try:
        event = _told(entry)
    except ValueError:
        raise chain.Broken(entry.seq, phrase("nội dung không đúng mẫu")) from None
    if (event.number, event.before) != (number, before):
        raise chain.Broken(entry.seq, phrase("không nối tiếp dòng trước của sổ"))
    return event
