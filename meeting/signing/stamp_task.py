"""The request and the answer of the stamping task; the task itself is stamp_apart, in a separate process."""

import msgspec


class StampRequest(msgspec.Struct, frozen=True):
    """The address of an RFC 3161 service, and the bytes to be stamped; only their SHA-256 leaves this machine."""

    url: str
    content: bytes


class StampAnswer(msgspec.Struct, frozen=True):
    """The token (DER), or the problem that prevented it."""

    token: bytes = b""
    problem: str = ""
