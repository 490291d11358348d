"""People who take part from a point outside the room."""

from meeting.attendance.commands import MarkPresent
from tests.council import Council


def far(council: Council, *who: str) -> None:
    """These people are seen at the point."""
    point = council.point("Thôn Đông")
    for each in who:
        council.submits("ha", MarkPresent(meeting_id=council.meeting, seat_id=council.seats[each], point_id=point))
