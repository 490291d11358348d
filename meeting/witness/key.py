"""The event key, with which this installation signs the heads of its journals.

It is in the folder of keys, readable for its owner only, and not sealed: a server that starts by itself after a power
cut must be able to sign. So anybody with the whole data folder can sign with it too. A signature proves that this
installation handed out a head, and that its bearer did not invent it. That history was not rewritten is proven by the
heads being in many hands.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.store.guarded import guard_folder, write_first

PRINTED_DIGITS = 32
_OPENED: dict[Path, Ed25519PrivateKey] = {}


def key_file(data: Path) -> Path:
    """Return the path of the key file: 64 hex digits."""
    return data / "keys" / "event.key"


def make_event_key(data: Path) -> None:
    """Make the event key if it is missing. A key that exists, or that another server makes now, stays."""
    if not key_file(data).exists():
        guard_folder(data / "keys")
        write_first(key_file(data), Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())


def event_key(data: Path) -> Ed25519PrivateKey | None:
    """Return the key, read once; None when missing or unreadable."""
    file = key_file(data)
    if file not in _OPENED:
        try:
            _OPENED[file] = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
        except (OSError, ValueError):
            return None
    return _OPENED[file]


def printed(key: str) -> str:
    """Return a public half as cards and terminals print it: its first 32 digits in groups of four."""
    digits = key[:PRINTED_DIGITS].upper()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def public_half(data: Path) -> str:
    """Return the public key as 64 hex digits; empty when there is no key."""
    key = event_key(data)
    return key.public_key().public_bytes_raw().hex() if key is not None else ""
