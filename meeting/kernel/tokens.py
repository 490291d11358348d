"""Secrets: made by the system's generator, stored only as a hash, compared in constant time."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 random bits for a URL or a cookie."""
    return secrets.token_urlsafe(32)


def new_salt() -> str:
    """128 random bits, 32 hex digits: of an event that bears them nobody learns by its hash what else it says."""
    return secrets.token_hex(16)


def new_pin() -> str:
    """Six digits for a sign-in card; repeated and running digits are drawn again."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if len(set(pin)) > 2 and pin not in "01234567890" and pin not in "09876543210":
            return pin


def token_hash(token: str) -> str:
    """What is stored of a token. Random 256-bit tokens need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def mac(secret: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 over parts, each length-prefixed so that no two lists read alike."""
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.new(secret, message, hashlib.sha256).digest()


def same(left: bytes, right: bytes) -> bool:
    """Equal, in constant time."""
    return hmac.compare_digest(left, right)
