"""The second factor of administrators: a code from their telephone (TOTP, RFC 6238), or one of their recovery codes.

The TOTP key is stored encrypted under the installation's key, recovery codes as hashes. Each code works once.
"""

import base64
import dataclasses
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SecondFactor, SecondFactorRule
from meeting.kernel.locked import lock, unlock
from meeting.kernel.tokens import mac

PURPOSE = "second factor"
KEY_BYTES, DIGITS, STEP_SECONDS = 20, 6, 30
"""Values that every authenticator app accepts: a key of 160 bits, six digits, a new code every 30 seconds."""
DRIFT = 1
"""The number of steps by which a telephone's clock may be wrong."""
SPARES, SPARE_LETTERS = 10, 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Leaves out letters and digits that are easily confused on paper."""


def new_key() -> bytes:
    """Return a new key for a telephone to compute codes from."""
    return secrets.token_bytes(KEY_BYTES)


def new_spares() -> list[str]:
    """Return new recovery codes to write down, of almost 50 bits each: `abcde-23456`."""
    made = ["".join(secrets.choice(_ALPHABET) for _ in range(SPARE_LETTERS)) for _ in range(SPARES)]
    return [f"{code[:5]}-{code[5:]}" for code in made]


def typed_key(key: bytes) -> str:
    """Return the key in base32, in groups of four, for typing into an app."""
    text = base64.b32encode(key).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(key: bytes, account: str, office: str) -> str:
    """Return the address in the QR code for an authenticator app (`otpauth://…`)."""
    return _totp(key).get_provisioning_uri(account, office)


def matching_step(key: bytes, code: str, now: datetime, last_step: int) -> int | None:
    """Return the step of this code, within DRIFT of now. None for a wrong code, or for a step not after `last_step`.

    Compares in constant time.
    """
    if not code.isascii():  # only ASCII can be compared
        return None
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - DRIFT, present + DRIFT + 1):
        try:
            _totp(key).verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        if step > last_step:
            return step
    return None


def spare_hash(secret: bytes, person_id: int, code: str) -> str:
    """Return the stored hash of a recovery code. Case and separators make no difference."""
    plain = "".join(sign for sign in code.lower() if sign in _ALPHABET)
    return mac(secret, "recovery", str(person_id), plain).hex()


@dataclasses.dataclass(frozen=True)
class Asks:
    """The steps that somebody must take to sign in. `code`: enter a code; `enrolment`: first set up a second factor."""

    code: bool = False
    enrolment: bool = False


def asks(db: Session, person_id: int) -> Asks:
    """Return what somebody must show besides card, PIN or password. Nothing for people who are not administrators."""
    login = db.get(Login, person_id)
    if login is None or not login.admin:
        return Asks()
    enrolled = db.get(SecondFactor, person_id) is not None
    return Asks(code=enrolled, enrolment=not enrolled and is_required(db))


def is_required(db: Session) -> bool:
    """Return whether every administrator must have a second factor."""
    rule = db.get(SecondFactorRule, 1)
    return rule is not None and rule.required


def demanded_of(db: Session, person_id: int) -> bool:
    """Return whether this person would need a second factor as an administrator."""
    return is_required(db) or db.get(SecondFactor, person_id) is not None


def use(db: Session, person_id: int, code: str, *, secret: bytes, now: datetime) -> bool:
    """Check a TOTP or recovery code and use it up. Returns whether it was right.

    Compares and writes in one transaction.
    """
    row = db.get(SecondFactor, person_id)
    if row is None:
        return False
    try:
        step = matching_step(bytes.fromhex(unlock(secret, PURPOSE, row.locked)), code.strip(), now, row.last_step)
    except ValueError:  # encrypted under another installation's key: a recovery code or another administrator helps
        step = None
    if step is not None:
        row.last_step = step
        return True
    spare = spare_hash(secret, person_id, code)
    if spare not in row.spares:
        return False
    row.spares = [each for each in row.spares if each != spare]
    return True


def locked_key(secret: bytes, key: bytes) -> str:
    """Return the key encrypted for storage."""
    return lock(secret, PURPOSE, key.hex())


def _totp(key: bytes) -> TOTP:
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what every authenticator app counts by
