"""Encrypted texts: other services' secrets that must be read again, stored under the installation's own key.

The database alone does not reveal them: the key is in a file that only its owner can read.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken

from meeting.kernel.tokens import mac


def lock(secret: bytes, purpose: str, text: str) -> str:
    """Return the encrypted text; `unlock` needs the same secret and purpose. The result differs at each call."""
    return _lock(secret, purpose).encrypt(text.encode()).decode()


def unlock(secret: bytes, purpose: str, locked: str) -> str:
    """Return the text. Raises ValueError when it was encrypted under another key, or changed."""
    try:
        return _lock(secret, purpose).decrypt(locked.encode()).decode()
    except InvalidToken:
        raise ValueError(purpose) from None


def _lock(secret: bytes, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(mac(secret, "locked", purpose)))
