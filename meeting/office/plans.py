"""Data about meetings for the office's templates: the list, one plan, and its missing parts."""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.making import see_made
from meeting.agenda.planned import PlannedSitting, planned_sittings, sittings_among
from meeting.agenda.rules import BEFORE, LIVE, UNSEEN, MeetingState
from meeting.agenda.tables import Item, Meeting, Seat, agenda_lines, find_meeting, presides, role_now, seats_of
from meeting.agenda.told import headed
from meeting.deadlines.tables import notices_shown
from meeting.documents.rules import DocumentState
from meeting.documents.tables import Document, documents_of
from meeting.kernel.clock import local
from meeting.kernel.roles import Role
from meeting.kernel.text import fold
from meeting.law import editions as law
from meeting.office.dossiers import dossiers_model
from meeting.office.whose import Whose, chosen_of

Model = dict[str, Any]
A_PAGE = 50
LONGEST = 31
"""A longer meeting is shown on its first days only, at most this many."""
_INSTANT = timedelta(milliseconds=1)
"""The shortest possible length of a meeting."""


@dataclasses.dataclass(frozen=True)
class MeetingFilter:
    """The filters of the list. `past`: meetings that are over, the latest first; `archived`: of these, those with
    locked minutes. `page` counts from 1.

    `inside`: meetings in whose items, conclusions or decisions the index found the words.
    """

    words: str = ""
    past: bool = False
    archived: bool = False
    whose: Whose = Whose.ALL
    page: int = 1
    inside: Collection[int] = ()


