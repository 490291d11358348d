"""What a passphrase seals: who opens it, what it costs at most, and that another program can open it too."""

import hashlib

import msgspec
import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from meeting.kernel import hashing
from meeting.signing.sealed import WrongPassphrase, seal, unseal

WORDS, PURPOSE, SECRET = "đúng mật khẩu", "khóa ký", b"secret bytes"


class Container(msgspec.Struct):
    """What the file holds, as another program would read it (JSON, bytes in Base64)."""

    salt: bytes
    memory_kib: int
    passes: int
    nonce: bytes
    sealed: bytes


def opens(container: bytes, words: str = WORDS, purpose: str = PURPOSE) -> bool:
    try:
        return unseal(container, words, purpose) == SECRET
    except WrongPassphrase:
        return False


def asking(memory_kib: int, passes: int) -> bytes:
    """What some program sealed at this cost, with the right passphrase."""
    salt, nonce = b"s" * 16, b"n" * 12
    key = hashing.stretch(WORDS, salt, memory_kib=memory_kib, passes=passes)
    return msgspec.json.encode(
        Container(salt, memory_kib, passes, nonce, AESGCM(key).encrypt(nonce, SECRET, PURPOSE.encode()))
    )


def test_only_the_passphrase_opens_it_and_only_for_its_purpose() -> None:
    container = seal(SECRET, WORDS, PURPOSE)
    assert opens(container)
    assert not opens(container, words="sai mật khẩu")
    assert not opens(container, purpose="khóa khác")
    assert seal(SECRET, WORDS, PURPOSE) != container, "the same secret never looks the same"


def test_another_program_opens_it_with_argon2id_and_aes_alone() -> None:
    held = msgspec.json.decode(seal(SECRET, WORDS, PURPOSE), type=Container)
    assert (len(held.salt), len(held.nonce)) == (16, 12)
    key = hash_secret_raw(WORDS.encode(), held.salt, held.passes, held.memory_kib, 1, 32, Type.ID)
    assert AESGCM(key).decrypt(held.nonce, held.sealed, PURPOSE.encode()) == SECRET


@pytest.mark.parametrize(
    ("memory_kib", "passes", "opened"),
    [
        (1, 1, True),
        (1 << 20, 64, True),
        ((1 << 20) + 1, 1, False),
        (1, 65, False),
        (0, 1, False),
        (1, 0, False),
    ],
)
def test_a_container_may_need_a_gigabyte_and_64_passes_and_not_more(
    memory_kib: int, passes: int, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def free(secret: bytes, salt: bytes, *_: object) -> bytes:
        """A key that costs nothing, whatever is asked."""
        return hashlib.sha256(secret + salt).digest()

    monkeypatch.setattr(hashing, "hash_secret_raw", free)
    assert opens(asking(memory_kib, passes)) == opened


@pytest.mark.parametrize("damage", [b"", b"no container", b"{}", b"[" * 100_000])
def test_a_file_of_another_form_is_never_opened(damage: bytes) -> None:
    assert not opens(damage)


def test_a_container_with_an_unknown_word_is_refused() -> None:
    held = msgspec.json.decode(seal(SECRET, WORDS, PURPOSE))
    assert opens(msgspec.json.encode(held))
    assert not opens(msgspec.json.encode(held | {"colour": "red"}))
