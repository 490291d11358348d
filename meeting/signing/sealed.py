"""Sealed: secret bytes that only their passphrase opens.

Argon2id turns the passphrase into a key; AES-256-GCM seals with it. Nothing else in the container depends on the
passphrase, so every guess costs one Argon2id.
"""

import secrets

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from meeting.kernel.hashing import KEY_MEMORY_KIB, KEY_PASSES, stretch

_SALT_BYTES, _NONCE_BYTES = 16, 12
_MOST_MEMORY_KIB, _MOST_PASSES = 1 << 20, 64
"""The most memory and passes that a container may ask for: a damaged file must not use up the machine's memory."""


class WrongPassphrase(Exception):  # noqa: N818 - shown to the person who typed it
    """The passphrase does not open this container, or it is not a container."""


class _Container(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argon2id's salt, memory (KiB) and passes; AES-GCM's nonce, and what it sealed with its tag."""

    salt: bytes
    memory_kib: int
    passes: int
    nonce: bytes
    sealed: bytes


def seal(secret: bytes, passphrase: str, purpose: str) -> bytes:
    """Return a container (JSON) for `secret`. It opens only for the same `purpose`. Slow on purpose: about 0.4 s."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    key = stretch(passphrase, salt, memory_kib=KEY_MEMORY_KIB, passes=KEY_PASSES)
    sealed = AESGCM(key).encrypt(nonce, secret, purpose.encode())
    return msgspec.json.encode(
        _Container(salt=salt, memory_kib=KEY_MEMORY_KIB, passes=KEY_PASSES, nonce=nonce, sealed=sealed)
    )


def unseal(container: bytes, passphrase: str, purpose: str) -> bytes:
    """Return the sealed bytes. Raises WrongPassphrase when it does not open. Slow on purpose."""
    try:
        read = msgspec.json.decode(container, type=_Container)
        if not (0 < read.memory_kib <= _MOST_MEMORY_KIB and 0 < read.passes <= _MOST_PASSES):
            raise WrongPassphrase
        key = stretch(passphrase, read.salt, memory_kib=read.memory_kib, passes=read.passes)
        return AESGCM(key).decrypt(read.nonce, read.sealed, purpose.encode())
    except (ValueError, RecursionError, InvalidTag):  # msgspec's errors are ValueErrors, and so is a bad parameter's
        raise WrongPassphrase from None
