"""Data for every panel of a meeting: the meeting itself, with the words of its kind of body."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy.orm import Session

from meeting.agenda.events import APPROVAL_EVENTS, DOOR_EVENTS, PLAN_EVENTS, STAGE_EVENTS, MeetingRepublished
from meeting.agenda.pauses import Pause, last_ending, last_pause
from meeting.agenda.planned import PlannedSitting, planned_sittings
from meeting.agenda.planned_rules import planned_after, planned_for, usual_label
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import (
    Item,
    Meeting,
    agenda_lines,
    find_meeting,
    internal_items,
    items_among,
    items_of,
)
from meeting.kernel.clock import local
from meeting.kernel.dates import short_time
from meeting.kernel.words import Phrase
from meeting.law import editions as law
from meeting.panels.registry import Sight
from meeting.panels.views import OUTSIDE


def words_of(meeting: Meeting, language: str) -> dict[str, str]:
    """Return this body's words for its chair and members, in a language."""
    return law.preset(meeting.edition, meeting.preset).words.say(language)


def called(db: Session, meeting_id: int) -> dict[str, Phrase]:
    """Return `{chair, member}` in two languages, by the meeting's body; empty when the meeting does not exist."""
    meeting = db.get(Meeting, meeting_id)
    if meeting is None:
        return {}
    words = law.preset(meeting.edition, meeting.preset).words
    return {"chair": words.chair, "member": words.member}


def meeting_model(meeting: Meeting, language: str) -> dict[str, Any]:
    """Return a meeting for templates."""
    fields = (
        "id",
        "slug",
        "title",
        "body",
        "parent_body",
        "body_code",
        "place",
        "state",
        "starts_at",
        "ends_at",
        "started_at",
        "ended_at",
        "doors_closed",
        "archived",
    )
    return {name: getattr(meeting, name) for name in fields} | {"words": words_of(meeting, language)}


def item_model(item: Item | None, number: int | None = None) -> dict[str, Any] | None:
    """Return an item for templates. Its number is its place on the agenda."""
    if item is None:
        return None
    fields = (
        *(
            "id",
            "title",
            "presenter",
            "minutes",
            "start",
            "form",
            "state",
            "opened_at",
            "closed_at",
            "since",
            "text",
            "level",
            "internal",
            "was_closed",
        ),
        *("conclusion", "conclusion_version"),
    )
    return {"number": number or item.position} | {name: getattr(item, name) for name in fields}


def numbered(db: Session, meeting_id: int, only: Collection[int] | None = None) -> list[dict[str, Any]]:
    """Return items in order, numbered from 1: all, or some. The cost of some does not grow with the agenda."""
    items = items_of(db, meeting_id) if only is None else items_among(db, meeting_id, tuple(only))
    place = {line.id: number for number, line in enumerate(agenda_lines(db, meeting_id), start=1)}
    return [model for item in items if (model := item_model(item, place[item.id])) is not None]


def sitting_heads(db: Session, meeting_id: int, hidden: Collection[int]) -> dict[int, dict[str, str]]:
    """Return, by item, the planned sitting that begins with it on the agenda: `{label, hours}` (`13:30–17:00`).

    Skips items in `hidden`; empty when no item has a sitting. An item without a sitting, such as one added in session,
    continues the sitting of the item above it.
    """
    lines = [line for line in agenda_lines(db, meeting_id) if line.id not in hidden]
    if all(line.sitting_id is None for line in lines):
        return {}
    planned = {each.id: each for each in planned_sittings(db, meeting_id)}
    heads: dict[int, dict[str, str]] = {}
    before = None
    for line in lines:
        sitting = planned.get(line.sitting_id or 0)
        if sitting is not None and sitting is not before:
            hours = f"{short_time(sitting.starts_at)}–{short_time(sitting.ends_at)}"
            heads[line.id], before = {"label": sitting.label, "hours": hours}, sitting
    return heads


