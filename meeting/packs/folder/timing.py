"""Check that the planned times of a folder fit together. An odd time gives a note, which does not stop the import."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from meeting.agenda.planned_rules import label_of
from meeting.agenda.timing import Oddity, PlannedSpan, Timed, odd_items, odd_sittings, planned_minutes
from meeting.kernel.clock import local
from meeting.packs.folder.frame import Frame, Wishes, end_of
from meeting.packs.folder.model import PackItem, PackSitting
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.sittings import Sittings


class Times(NamedTuple):
    """The end of the meeting, its sittings in order of time, and its items with the numbers of their sittings."""

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
    """Return the times of a folder.

    A time that does not fit gives a note at its item (one of `spots`) or its sitting.
    """
    problems = sittings.problems
    written = frame.head.starts or frame.starts_at
    moved = local(frame.starts_at).date() - local(written).date()
    planned, ordered, there = sittings.ordered(items, moved)
    timed = [Timed(item.title, item.start, item.minutes, item.level, item.sitting - 1) for item in ordered]
    ends_at = end_of(frame, _length(frame.starts_at, planned, timed), asked, problems)
    whole = PlannedSpan("", frame.starts_at, ends_at)
    spans = [PlannedSpan(label_of(each.title, each.starts_at), each.starts_at, each.ends_at) for each in planned]
    for odd in odd_sittings(whole, spans):
        _note(odd, there, problems)
    for odd in odd_items(whole, spans, timed):
        _note(odd, spots, problems)
    return Times(ends_at, planned, ordered)


def _note(odd: Oddity, spots: Sequence[Spot], problems: Problems) -> None:
    problems.note(spots[odd.place], f"odd_{odd.kind.value}", **odd.facts)


def _length(starts_at: datetime, planned: Sequence[PackSitting], timed: Sequence[Timed]) -> int:
    """Return the minutes until the last sitting ends, or until the items end in a meeting without sittings."""
    if not planned:
        return planned_minutes(starts_at, timed)
    return int((max(each.ends_at for each in planned) - starts_at).total_seconds()) // 60
