"""The planned times of a folder, as far as they hold together: what is odd is noted, and hinders nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from meeting.agenda.planned_rules import label_of
from meeting.agenda.timing import Oddity, PlannedSpan, Timed, odd_items, odd_sittings, planned_minutes
from meeting.kernel.clock import local
from meeting.packs.folder.frame import Frame, Wishes, end_of
from meeting.packs.folder.model import PackItem, PackSitting
from meeting.packs.folder.problems import Findings, Spot
from meeting.packs.folder.sittings import Sittings


class Times(NamedTuple):
    """When the meeting ends, its sittings in the order of time, and its items, each with the number of its sitting."""

    ends_at: datetime
    sittings: tuple[PackSitting, ...]
    items: tuple[PackItem, ...]


def times_of(
    frame: Frame,
    sittings: Sittings,
    items: Sequence[PackItem],
    spots: Sequence[Spot],
    asked: Wishes,
) -> Times:
    """The times of a folder; one that does not fit is told at the spot of its item or its sitting."""
    findings = sittings.findings
    written = frame.head.starts or frame.starts_at
    moved = local(frame.starts_at).date() - local(written).date()
    planned, ordered, there = sittings.ordered(items, moved)
    timed = [Timed(item.title, item.start, item.minutes, item.level, item.sitting - 1) for item in ordered]
    ends_at = end_of(frame, _length(frame.starts_at, planned, timed), asked, findings)
    whole = PlannedSpan("", frame.starts_at, ends_at)
    spans = [PlannedSpan(label_of(each.title, each.starts_at), each.starts_at, each.ends_at) for each in planned]
    for odd in odd_sittings(whole, spans):
        _note(odd, there, findings)
    for odd in odd_items(whole, spans, timed):
        _note(odd, spots, findings)
    return Times(ends_at, planned, ordered)


def _note(odd: Oddity, spots: Sequence[Spot], findings: Findings) -> None:
    findings.note(spots[odd.place], f"odd_{odd.kind.value}", **odd.facts)


def _length(starts_at: datetime, planned: Sequence[PackSitting], timed: Sequence[Timed]) -> int:
    """Minutes until the last sitting is over; of a meeting without any, until its items are through."""
    if not planned:
        return planned_minutes(starts_at, timed)
    return int((max(each.ends_at for each in planned) - starts_at).total_seconds()) // 60