def meetings_model(db: Session, actor: Actor, sought: MeetingFilter) -> Model:
    """Return `{months: [{month, meetings}], count, choices, page, pages}`: the meetings that the asker may see."""
    see_made(db, actor)
    every = as_told(db, db.execute(_seen(actor, past=sought.past, archived=sought.archived)).all())
    every.sort(key=lambda row: row.Meeting.starts_at, reverse=sought.past)
    days = _days(db, every) if sought.words else {}
    found = [row for row in every if _found(row, sought, days)]
    _, rows, choices = chosen_of(db, actor, sought.whose, found)
    pages = max(1, -(-len(rows) // A_PAGE))
    page = min(sought.page, pages)
    on_page = rows[(page - 1) * A_PAGE : page * A_PAGE]
    noticed = notices_shown(db, {meeting.id: role for meeting, role in on_page}) if sought.past else set()
    shown = [line_of(meeting, role, actor) | {"noticed": meeting.id in noticed} for meeting, role in on_page]
    months = [{"month": month, "meetings": list(each)} for month, each in groupby(shown, _month)]
    return {"months": months, "count": len(rows), "choices": choices, "page": page, "pages": pages}


def seen_by(actor: Actor) -> Select[Meeting, Role]:
    """Return a query for the meetings that the actor may see, with the present role of the actor's seat, or None.

    People with the right to prepare any meeting see all meetings, others those in which they have a seat. Only its
    makers see a draft, and its chair while it is submitted.
    """
    mine = (Seat.meeting_id == Meeting.id) & (Seat.person_id == actor.person_id)
    query = select(Meeting, role_now().label("role")).outerjoin(Seat, mine)
    if allowed(actor, Capability.PREPARE):
        return query
    waits = (Meeting.state == MeetingState.SUBMITTED) & presides()
    makes = or_(Meeting.state.not_in(UNSEEN), Seat.role == Role.CLERK, waits)
    return query.where(Seat.id.is_not(None), makes)


def _makes(actor: Actor, role: Role | None) -> bool:
    return allowed(actor, Capability.PREPARE) or role == Role.CLERK


class ListedMeeting(NamedTuple):
    """A meeting of a list, and the role of the reader's own seat."""

    Meeting: Meeting
    role: Role | None


def as_told(db: Session, rows: Sequence[Any]) -> list[ListedMeeting]:
    """Return rows `(Meeting, role)` with the headings that this session may see."""
    return [ListedMeeting(headed(db, row.Meeting), row.role) for row in rows]


def _seen(actor: Actor, *, past: bool, archived: bool) -> Select[Meeting, Role]:
    states = (MeetingState.ENDED,) if past else (*BEFORE, *LIVE)
    query = seen_by(actor).where(Meeting.state.in_(states))
    query = query.where(Meeting.minutes_locked) if archived else query
    return query.order_by(Meeting.starts_at.desc() if past else Meeting.starts_at, Meeting.id)


_DAY = re.compile(r"(?:ngay )?(?P<day>\d{1,2})(?:[/.-]| thang )(?P<month>\d{1,2})(?:(?:[/.-]| nam )(?P<year>\d{4}))?")
_MONTH = re.compile(r"(?:thang )?(?P<month>\d{1,2})(?:[/.-]| nam )(?P<year>\d{4})|thang (?P<alone>\d{1,2})")


def _days(db: Session, rows: Sequence[Any]) -> dict[int, set[date]]:
    """Return the days on which each of these meetings takes place, by id, as in the calendar."""
    held = held_by(db, [row.Meeting for row in rows])
    return {number: {day for each in times for day in days_of(each)} for number, times in held.items()}


def _found(row: Any, sought: MeetingFilter, days: Mapping[int, set[date]]) -> bool:
    """Return whether a meeting matches by a typed day or month, by its names, or by the index."""
    words = " ".join(fold(sought.words).split())
    if any(_is_on(words, day) for day in days.get(row.Meeting.id, ())):
        return True
    said = fold(" ".join((row.Meeting.title, row.Meeting.body, row.Meeting.place)))
    return row.Meeting.id in sought.inside or all(word in said for word in words.split())


def _is_on(words: str, day: date) -> bool:
    """Return whether words are that day or its month: `24/9`, `ngày 24 tháng 9 năm 2026`, `9/2026`, `tháng 9`.

    They are folded.
    """
    written = _DAY.fullmatch(words) or _MONTH.fullmatch(words)
    if written is None:
        return False
    said = {name: int(number) for name, number in written.groupdict().items() if number}
    is_then = {"day": day.day, "month": day.month, "alone": day.month, "year": day.year}
    return all(is_then[name] == number for name, number in said.items())


def line_of(meeting: Meeting, role: Role | None, actor: Actor) -> Model:
    """Return a meeting for lists, with what the reader may do there."""
    fields = ("id", "title", "body", "place", "starts_at", "ends_at", "state", "archived")
    makes = _makes(actor, role)
    return {name: getattr(meeting, name) for name in fields} | {
        "enters": role is not None and meeting.state not in UNSEEN,
        "edits": makes and meeting.state in BEFORE,
        "makes": makes,
        "approves": role == Role.CHAIR and meeting.state == MeetingState.SUBMITTED,
    }


def _month(line: Model) -> datetime:
    return local(line["starts_at"]).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def plan_model(db: Session, meeting_id: int, language: str) -> Model:
    """Return `{meeting, kind, lacks, notes, counts}` of one plan; `lacks`: the reasons why it cannot be published."""
    meeting = find_meeting(db, meeting_id)
    seats, items = seats_of(db, meeting_id), agenda_lines(db, meeting_id)
    papers, planned = documents_of(db, meeting_id), planned_sittings(db, meeting_id)
    roles = {seat.role for seat in seats}
    return {
        "meeting": meeting,
        "kind": law.preset(meeting.edition, meeting.preset).name.say(language),
        "lacks": {
            "frame": not meeting.body or not meeting.place,
            "chair": Role.CHAIR not in roles,
            "clerk": Role.CLERK not in roles,
            "items": not items,
        },
        "notes": {
            "beyond": _beyond(meeting, planned),
            "bare": _bare(db, meeting_id) if papers else 0,
            "incomplete": sum(1 for each in dossiers_model(db, meeting).values() if each["missing"]),
            "converting": sum(1 for paper in papers if paper.state == DocumentState.CONVERTING),
            "unread": sum(1 for paper in papers if paper.state == DocumentState.DOWNLOAD),
            "held": sum(1 for paper in papers if paper.readers.held),
        },
        "counts": {"seats": len(seats), "items": len(items), "papers": len(papers), "sittings": len(planned)},
    }


def _bare(db: Session, meeting_id: int) -> int:
    """Return the number of items without a paper."""
    papers = select(Document.item_id).where(Document.meeting_id == meeting_id, Document.item_id.is_not(None))
    bare = select(func.count()).select_from(Item).where(Item.meeting_id == meeting_id, Item.id.not_in(papers))
    return db.scalar(bare) or 0


def sits_between(first: datetime, last: datetime) -> ColumnElement[bool]:
    """Return a query condition: the meeting, or one of its planned sittings, takes place in that time.

    Meetings with unpublished times also pass: `held_by` then gives their times for the viewer.
    """
    sitting = PlannedSitting.starts_at < last, PlannedSitting.ends_at > first
    planned = Meeting.id.in_(select(PlannedSitting.meeting_id).where(*sitting))
    return (Meeting.starts_at < last) & (Meeting.ends_at > first) | planned | Meeting.told.is_not(None)


class Held(NamedTuple):
    """The time of a meeting: a planned sitting with its title, or the whole meeting with an empty title."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""


def days_of(held: Held) -> Sequence[date]:
    """Return its days, at most `LONGEST`. A meeting that ends at midnight is not on the day that begins then."""
    first, last = local(held.starts_at).date(), local(held.ends_at - _INSTANT).date()
    return [first + timedelta(days=each) for each in range(min((last - first).days + 1, LONGEST))]


def held_by(db: Session, meetings: Sequence[Meeting]) -> dict[int, list[Held]]:
    """Return the times of each meeting by id: its planned sittings, then its whole time.

    If all sittings lie inside its time, only the sittings.
    """
    planned = sittings_among(db, [each.id for each in meetings])
    return {each.id: _held(each, planned.get(each.id, ())) for each in meetings}


def _held(meeting: Meeting, planned: Sequence[PlannedSitting]) -> list[Held]:
    sittings = [Held(each.starts_at, each.ends_at, each.title) for each in planned]
    return (
        sittings
        if sittings and not _beyond(meeting, planned)
        else [*sittings, Held(meeting.starts_at, meeting.ends_at)]
    )


def _beyond(meeting: Meeting, planned: Sequence[PlannedSitting]) -> int:
    """Return how many planned sittings lie outside the meeting's time."""
    return sum(each.starts_at < meeting.starts_at or each.ends_at > meeting.ends_at for each in planned)
