"""Room passes and claims: pure decisions about the code on the hall screen.

A *pass* is `<meeting>.<slot>.<mac>`. It changes every `seconds` and is accepted in its own slot and the next. It only
proves that somebody saw the screen a moment ago, so it is accepted only from the room's networks, and the secretary
sees every arrival. A *claim* is given for a good pass and is valid for two minutes, so that a delegate who must first
sign in need not scan again. It stays with the device that scanned, and is also accepted only from the room's networks.
"""

import base64
import re
from datetime import datetime, timedelta

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.tokens import mac, same

STALE = declare("attendance.stale_pass", 410, "Mã này đã hết hạn. Mời quét lại mã mới trên màn hình hội trường.")
FOREIGN = declare("attendance.foreign_pass", 403, "Mã này của phiên họp khác, không dùng được ở đây.")
COPIED = declare("attendance.copied_pass", 403, "Mã này không do màn hình hội trường của máy chủ này tạo ra.")

CLAIM_LASTS = timedelta(minutes=2)
_NUMBER = re.compile(r"[0-9]{1,12}")


def make_pass(secret: bytes, meeting_id: int, now: datetime, seconds: int) -> str:
    """Return the present pass."""
    slot = _slot(now, seconds)
    return f"{meeting_id}.{slot}.{_sign(secret, 'pass', meeting_id, slot)}"


def pass_lasts(now: datetime, seconds: int) -> int:
    """Return the seconds (1 or more) until the next pass."""
    return seconds - int(now.timestamp()) % seconds


def read_pass(secret: bytes, token: str, now: datetime, seconds: int) -> int:
    """Return the meeting of a pass. Raises Refused when it is stale or was not made here."""
    meeting_id, slot = _opened(secret, "pass", token)
    if not 0 <= _slot(now, seconds) - slot <= 1:
        raise Refused(STALE)
    return meeting_id


def meeting_of(secret: bytes, token: str, claim: str) -> int:
    """Return the meeting of a pass, or without one of a claim of any age. Raises Refused when not made here."""
    return _opened(secret, "pass", token)[0] if token else _opened(secret, "claim", claim)[0]


def make_claim(secret: bytes, meeting_id: int, now: datetime) -> str:
    """Return the claim for a good pass."""
    until = int((now + CLAIM_LASTS).timestamp())
    return f"{meeting_id}.{until}.{_sign(secret, 'claim', meeting_id, until)}"


def read_claim(secret: bytes, token: str, now: datetime) -> int:
    """Return the meeting of a claim. Raises Refused when it has expired or was not made here."""
    meeting_id, until = _opened(secret, "claim", token)
    if now.timestamp() > until:
        raise Refused(STALE)
    return meeting_id


def check_claim(secret: bytes, token: str, meeting_id: int, now: datetime) -> None:
    """Raise Refused unless the claim is for this meeting and has not expired."""
    admits_to, until = _opened(secret, "claim", token)
    if admits_to != meeting_id:
        raise Refused(FOREIGN)
    if now.timestamp() > until:
        raise Refused(STALE)


def _slot(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _sign(secret: bytes, use: str, meeting_id: int, number: int) -> str:
    return base64.b32encode(mac(secret, use, str(meeting_id), str(number))[:10]).decode().lower()


def _opened(secret: bytes, use: str, token: str) -> tuple[int, int]:
    """Return meeting and number of a token that this server signed. A missing claim counts as used or forgotten."""
    if use == "claim" and not token:
        raise Refused(STALE)
    meeting, _, rest = token.partition(".")
    number, _, signature = rest.partition(".")
    if not (_NUMBER.fullmatch(meeting) and _NUMBER.fullmatch(number)):
        raise Refused(COPIED)
    if not same(_sign(secret, use, int(meeting), int(number)).encode(), signature.encode()):
        raise Refused(COPIED)
    return int(meeting), int(number)
