"""A signed head: what it says, when it holds, and how a file of heads is read."""

import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.journal.chain import GENESIS, Entry, link
from meeting.witness.heads import Head, StampedHead, code, read_heads, read_lines, sign, written

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
AT = "2026-09-24T01:00:00.000Z"


def entry(seq: int, prev: str) -> Entry:
    return link(prev, book="meeting-1", seq=seq, at=AT, kind="agenda.item_opened", actor="person-1", body={"item": seq})


FIRST = entry(1, GENESIS)
SECOND = entry(2, FIRST.hash)
HEAD = sign(SECOND, KEY)


def test_a_head_names_its_entry_and_the_one_before_it() -> None:
    assert HEAD.claims() == {1: FIRST.hash, 2: SECOND.hash}
    first = sign(FIRST, KEY)
    assert (first.claims(), first.holds()) == ({1: FIRST.hash}, True), "before the first there is none"
    assert (HEAD.book, HEAD.seq, HEAD.at) == ("meeting-1", 2, AT)
    assert sign(SECOND, KEY) == HEAD, "signed again it is the same"


def signed_anew(**changes: object) -> Head:
    """The owner of the key can sign anything; a signed text holds only when it says what a head says."""
    fields = {name: getattr(HEAD, name) for name in ("book", "seq", "hash", "prev", "at")} | changes
    signature = KEY.sign(b"phonghop journal head\n" + msgspec.json.Encoder(order="sorted").encode(fields))
    return msgspec.structs.replace(HEAD, **changes, signature=signature.hex())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "head",
    [
        msgspec.structs.replace(HEAD, seq=3),
        msgspec.structs.replace(HEAD, book="meeting-2"),
        msgspec.structs.replace(HEAD, hash=FIRST.hash),
        msgspec.structs.replace(HEAD, prev=GENESIS),
        msgspec.structs.replace(HEAD, at="2026-09-24T01:00:01.000Z"),
        msgspec.structs.replace(HEAD, key=Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()),
        msgspec.structs.replace(HEAD, key="no key"),
        msgspec.structs.replace(HEAD, signature=""),
        signed_anew(at="hôm qua"),
        signed_anew(hash="X" * 64),
        signed_anew(prev="0" * 63),
        signed_anew(seq=0),
        signed_anew(seq=-1),
    ],
)
def test_a_changed_or_senseless_head_is_not_valid(head: Head) -> None:
    assert HEAD.holds()
    assert signed_anew().holds()
    assert not head.holds()


def test_a_file_is_read_line_by_line_and_unreadable_lines_are_skipped() -> None:
    stamped = StampedHead(head=sign(FIRST, KEY), token=b"token")
    more = [written(HEAD)[:-1] + b',"more":1}', msgspec.json.encode(stamped)[:-1] + b',"more":1}']
    broken = [b"no head", b"{}", b'{"head":1}', b"[" * 100_000, *more]
    data = b"\n".join([written(HEAD), *broken, msgspec.json.encode(stamped)])
    assert list(read_lines(data)) == [HEAD, stamped]
    assert list(read_heads(data)) == [HEAD, stamped.head]


@pytest.mark.parametrize(
    ("number", "digits"),
    [(0, "0000 0000"), (12_345_678, "1234 5678"), (100_000_042, "0000 0042"), (99_999_999, "9999 9999")],
)
def test_a_code_is_eight_digits_to_be_read_aloud(number: int, digits: str) -> None:
    assert code(f"{number:064x}") == digits
    assert len(code(hashlib.sha256(b"x").hexdigest())) == 9
