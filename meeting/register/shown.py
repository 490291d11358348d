"""The register as a file, for checking minutes elsewhere: its lines, and a statement that there are no others.

JSON Lines: the lines of the register as the office's journal has them (`journal/chain.py`), oldest first, then one
statement. It is signed by the installation's event key (Ed25519) over the bytes `phonghop certificate register` NL and
the canonical JSON of `{at, hash, number}`: at that moment (UTC) the register ended with this line. Nothing else of the
office's journal is in the file. Pure.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meeting.journal import chain
from meeting.journal.chain import Entry, canonical
from meeting.kernel.clock import read_stamp, stamp
from meeting.register.lines import Register, read

_DOMAIN = b"phonghop certificate register\n"


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The register ended with this line at `at`. `key`: the public key, 64 hex digits; `signature`: 128 hex digits."""

    at: str
    number: int
    hash: str
    key: str
    signature: str

    def holds(self) -> bool:
        """Return whether the key that it names has signed it."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), _signed(self.at, self.number, self.hash))
        except (ValueError, InvalidSignature):
            return False
        return True


class ShownRegister(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a register's file: its state at `at`, confirmed by `key`."""

    register: Register
    at: datetime
    key: str


class Torn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Replaces a damaged register: `broken` is the number of the damaged line in the office's journal."""

    broken: int
    reason: str


class Unusable(Exception):  # noqa: N818 - reported as a finding
    """The file is not a complete register. The message says why, in Vietnamese."""


def write_file(lines: Sequence[Entry], now: datetime, key: Ed25519PrivateKey) -> bytes:
    """Return the file for all lines of the register. Raises chain.Broken when they are damaged."""
    number, last = read(lines).last
    at = stamp(now)
    signature = key.sign(_signed(at, number, last)).hex()
    public = key.public_key().public_bytes_raw().hex()
    stated = Statement(at=at, number=number, hash=last, key=public, signature=signature)
    return b"".join(canonical(each) + b"\n" for each in (*lines, stated))


def broken_file(broken: chain.Broken) -> bytes:
    """Return the file for a damaged register: one line that says where it is damaged."""
    return canonical(Torn(broken=broken.seq, reason=str(broken.reason))) + b"\n"


def read_file(data: bytes) -> ShownRegister:
    """Return the content of such a file. Raises Unusable when it is damaged, cut off or changed."""
    *lines, last = data.splitlines() or [b""]
    _check_not_torn(last)
    try:
        stated = msgspec.json.decode(last, type=Statement)
        at = read_stamp(stated.at)
        entries = [msgspec.json.decode(line, type=Entry, strict=True) for line in lines]
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        raise Unusable("tệp không phải sổ chứng thư, hoặc bị cắt") from None
    if not stated.holds():
        raise Unusable("chữ ký của máy chủ trên sổ không đúng")
    try:
        register = read(entries)
    except chain.Broken as broken:
        raise Unusable(f"{broken.reason} (bản ghi số {broken.seq})") from None
    if register.last != (stated.number, stated.hash):
        raise Unusable("sổ thiếu hoặc thừa dòng so với lời xác nhận của máy chủ")
    return ShownRegister(register=register, at=at, key=stated.key)


def _check_not_torn(line: bytes) -> None:
    try:
        torn = msgspec.json.decode(line, type=Torn)
    except (ValueError, RecursionError):
        return
    raise Unusable(f"sổ trên máy này bị hỏng ở bản ghi số {torn.broken} ({torn.reason})")


def _signed(at: str, number: int, last: str) -> bytes:
    return _DOMAIN + canonical({"at": at, "hash": last, "number": number})
