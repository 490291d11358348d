"""What the key-making task is asked and answers; the task itself is key_apart, in a process of its own."""

from datetime import datetime

import msgspec


class KeyRequest(msgspec.Struct, frozen=True):
    """A new signing key for whom, under which passphrase.

    With `words` (the authority's own) it also gets a certificate, by the authority whose certificate (PEM) and sealed
    key are at these paths.
    """

    full_name: str
    title: str
    unit: str
    passphrase: str
    authority: str
    authority_key: str
    words: str
    now: datetime


class KeyAnswer(msgspec.Struct, frozen=True):
    """The key file as it will lie on the disk, and the certificate (PEM; empty when there were no words)."""

    key: bytes = b""
    certificate: bytes = b""
    wrong_words: bool = False
    unreadable: bool = False
    ended: bool = False