def pause_model(sight: Sight) -> dict[str, Any] | None:
    """Return `{kind, until, other_day, ends_sitting, sitting}` of the present pause, or None outside a pause.

    `sitting`: the planned name of the next sitting, by the time when the meeting is to continue; empty without one.
    """
    if find_meeting(sight.db, sight.meeting_id).state != MeetingState.PAUSED:
        return None
    pause = last_pause(sight.db, sight.meeting_id)
    if pause is None:
        return None
    other_day = pause.until is not None and local(pause.until).date() != local(pause.began_at).date()
    shown = {"kind": pause.kind, "until": pause.until, "other_day": other_day}
    coming = coming_sitting(sight.db, pause) if pause.kind.ends_sitting else None
    return shown | {"ends_sitting": pause.kind.ends_sitting, "sitting": label_for(sight, coming)}


def label_for(sight: Sight, sitting: PlannedSitting | None) -> str:
    """Return the name of a sitting for this view; empty for None.

    A sitting's title may reveal items that guests and the hall screen do not see. Unless they see one of its items,
    they get only its time of day.
    """
    if sitting is None:
        return ""
    hidden = hidden_items(sight)
    theirs = (
        line.id not in hidden for line in agenda_lines(sight.db, sight.meeting_id) if line.sitting_id == sitting.id
    )
    return sitting.label if sight.view not in OUTSIDE or any(theirs) else usual_label(sitting.starts_at)


def coming_sitting(db: Session, pause: Pause) -> PlannedSitting | None:
    """Return the planned sitting that most likely follows a pause. The plan only proposes its name."""
    planned = planned_sittings(db, pause.meeting_id)
    if pause.until is not None:
        return planned_for(planned, pause.until)
    return planned_after(planned, pause.began_at)


def sitting_model(sight: Sight) -> dict[str, Any]:
    """Return `{now, next}`: the planned name of the present or first sitting, and `{label, day, time, other_day}` of
    the one after it; empty and None without a plan.
    """
    meeting = find_meeting(sight.db, sight.meeting_id)
    planned = planned_sittings(sight.db, meeting.id)
    if not planned:
        return {"now": "", "next": None}
    pause = last_ending(sight.db, meeting.id)
    if pause is not None and pause.resumed_at is None:
        return {"now": label_for(sight, coming_sitting(sight.db, pause)), "next": None}
    began = (pause.resumed_at if pause else None) or meeting.started_at or meeting.starts_at
    this, after = planned_for(planned, began), planned_after(planned, began)
    return {"now": label_for(sight, this), "next": _next_model(sight, after, began) if after else None}


def _next_model(sight: Sight, sitting: PlannedSitting, began: datetime) -> dict[str, Any]:
    starts = local(sitting.starts_at)
    said = {"label": label_for(sight, sitting), "day": starts.date().isoformat(), "time": short_time(starts)}
    return said | {"other_day": starts.date() != local(began).date()}


def hidden_items(sight: Sight) -> frozenset[int]:
    """Return the items of which this view sees nothing: neither title nor papers, votes or speakers."""
    return internal_items(sight.db, sight.meeting_id) if sight.view in OUTSIDE else frozenset()


def hides_conclusion(sight: Sight, item: dict[str, Any]) -> bool:
    """Return whether this view may not see the conclusion: part of the item was dealt with behind closed doors."""
    return bool(item["was_closed"]) and sight.view in OUTSIDE


def is_hidden_now(sight: Sight) -> bool:
    """Return whether the meeting is at an item that this view does not see."""
    return find_meeting(sight.db, sight.meeting_id).item_id in hidden_items(sight)


def seat_model(seat: Any) -> dict[str, Any]:
    """Return a seat for templates, with its person's particulars. Takes a mapped row or the same columns."""
    return {"id": seat.id, "label": seat.label, "role": seat.role, "votes": seat.votes} | asdict(seat.particulars)


FRAME_SHOWS = (*PLAN_EVENTS, MeetingRepublished, *APPROVAL_EVENTS, *STAGE_EVENTS, *DOOR_EVENTS)
"""Events that change the data of every panel."""


def frame(sight: Sight) -> dict[str, Any]:
    """Return the variables common to all panels."""
    return {"meeting": meeting_model(find_meeting(sight.db, sight.meeting_id), sight.language)}
