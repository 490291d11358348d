"""Commands about planned sittings, before the meeting."""

from datetime import datetime, timedelta
from typing import Annotated

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import PlannedSittingChanged, PlannedSittingRemoved, SittingPlanned
from meeting.agenda.planned import PlannedSitting, find_planned, planned_sittings
from meeting.agenda.planned_rules import check_sitting, days_along, usual_title
from meeting.agenda.tables import find_meeting, items_of
from meeting.agenda.timing import check_years
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.clock import local, read_stamp, stamp
from meeting.kernel.refusals import malformed
from meeting.kernel.text import Cap

SittingName = Annotated[str, Cap("Tên buổi", 100)]


@command("agenda.plan_sitting", allow=Capability.PREPARE)
class PlanSitting(MeetingCommand, frozen=True, kw_only=True):
    """Plan a sitting; without a `title` its name is the time of day. Times are in the journal's form."""

    of_plan = True

    title: SittingName = ""
    starts_at: str
    ends_at: str


@handles(PlanSitting, makes="sitting_id")
def plan_sitting(command: PlanSitting, context: Context) -> list[Event]:
    """Add it, in the order of time."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    title, starts, ends = _said(command.title, command.starts_at, command.ends_at)
    check_sitting(starts, ends, len(planned_sittings(context.db, meeting.id)))
    sitting = PlannedSitting(meeting_id=meeting.id, title=title, starts_at=starts, ends_at=ends)
    context.db.add(sitting)
    context.db.flush()
    return [SittingPlanned(sitting_id=sitting.id, title=title, starts_at=stamp(starts), ends_at=stamp(ends))]


@command("agenda.change_planned_sitting", allow=Capability.PREPARE)
class ChangePlannedSitting(MeetingCommand, frozen=True, kw_only=True):
    """Change a planned sitting. `version`: the version that the asker saw."""

    of_plan = True

    sitting_id: int
    version: int
    title: SittingName = ""
    starts_at: str
    ends_at: str


@handles(ChangePlannedSitting)
def change_planned_sitting(command: ChangePlannedSitting, context: Context) -> list[Event]:
    """Change it. Its items stay in it."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    sitting = find_planned(context.db, meeting.id, command.sitting_id)
    title, starts, ends = _said(command.title, command.starts_at, command.ends_at)
    check_sitting(starts, ends, 0)
    if (title, starts, ends) == (sitting.title, sitting.starts_at, sitting.ends_at):
        return []
    rules.check_seen(sitting.version, command.version, sitting.label)
    sitting.title, sitting.starts_at, sitting.ends_at, sitting.version = title, starts, ends, sitting.version + 1
    told = {"title": title, "starts_at": stamp(starts), "ends_at": stamp(ends)}
    return [PlannedSittingChanged(sitting_id=sitting.id, **told)]


@command("agenda.remove_planned_sitting", allow=Capability.PREPARE)
class RemovePlannedSitting(MeetingCommand, frozen=True, kw_only=True):
    """Remove a planned sitting."""

    of_plan = True

    sitting_id: int


@handles(RemovePlannedSitting)
def remove_planned_sitting(command: RemovePlannedSitting, context: Context) -> list[Event]:
    """Remove it. Its items stay on the agenda in their order, without a sitting."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    sitting = find_planned(context.db, meeting.id, command.sitting_id)
    for item in items_of(context.db, meeting.id):
        if item.sitting_id == sitting.id:
            item.sitting_id, item.version = None, item.version + 1
    context.db.flush()
    context.db.delete(sitting)
    return [PlannedSittingRemoved(sitting_id=sitting.id)]


def go_along(db: Session, meeting_id: int, former: datetime, starts_at: datetime) -> list[Event]:
    """Move the planned sittings with their meeting to another day. They keep their hours."""
    planned = planned_sittings(db, meeting_id)
    if not planned:
        return []
    first, was, day = (local(each).date() for each in (planned[0].starts_at, former, starts_at))
    by = timedelta(days=days_along(first, was, day))
    if not by:
        return []
    for each in planned:
        each.starts_at, each.ends_at, each.version = each.starts_at + by, each.ends_at + by, each.version + 1
    return [
        PlannedSittingChanged(
            sitting_id=each.id, title=each.title, starts_at=stamp(each.starts_at), ends_at=stamp(each.ends_at)
        )
        for each in planned
    ]


def _said(title: str, starts_at: str, ends_at: str) -> tuple[str, datetime, datetime]:
    try:
        starts, ends = read_stamp(starts_at), read_stamp(ends_at)
    except ValueError as error:
        raise malformed(error) from None
    check_years(starts.year, ends.year)
    return " ".join(title.split()) or usual_title(starts), starts, ends
