"""The request to confirm one's presence, and, for those who run the meeting, who has not confirmed."""

from collections.abc import Collection
from typing import Any

from meeting.agenda.events import MandateChanged
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.attendance.events import RECHECK_EVENTS, ROLL_EVENTS, PresenceConfirmed, RecheckAsked, RecheckEnded
from meeting.attendance.recheck_rules import sum_of
from meeting.attendance.rechecks import Recheck, latest_recheck, recheck_lines, unconfirmed
from meeting.attendance.tables import present_voters
from meeting.panels.registry import Rows, Sight, panel, piece
from meeting.panels.views import INSIDE, OFFICERS
from meeting.store.once import among

_MOVES = (PresenceConfirmed, *ROLL_EVENTS)
"""Events that change who is awaited."""


def _running(sight: Sight) -> Recheck | None:
    meeting = find_meeting(sight.db, sight.meeting_id)
    found = latest_recheck(sight.db, meeting.id) if meeting.state == MeetingState.RUNNING else None
    return found if found is not None and not found.ended else None


def _line(line: Any, recheck: Recheck) -> dict[str, Any]:
    awaited = bool(line.present) and line.rechecked != recheck.number
    return {"id": line.id, "label": line.label, "full_name": line.particulars.full_name, "awaited": awaited}


def _rows(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{line}` by seat, for some seats."""
    recheck = _running(sight)
    if recheck is None:
        return {}
    return {
        line.id: {"line": _line(line, recheck)} for line in recheck_lines(sight.db, sight.meeting_id, among(numbers))
    }


def _count(sight: Sight) -> dict[str, Any] | None:
    """Return `{missing, asked, seen}`: how many are awaited, how many are present, the check sum of those awaited."""
    recheck = _running(sight)
    if recheck is None:
        return None
    here, awaited = present_voters(sight.db, sight.meeting_id), unconfirmed(sight.db, recheck)
    return {"missing": len(awaited), "asked": len(here), "seen": sum_of(awaited)}


@panel("recheck", "conduct/_recheck.html", views=INSIDE, shows=(RecheckAsked, RecheckEnded))
def recheck(sight: Sight) -> dict[str, Any]:
    """Return `{recheck, officer}`: the number of the running re-check, 0 without one."""
    running = _running(sight)
    return {"recheck": running.number if running else 0, "officer": sight.view in OFFICERS}


@panel(
    "recheck_roll",
    "conduct/_recheck_roll.html",
    views=OFFICERS,
    shows=(*RECHECK_EVENTS, *ROLL_EVENTS, MandateChanged),
    alike=OFFICERS,
    rows=[
        Rows("recheck", "conduct/_recheck_row.html", _rows, dict.fromkeys(_MOVES, lambda told: [told.seat_id])),
        piece("recheck-count", "conduct/_recheck_count.html", _count, _MOVES),
    ],
)
def recheck_roll(sight: Sight) -> dict[str, Any]:
    """Return `{lines, missing, asked, seen}` while a re-check runs; otherwise `lines` is None."""
    running = _running(sight)
    if running is None:
        return {"lines": None}
    return {"lines": [_line(line, running) for line in recheck_lines(sight.db, sight.meeting_id)]} | (
        _count(sight) or {}
    )
