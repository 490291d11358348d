"""The open box, for the officers: who may vote and whether they have. It never shows a choice."""

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
    """The state of a voter while the box is open."""

    SILENT = "silent"
    """Present, and has not voted."""
    SENT = "sent"
    """Has voted on their own device. A raised hand replaces that ballot only if they agree."""
    WRITTEN = "written"
    """The secretary wrote down their raised hand."""
    AWAY = "away"


def by_ballots(sight: Sight) -> Motion | None:
    """Return the open vote if it is by ballots, else None."""
    running = running_motion(sight.db, sight.meeting_id)
    return running if running and running.state == MotionState.OPEN and running.form != MotionForm.HANDS else None


def whole_box(sight: Sight) -> dict[str, Any]:
    """Return `{box, left}` for the officers: everybody who may vote, and how many present voters have not voted."""
    one = by_ballots(sight)
    if one is None or sight.view not in OFFICERS:
        return {"box": [], "left": 0}
    lines = [_box_line(line) for line in able_lines(sight.db, one.id)]
    return {"box": lines, "left": count_silent(sight.db, one.id)}


def left(sight: Sight) -> dict[str, Any] | None:
    """Return `{left}` for the officers: how many present voters have not voted. None for other views."""
    one = by_ballots(sight)
    return {"left": count_silent(sight.db, one.id)} if one and sight.view in OFFICERS else None


def box(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{box}` by seat for these seats: who sits there and whether they have voted. Empty for other views."""
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
