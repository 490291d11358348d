"""Invitations: the code printed on a seat's invitation. It gives no access; at the door it shows who has come.

A code belongs to one person in one seat of one meeting. A person invited later in the same seat gets a different code.
"""

import base64
import re

from meeting.kernel.refusals import Refused
from meeting.kernel.tokens import mac, same
from meeting.kiosk.rules import UNKNOWN_CARD

_CODE = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([a-z2-7]{16})")


def make_invitation(secret: bytes, meeting_id: int, seat_id: int, person_id: int) -> str:
    """Return the code `<meeting>.<seat>.<mac>`."""
    return f"{meeting_id}.{seat_id}.{_sign(secret, meeting_id, seat_id, person_id)}"


def seat_invited(code: str) -> tuple[int, int]:
    """Return the (meeting id, seat id) in a code. Raises Refused for another format.

    The code is verified only by `check_invitation`, which needs the person.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        raise Refused(UNKNOWN_CARD)
    return int(found[1]), int(found[2])


def check_invitation(secret: bytes, code: str, meeting_id: int, seat_id: int, person_id: int) -> None:
    """Raise Refused when the code was not made here, or was made for an earlier person in this seat."""
    if not same(make_invitation(secret, meeting_id, seat_id, person_id).encode(), code.encode()):
        raise Refused(UNKNOWN_CARD)


def _sign(secret: bytes, meeting_id: int, seat_id: int, person_id: int) -> str:
    signed = mac(secret, "invitation", str(meeting_id), str(seat_id), str(person_id))
    return base64.b32encode(signed[:10]).decode().lower()
