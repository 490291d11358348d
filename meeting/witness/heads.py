"""Heads: a statement of the last entry of a journal, signed by the installation's event key. Pure.

The signature (Ed25519) covers the bytes `phonghop journal head` NL and the canonical JSON of `{at, book, hash, prev,
seq}`: `hash` is the hash of entry `seq`, `prev` of the one before it, `at` the time in the entry. So the same entry
gives the same bytes at every server that has the key, whenever it is signed.
"""

import contextlib
import re
from collections.abc import Iterator

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meeting.journal.chain import Entry, canonical
from meeting.kernel.clock import read_stamp

_DOMAIN = b"phonghop journal head\n"
_CODE_DIGITS = 8
_HASH = re.compile("[0-9a-f]{64}")


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signed statement. Hashes and `key` (the public half) are 64 hex digits, `signature` 128."""

    book: str
    seq: int
    hash: str
    prev: str
    at: str
    key: str
    signature: str

    def claims(self) -> dict[int, str]:
        """Return the hashes that it states, by number of the entry."""
        before = {self.seq - 1: self.prev} if self.seq > 1 else {}
        return before | {self.seq: self.hash}

    def holds(self) -> bool:
        """Return whether it was signed by the key that it names, and has the form of a head."""
        try:
            read_stamp(self.at)
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), _signed(self.book, self.seq, self.hash, self.prev, self.at))
        except (ValueError, InvalidSignature):
            return False
        return bool(_HASH.fullmatch(self.hash) and _HASH.fullmatch(self.prev) and self.seq > 0)


class StampedHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A head with a time stamp (RFC 3161, DER) of its canonical JSON."""

    head: Head
    token: bytes


def written(head: Head) -> bytes:
    """Return a head as it is written and stamped: canonical JSON."""
    return canonical(head)


def sign(entry: Entry, key: Ed25519PrivateKey) -> Head:
    """Return the signed statement that a book has this entry as its head."""
    stated = {"book": entry.book, "seq": entry.seq, "hash": entry.hash, "prev": entry.prev, "at": entry.at}
    signature = key.sign(_signed(entry.book, entry.seq, entry.hash, entry.prev, entry.at))
    return Head(**stated, key=key.public_key().public_bytes_raw().hex(), signature=signature.hex())  # type: ignore[arg-type]


def read_lines(data: bytes) -> Iterator[Head | StampedHead]:
    """Yield the heads, with or without a stamp, from a file of one object per line. Unreadable lines are skipped."""
    for line in data.splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            if line.startswith(b'{"head"'):
                yield msgspec.json.decode(line, type=StampedHead)
            else:
                yield msgspec.json.decode(line, type=Head)


def read_heads(data: bytes) -> Iterator[Head]:
    """Yield the heads only."""
    for each in read_lines(data):
        yield each.head if isinstance(each, StampedHead) else each


def code(digest: str) -> str:
    """Return eight digits of a hash for reading aloud and comparing: `1234 5678`."""
    digits = f"{int(digest, 16) % 10**_CODE_DIGITS:0{_CODE_DIGITS}}"
    return f"{digits[:4]} {digits[4:]}"


def _signed(book: str, seq: int, digest: str, prev: str, at: str) -> bytes:
    return _DOMAIN + canonical({"book": book, "seq": seq, "hash": digest, "prev": prev, "at": at})
