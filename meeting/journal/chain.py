"""The hash chain: pure functions that link and check entries.

An entry's bytes are canonical JSON (keys sorted, no spaces, UTF-8) of
`{v, book, seq, at, kind, actor, prev, body}`. `hash` is the SHA-256 of those bytes;
`prev` is the hash of the entry before it (64 zeros for the first). Changing, removing,
adding or reordering an entry breaks every hash after it. The last hash, the *head*,
is printed in the signed minutes.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from meeting.kernel.words import Phrase, phrase

GENESIS = "0" * 64
VERSION = 1


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the journal, as exported: the hashed fields and their hash."""

    v: int
    book: str
    seq: int
    at: str
    kind: str
    actor: str
    prev: str
    body: dict[str, Any]
    hash: str


class Broken(Exception):  # noqa: N818 - the reader sees it as a verdict
    """The chain is broken. `seq`: the first bad number; `reason`: what is wrong."""

    def __init__(self, seq: int, reason: Phrase) -> None:
        super().__init__(f"{seq}: {reason}")
        self.seq = seq
        self.reason = reason


_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """Return a JSON value as bytes, always in the same form."""
    return _encoder.encode(value)


def link(prev: str, *, book: str, seq: int, at: str, kind: str, actor: str, body: dict[str, Any]) -> Entry:
    """Return the entry that follows the one with hash `prev`."""
    fields = {
        "v": VERSION,
        "book": book,
        "seq": seq,
        "at": at,
        "kind": kind,
        "actor": actor,
        "prev": prev,
        "body": body,
    }
    return Entry(hash=hashlib.sha256(canonical(fields)).hexdigest(), **fields)  # type: ignore[arg-type]


def check(entries: Iterable[Entry], *, prev: str = GENESIS, expected: int = 1) -> str:
    """Check a sequence of entries and return the hash of the last one. Raises Broken at the first bad entry.

    Starts at the first entry of a book, unless `prev` (hash of the entry before) and `expected` (number of the first
    entry given) say otherwise.
    """
    book = None
    for entry in entries:
        book = book if book is not None else entry.book
        if entry.seq != expected:
            said = phrase("thiếu hoặc sai thứ tự: gặp số {seq}, phải là số {wanted}", seq=entry.seq, wanted=expected)
            raise Broken(expected, said)
        if entry.book != book:
            raise Broken(entry.seq, phrase("bản ghi thuộc về nhật ký khác"))
        if entry.prev != prev:
            raise Broken(entry.seq, phrase("không nối tiếp bản ghi trước"))
        again = link(
            prev, book=entry.book, seq=entry.seq, at=entry.at, kind=entry.kind, actor=entry.actor, body=entry.body
        )
        if again.hash != entry.hash or entry.v != VERSION:
            raise Broken(entry.seq, phrase("nội dung đã bị thay đổi"))
        prev, expected = entry.hash, expected + 1
    return prev
