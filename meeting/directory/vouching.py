"""The certificates that vouch for a directory. An administrator sends them, so they are read in the jail."""

import msgspec

from meeting.directory.rules import NOT_A_CERTIFICATE
from meeting.kernel.refusals import Refused
from meeting.work.jail import Bounds, JailFailed, ask_jailed

_BOUNDS = Bounds(seconds=10, memory=512 << 20)


class AskedCertificates(msgspec.Struct, frozen=True):
    """A file as it was sent: PEM, or one certificate in DER."""

    data: bytes


class AsPem(msgspec.Struct, frozen=True):
    """The office's certificates as PEM, or empty."""

    pem: str


def read_certificates(data: bytes) -> str:
    """Return certificates as PEM. Raises Refused for a file without certificates, or without a jail to read them in."""
    try:
        found = ask_jailed("meeting.directory.vouching_apart", AskedCertificates(data), AsPem, _BOUNDS).pem
    except JailFailed:
        found = ""
    if not found:
        raise Refused(NOT_A_CERTIFICATE)
    return found
