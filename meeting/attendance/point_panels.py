"""The meeting's points, for the officers and for the hall screen."""

from collections.abc import Collection
from typing import Any

from meeting.access.policy import View
from meeting.agenda.events import SEAT_EVENTS
from meeting.attendance.events import POINT_EVENTS, ROLL_EVENTS
from meeting.attendance.points import heads_at
from meeting.panels.registry import Rows, Sight, panel
from meeting.panels.views import OFFICERS
from meeting.store.once import among


def _point_rows(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{point}` by id, for some points."""
    return {line.id: {"point": line} for line in heads_at(sight.db, sight.meeting_id, among(numbers))}


def _changed(told: Any) -> list[int]:
    """Return the points that an event changes; an arrival in the room changes none."""
    return [told.point_id] if getattr(told, "point_id", 0) else []


@panel(
    "points",
    "attendance/_points.html",
    views=(*OFFICERS, View.SCREEN),
    shows=(*POINT_EVENTS, *SEAT_EVENTS, *ROLL_EVENTS),
    rows=[Rows("point", "attendance/_point.html", _point_rows, dict.fromkeys(ROLL_EVENTS, _changed))],
)
def points(sight: Sight) -> dict[str, Any]:
    """Return `{points: [{id, name, voters, guests, expected}]}`: how many people are at each. The page itself knows
    names and devices from the roll beside it.
    """
    return {"points": heads_at(sight.db, sight.meeting_id, None)}
