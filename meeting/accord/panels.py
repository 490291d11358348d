"""The panel of requests that wait for a second person, for the officers."""

from typing import Any, cast

from meeting.accord.events import ACCORD_EVENTS
from meeting.accord.seconding import ByTwo
from meeting.accord.tables import waiting
from meeting.agenda.tables import find_seat
from meeting.commands.registry import registered
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS


@panel("accord", "accord/_waiting.html", views=OFFICERS, shows=ACCORD_EVENTS)
def accord(sight: Sight) -> dict[str, Any]:
    """Return `{waits: [{id, asked, about, reason, seat_id, who, until}]}`. The page itself hides expired requests."""
    rows = waiting(sight.db, sight.meeting_id)
    return {"waits": [_model(sight, row) for row in rows]}


def _model(sight: Sight, row: Any) -> dict[str, Any]:
    asker = find_seat(sight.db, sight.meeting_id, row.seat_id)
    known = {name: getattr(row, name) for name in ("id", "about", "reason", "seat_id", "until")}
    act = cast(type[ByTwo], registered()[row.act])
    return known | {"asked": act.asked, "who": asker.particulars.named()}
