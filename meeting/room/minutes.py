"""The panel of the minutes: every step for the secretary and the chair; for all others only once they are locked."""

from typing import Any

from meeting.agenda.events import ChairGiven, MeetingLed
from meeting.agenda.tables import was_internal
from meeting.minutes.events import MINUTES_EVENTS
from meeting.minutes.rules import MinutesState
from meeting.minutes.shown import minutes_model
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OUTSIDE, SEATED


@panel("minutes", "room/_minutes.html", views=SEATED, shows=(*MINUTES_EVENTS, ChairGiven, MeetingLed))
def minutes(sight: Sight) -> dict[str, Any]:
    """Return `{minutes: {state, version, pages, sha256, url, problem, can_sign, signers, signatures, ending}}`."""
    model = minutes_model(sight)
    if sight.view in OUTSIDE and was_internal(sight.db, sight.meeting_id):
        model |= {"state": MinutesState.NONE, "url": None}  # guests may not see these minutes
    return {"minutes": model}
