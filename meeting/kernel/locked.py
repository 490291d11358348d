"""Locked texts: secrets of others that must be read again, kept in the database under the installation's own key.

Whoever has the database alone cannot read them; the key lies in a file that only its owner can read.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken

from meeting.kernel.tokens import mac


def lock(secret: bytes, purpose: str, text: str) -> str:
    """A text that only `unlock` with the same secret and purpose reads again. Each time another one."""
    return _lock(secret, purpose).encrypt(text.encode()).decode()


def unlock(secret: bytes, purpose: str, locked: str) -> str:
    """The text; ValueError when it was locked under another key, or changed."""
    try:
        return _lock(secret, purpose).decrypt(locked.encode()).decode()
    except InvalidToken:
        raise ValueError(purpose) from None


def _lock(secret: bytes, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(mac(secret, "locked", purpose)))
