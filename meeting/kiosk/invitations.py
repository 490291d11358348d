"""Invitations: the code that a seat's invitation bears. It opens nothing; at the door it says who has come.

Whoever is invited later in that person's place gets another: a code is of one person in one seat of one meeting.
"""

import base64
import re

from meeting.kernel.refusals import Refused
from meeting.kernel.tokens import mac, same
from meeting.kiosk.rules import UNKNOWN_CARD

_CODE = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([a-z2-7]{16})")


def make_invitation(secret: bytes, meeting_id: int, seat_id: int, person_id: int) -> str:
    """`<meeting>.<seat>.<mac>`."""
    return f"{meeting_id}.{seat_id}.{_sign(secret, meeting_id, seat_id, person_id)}"


def seat_invited(code: str) -> tuple[int, int]:
    """Meeting and seat that a code names; whether it is genuine is known with the person: `check_invitation`."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise Refused(UNKNOWN_CARD)
    return int(found[1]), int(found[2])


def check_invitation(secret: bytes, code: str, meeting_id: int, seat_id: int, person_id: int) -> None:
    """Refused for one not made here, or for somebody else who had this seat before."""
    if not same(make_invitation(secret, meeting_id, seat_id, person_id).encode(), code.encode()):
        raise Refused(UNKNOWN_CARD)


def _sign(secret: bytes, meeting_id: int, seat_id: int, person_id: int) -> str:
    signed = mac(secret, "invitation", str(meeting_id), str(seat_id), str(person_id))
    return base64.b32encode(signed[:10]).decode().lower()
