"""The box while it is open: who may vote and how far each is, for the officers; never what somebody chose."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from meeting.panels.registry import Sight
from meeting.panels.views import OFFICERS
from meeting.store.once import among
from meeting.voting.lists import able_lines, count_silent
from meeting.voting.rules import OWN, MotionForm, MotionState
from meeting.voting.tables import Motion, running_motion


class BoxPlace(StrEnum):
    """How far somebody who may vote is, while the box is open."""

    SILENT = "silent"
    """Here, and has not voted."""
    SENT = "sent"
    """Has voted on their own device: a raised hand is written down for them only when they agree."""
    WRITTEN = "written"
    """The secretary wrote down their hand."""
    AWAY = "away"


def by_ballots(sight: Sight) -> Motion | None:
    """The vote that is open, when ballots are cast in it."""
    running = running_motion(sight.db, sight.meeting_id)
    return running if running and running.state == MotionState.OPEN and running.form != MotionForm.HANDS else None


def whole_box(sight: Sight) -> dict[str, Any]:
    """`{box, left}`: everybody who may vote, and how many of those who are here have not; for the officers."""
    one = by_ballots(sight)
    if one is None or sight.view not in OFFICERS:
        return {"box": [], "left": 0}
    lines = [_box_line(line) for line in able_lines(sight.db, one.id)]
    return {"box": lines, "left": count_silent(sight.db, one.id)}


def left(sight: Sight) -> dict[str, Any] | None:
    """`{left}`: how many of those who are here have not voted, for the officers."""
    one = by_ballots(sight)
    return {"left": count_silent(sight.db, one.id)} if one and sight.view in OFFICERS else None


def box(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """`{box}`: of these seats who sits there and how far they are; officers alone are told by name."""
    one = by_ballots(sight)
    if one is None or sight.view not in OFFICERS:
        return {}
    return {line.id: {"box": _box_line(line)} for line in able_lines(sight.db, one.id, among(numbers))}


def _box_line(line: Any) -> dict[str, Any]:
    if line.how is None:
        stands = BoxPlace.SILENT if line.present else BoxPlace.AWAY
    else:
        stands = BoxPlace.SENT if line.how in OWN else BoxPlace.WRITTEN
    return {"id": line.id, "label": line.label, "full_name": line.particulars.full_name, "stands": stands}
