"""What was changed since everybody was invited: one line on the screens, until the meeting is over."""

from typing import Any

import msgspec

from meeting.access.policy import View
from meeting.agenda.events import NEWS_EVENTS
from meeting.agenda.tables import last_publication
from meeting.panels.registry import Sight, panel
from meeting.panels.views import SEATED
from meeting.planning.rules import Change


@panel("news", "planning/_news.html", views=SEATED, shows=NEWS_EVENTS)
def news(sight: Sight) -> dict[str, Any]:
    """`{news: {number, at, count}}`, None while nothing was told, and for a guest when it is nothing for guests."""
    told = last_publication(sight.db, sight.meeting_id)
    if told is None:
        return {"news": None}
    changes = msgspec.convert(told.changes, list[Change])
    count = sum(1 for each in changes if sight.view != View.GUEST or not each.internal)
    return {"news": {"number": told.number, "at": told.at, "count": count} if count else None}
