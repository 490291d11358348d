"""What the stamping task is asked and answers; the task itself is stamp_apart, in a process of its own."""

import msgspec


class StampRequest(msgspec.Struct, frozen=True):
    """The address of an RFC 3161 service, and the bytes to be stamped; only their SHA-256 leaves this machine."""

    url: str
    content: bytes


class StampAnswer(msgspec.Struct, frozen=True):
    """The token (DER), or why there is none."""

    token: bytes = b""
    problem: str = ""
