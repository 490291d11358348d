"""The request and the answer of the certifying task; the task itself is certify_apart, in a separate process."""

from datetime import datetime

import msgspec


class CertifyRequest(msgspec.Struct, frozen=True):
    """A request to certify keys (paths, by account).

    The authority's certificate (PEM) and sealed key are at these paths; `words` is its passphrase.
    """

    keys: dict[str, str]
    authority: str
    authority_key: str
    words: str
    now: datetime


class CertifyAnswer(msgspec.Struct, frozen=True):
    """The certificates (PEM) by account.

    An unreadable key gets none; nobody gets one from an authority that has `ended`.

    `unreadable`: the authority's own files cannot be read.
    """

    certificates: dict[str, bytes] = {}
    wrong_words: bool = False
    unreadable: bool = False
    ended: bool = False
