"""Planned times for the page of an agenda: sittings with their forms, and unusual times."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from meeting.agenda.planned import PlannedSitting, planned_sittings
from meeting.agenda.tables import Item, Meeting
from meeting.agenda.timing import ODD_WORDS, PlannedSpan, Timed, odd_items, odd_sittings
from meeting.kernel.clock import local
from meeting.kernel.words import say
from meeting.web import current

_DAY = timedelta(days=1)
_MORNING, _AFTERNOON = (time(8), time(11, 30)), (time(13, 30), time(17))


def sittings_model(db: Session, meeting: Meeting, items: Sequence[Item], more: dict[str, Any]) -> dict[str, Any]:
    """Return `{sittings, sitting_labels, planning, unfit, odd}`: the sittings with their forms, and a form to add one.

    `unfit`: the meeting's own times differ from those of its sittings. `odd`: unusual times. `more`: a refused text
    that somebody typed.
    """
    planned = planned_sittings(db, meeting.id)
    typed, meanwhile = more.pop("sitting_typed", {}), more.pop("sitting_meanwhile", False)
    shown = [_model(each, items, typed.get(each.id), meanwhile=meanwhile) for each in planned]
    starts, ends = (each.starts_at for each in planned), (each.ends_at for each in planned)
    held = (min(starts, default=meeting.starts_at), max(ends, default=meeting.ends_at))
    return {
        "sittings": shown,
        "sitting_labels": {each.id: each.label for each in planned},
        "planning": more.pop("planning", None) or _proposed(meeting, planned),
        "unfit": held != (meeting.starts_at, meeting.ends_at),
        "odd": _odd(meeting, planned, items),
    }


def _model(
    sitting: PlannedSitting, items: Sequence[Item], typed: dict[str, str] | None, *, meanwhile: bool
) -> dict[str, Any]:
    starts, ends = local(sitting.starts_at), local(sitting.ends_at)
    stands = {"title": sitting.title, "day": starts.date().isoformat()}
    stands |= {"begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    return {
        "id": sitting.id,
        "version": sitting.version,
        "label": sitting.label,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
        "next_day": ends.date() != starts.date(),
        "items": sum(1 for item in items if item.sitting_id == sitting.id),
        "typed": typed or stands,
        "retyped": typed is not None,
        "stands": stands if typed and meanwhile else {},
    }


def _odd(meeting: Meeting, planned: Sequence[PlannedSitting], items: Sequence[Item]) -> list[str]:
    numbers: dict[int | None, int] = {each.id: place for place, each in enumerate(planned)}
    whole = PlannedSpan("", meeting.starts_at, meeting.ends_at)
    spans = [PlannedSpan(each.label, each.starts_at, each.ends_at) for each in planned]
    timed = [
        Timed(item.title, item.start, item.minutes, item.level, numbers.get(item.sitting_id, -1)) for item in items
    ]
    found = [*odd_sittings(whole, spans), *odd_items(whole, spans, timed)]
    return [say(ODD_WORDS[odd.kind], current.language()).format(**odd.facts) for odd in found]


def _proposed(meeting: Meeting, planned: Sequence[PlannedSitting]) -> dict[str, str]:
    """Return the sitting most likely to be planned next: the afternoon after a morning, or else the next day."""
    if not planned:
        starts = local(meeting.starts_at)
        day, (begins, ends) = starts.date(), (starts.time(), max(_MORNING[1], (starts + timedelta(hours=1)).time()))
    else:
        last = local(planned[-1].starts_at)
        noon = last.time() < _AFTERNOON[0]
        day, (begins, ends) = (last.date(), _AFTERNOON) if noon else (last.date() + _DAY, _MORNING)
    return {"title": "", "day": day.isoformat(), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
