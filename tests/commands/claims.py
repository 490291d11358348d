"""The claim that a device keeps from the code in the hall."""

from meeting.attendance import passes
from meeting.attendance.commands import CheckIn
from tests.council import Council


def claim(council: Council, meeting: int | None = None) -> CheckIn:
    token = passes.make_claim(council.house.site.secret, meeting or council.meeting, council.clock())
    return CheckIn(meeting_id=council.meeting, claim=token)
