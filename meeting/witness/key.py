"""The event key: with it this installation signs where its journals stand.

It lies in the folder of keys, its owner's alone, and is not sealed: a server that starts by itself after a power cut
must be able to sign. So whoever has the whole data folder can sign with it too. A signature proves that a head which
somebody brings was handed out by this installation and not made up by whoever brings it; that history was not rewritten
is proven by the heads being in many hands.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.store.guarded import guard_folder, write_first

PRINTED_DIGITS = 32
_OPENED: dict[Path, Ed25519PrivateKey] = {}


def key_file(data: Path) -> Path:
    """Where the key lies: 64 hex digits."""
    return data / "keys" / "event.key"


def make_event_key(data: Path) -> None:
    """The installation has an event key from now on; one that is there, or that another server makes now, stays."""
    if not key_file(data).exists():
        guard_folder(data / "keys")
        write_first(key_file(data), Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())


def event_key(data: Path) -> Ed25519PrivateKey | None:
    """The key at work, read once; None where there is none, or none that can be read."""
    file = key_file(data)
    if file not in _OPENED:
        try:
            _OPENED[file] = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
        except (OSError, ValueError):
            return None
    return _OPENED[file]


def printed(key: str) -> str:
    """As cards and terminals print a public half: its first 32 digits by fours, enough to tell it from every other."""
    digits = key[:PRINTED_DIGITS].upper()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def public_half(data: Path) -> str:
    """64 hex digits that everybody may know; nothing where there is no key."""
    key = event_key(data)
    return key.public_key().public_bytes_raw().hex() if key is not None else ""
