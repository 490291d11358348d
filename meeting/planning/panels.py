"""Panels of changes since the invitation: for everybody until the meeting is over, and for the officers.

The officers see that some changes are not published yet.
"""

from typing import Any

import msgspec

from meeting.access.policy import View
from meeting.agenda.events import NEWS_EVENTS
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting, last_publication
from meeting.kernel.roles import Role
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS, SEATED
from meeting.planning.changes import CHANGED_BY, untold
from meeting.planning.rules import Change, is_told_to


@panel("news", "planning/_news.html", views=SEATED, shows=NEWS_EVENTS)
def news(sight: Sight) -> dict[str, Any]:
    """Return `{news: {number, at, count}}`; None without an announcement, or without changes that this view may see."""
    told = last_publication(sight.db, sight.meeting_id)
    if told is None:
        return {"news": None}
    role = {View.GUEST: Role.GUEST, View.MEMBER: Role.MEMBER}.get(sight.view)
    count = sum(is_told_to(each, role) for each in msgspec.convert(told.changes, list[Change]))
    return {"news": {"number": told.number, "at": told.at, "count": count} if count else None}


@panel("unannounced", "planning/_unannounced.html", views=OFFICERS, shows=CHANGED_BY, alike=OFFICERS)
def unannounced(sight: Sight) -> dict[str, Any]:
    """Return `{unannounced}`: whether the agenda has changes, before the meeting, that are not published yet."""
    waits = find_meeting(sight.db, sight.meeting_id).state == MeetingState.PLANNED
    return {"unannounced": waits and bool(untold(sight.db, sight.meeting_id))}
