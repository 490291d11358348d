"""Secrets: made by the system's generator, stored only as a hash, compared in constant time."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """Return 256 random bits for a URL or a cookie."""
    return secrets.token_urlsafe(32)


def new_salt() -> str:
    """Return 128 random bits as 32 hex digits. In an event they stop others from guessing its other fields by its
    hash."""
    return secrets.token_hex(16)


def new_pin() -> str:
    """Return six digits for a sign-in card. Repeated and running digits are drawn again."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if len(set(pin)) > 2 and pin not in "01234567890" and pin not in "09876543210":
            return pin


def token_hash(token: str) -> str:
    """Return the stored hash of a token. Random 256-bit tokens do not need a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def mac(secret: bytes, *parts: str) -> bytes:
    """Return the HMAC-SHA256 over the parts. Each has its length before it, so different lists never collide."""
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.new(secret, message, hashlib.sha256).digest()


def same(left: bytes, right: bytes) -> bool:
    """Return whether both are equal, compared in constant time."""
    return hmac.compare_digest(left, right)
