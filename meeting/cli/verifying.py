"""`meeting verify` reads its files in the jail, like everything that comes from outside."""

from meeting.cli.registering import own_register
from meeting.config import Settings
from meeting.kernel.refusals import Refused
from meeting.proof.findings import Integrity
from meeting.proof.jailed import AskedVerify, FilesGiven, Verified, verify_jailed
from meeting.signing.keyring import certificates_in
from meeting.witness.key import PRINTED_DIGITS, public_half
from meeting.work.jail import Bounds, JailFailed, OutOfTime

BOUNDS = Bounds(seconds=180)
"""Far more than needed: the longest minutes take a few seconds and a quarter of the memory."""

_WITHIN = "nên phần mềm dừng lại, chưa kết luận gì. Tệp có thể đã hỏng, hoặc được làm ra để gây hại."
TOO_LONG = f"Đọc các tệp này mất hơn {{seconds}} giây {_WITHIN}"
TOO_MUCH = f"Đọc các tệp này cần quá nhiều bộ nhớ, hoặc bị ngắt giữa chừng, {_WITHIN}"


class BadKey(Exception):  # noqa: N818 - shown to the person who typed it
    """A typed event key is incomplete."""


def verify(settings: Settings, given: FilesGiven) -> Verified:
    """Return the verdict and the report.

    It is `incomplete`, with the reason, when the files cannot be read within the bounds or no jail can be started.
    """
    asked = _asked(settings, given)
    try:
        return verify_jailed(asked, BOUNDS)
    except OutOfTime:
        return _unread(TOO_LONG.format(seconds=BOUNDS.seconds))
    except JailFailed:
        return _unread(TOO_MUCH)
    except Refused as refused:
        return _unread(str(refused))


def _unread(why: str) -> Verified:
    return Verified(Integrity.INCOMPLETE, (why,))


def _asked(settings: Settings, given: FilesGiven) -> AskedVerify:
    keys = frozenset("".join(key.lower().split()) for key in given.keys) or {public_half(settings.data)} - {""}
    if any(len(key) < PRINTED_DIGITS for key in keys):
        raise BadKey(f"--event-key: ghi đủ {PRINTED_DIGITS} chữ số in trên thẻ.")
    keyring = certificates_in(settings.data)
    return AskedVerify(
        given=given,
        trusted=b"" if given.authority else keyring.trusted(),
        keys=frozenset(keys),
        register=own_register(settings) if given.own else b"",
        law=str(settings.law),
    )
