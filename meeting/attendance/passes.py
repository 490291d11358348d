"""Room passes and claims: pure decisions about the code that the hall screen shows.

A *pass* is `<meeting>.<slot>.<mac>`: it changes every `seconds` and is accepted in its own slot
and the next. It proves that somebody saw the screen a moment ago, no more; so it is taken only
from the room's networks, and the secretary sees every arrival. A *claim* is given for a good
pass and lasts two minutes, so that a delegate who must first sign in is not sent back. It stays
with the device that scanned, and is taken only from the room's networks too.
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
    """The pass of this moment."""
    slot = _slot(now, seconds)
    return f"{meeting_id}.{slot}.{_sign(secret, 'pass', meeting_id, slot)}"


def pass_lasts(now: datetime, seconds: int) -> int:
    """In how many seconds (1 or more) another pass takes the place of this moment's."""
    return seconds - int(now.timestamp()) % seconds


def read_pass(secret: bytes, token: str, now: datetime, seconds: int) -> int:
    """The meeting a pass admits to. Refused: stale, or not made here."""
    meeting_id, slot = _opened(secret, "pass", token)
    if not 0 <= _slot(now, seconds) - slot <= 1:
        raise Refused(STALE)
    return meeting_id


def meeting_of(secret: bytes, token: str, claim: str) -> int:
    """The meeting that a pass admits to, or where there is none a claim, however old. Refused: not made here."""
    return _opened(secret, "pass", token)[0] if token else _opened(secret, "claim", claim)[0]


def make_claim(secret: bytes, meeting_id: int, now: datetime) -> str:
    """What a good pass is exchanged for."""
    until = int((now + CLAIM_LASTS).timestamp())
    return f"{meeting_id}.{until}.{_sign(secret, 'claim', meeting_id, until)}"


def read_claim(secret: bytes, token: str, now: datetime) -> int:
    """The meeting a claim admits to. Refused: run out, or not made here."""
    meeting_id, until = _opened(secret, "claim", token)
    if now.timestamp() > until:
        raise Refused(STALE)
    return meeting_id


def check_claim(secret: bytes, token: str, meeting_id: int, now: datetime) -> None:
    """The claim admits to this meeting and has not run out."""
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
    """Meeting and number of a token that this server signed. No claim at all is one that was used or forgotten."""
    if use == "claim" and not token:
        raise Refused(STALE)
    meeting, _, rest = token.partition(".")
    number, _, signature = rest.partition(".")
    if not (_NUMBER.fullmatch(meeting) and _NUMBER.fullmatch(number)):
        raise Refused(COPIED)
    if not same(_sign(secret, use, int(meeting), int(number)).encode(), signature.encode()):
        raise Refused(COPIED)
    return int(meeting), int(number)
