"""The planned times of a folder's items, as far as they hold together: what is odd is noted, and hinders nothing."""

from collections.abc import Sequence
from datetime import datetime

from meeting.agenda.timing import Timed, oddities, planned_minutes
from meeting.packs.folder.frame import Asked, Frame, end_of
from meeting.packs.folder.model import PackItem
from meeting.packs.folder.problems import Findings, Spot


def end_of_items(
    frame: Frame, items: Sequence[PackItem], spots: Sequence[Spot], asked: Asked, findings: Findings
) -> datetime:
    """When the meeting ends (`end_of`); a planned time that does not fit is told at the spot of its item."""
    timed = [Timed(item.title, item.start, item.minutes, item.level) for item in items]
    ends_at = end_of(frame, planned_minutes(frame.starts_at, timed), asked, findings)
    for odd in oddities(frame.starts_at, ends_at, timed):
        findings.note(spots[odd.place], f"item_{odd.kind.value}", **odd.facts)
    return ends_at
