"""What the signing task is asked and answers; the task itself is sign_apart, in a process of its own."""

from datetime import datetime

import msgspec


class Request(msgspec.Struct, frozen=True):
    """Which file, in which field, with whose key and certificate (paths), as of which journal head, and which line of
    the office's register of certificates ((0, zeros): it keeps none).

    `trusted`: the office's authorities, PEM. `title` and `unit` are the signer's in this meeting: the visible
    stamp shows them, not those of an old card.
    """

    pdf: str
    field: str
    key: str
    certificate: str
    passphrase: str
    title: str
    unit: str
    signed_at: datetime
    head: tuple[int, str]
    register: tuple[int, str]
    trusted: str


class SignAnswer(msgspec.Struct, frozen=True):
    """The signed file in Base64 and the certificate's fingerprint, or the reason for the failure."""

    signed: str = ""
    certificate: str = ""
    wrong_passphrase: bool = False
    problem: str = ""
