"""The request and the answer of the signing task; the task itself is sign_apart, in a separate process."""

from datetime import datetime

import msgspec

from meeting.kernel.words import Phrase


class Request(msgspec.Struct, frozen=True):
    """A request to sign a file: field, key and certificate of the signer (paths), journal head, last register line.

    The register's line is (0, zeros) when the office has no register. `trusted`: the office's authorities, PEM. `title`
    and `unit` are the signer's in this meeting: the visible stamp shows them, not those of an old card.
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
    problem: Phrase | None = None
