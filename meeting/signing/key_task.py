"""The request and the answer of the key-making task; the task itself is key_apart, in a separate process."""

from datetime import datetime

import msgspec


class KeyRequest(msgspec.Struct, frozen=True):
    """A request for a new signing key: for whom, under which passphrase.

    With `words` (the authority's passphrase) it also gets a certificate; the authority's certificate (PEM) and sealed
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
    """The key file as stored on the disk, and the certificate (PEM; empty without words).

    Nothing where the words are wrong, the authority's own files `unreadable`, or its time has `ended`.
    """

    key: bytes = b""
    certificate: bytes = b""
    wrong_words: bool = False
    unreadable: bool = False
    ended: bool = False
