"""Commands about a meeting's points: for its makers before it, for its secretary during it."""

from typing import Annotated

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.rules import LIVE, check_not_over
from meeting.agenda.tables import Meeting, find_meeting, seats_of
from meeting.attendance import point_rules as rules
from meeting.attendance.events import ExpectedAtPoint, PointAdded, PointRemoved, PointRenamed
from meeting.attendance.points import RemotePoint, expect, expected_of, find_point, points_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap

PointName = Annotated[str, Cap("Tên điểm cầu", 100)]


@command("attendance.add_point", allow=Capability.PREPARE)
class AddPoint(MeetingCommand, frozen=True, kw_only=True):
    """Add a place outside the room from which people may take part."""

    title: PointName


@handles(AddPoint, makes="point_id")
def add_point(command: AddPoint, context: Context) -> list[Event]:
    """Add the point after the others."""
    meeting = _changeable(context, command.meeting_id)
    name, others = rules.tidy(command.title), points_of(context.db, meeting.id)
    rules.check_count(len(others))
    rules.check_name(name, [each.name for each in others])
    point = RemotePoint(meeting_id=meeting.id, name=name, used=False)
    context.db.add(point)
    context.db.flush()
    return [PointAdded(point_id=point.id, title=name)]


@command("attendance.rename_point", allow=Capability.PREPARE)
class RenamePoint(MeetingCommand, frozen=True, kw_only=True):
    """Correct a point's name."""

    point_id: int
    title: PointName


@handles(RenamePoint)
def rename_point(command: RenamePoint, context: Context) -> list[Event]:
    """Rename it. People stay at the point; screens and minutes show the new name."""
    meeting = _changeable(context, command.meeting_id)
    point, name = find_point(context.db, meeting.id, command.point_id), rules.tidy(command.title)
    rules.check_name(name, [each.name for each in points_of(context.db, meeting.id) if each is not point])
    was, point.name = point.name, name
    return [PointRenamed(point_id=point.id, title=name, was=was)] if was != name else []


@command("attendance.remove_point", allow=Capability.PREPARE)
class RemovePoint(MeetingCommand, frozen=True, kw_only=True):
    """Remove a point."""

    point_id: int


@handles(RemovePoint)
def remove_point(command: RemovePoint, context: Context) -> list[Event]:
    """Remove it, unless somebody was there or a machine reads cards there. Its expected people move to the room."""
    meeting = _changeable(context, command.meeting_id)
    point = find_point(context.db, meeting.id, command.point_id)
    rules.check_unused(point.name, used=point.used)
    expect(context.db, [seat for seat, at in expected_of(context.db, meeting.id).items() if at == point.id], None)
    context.db.delete(point)
    return [PointRemoved(point_id=point.id)]


@command("attendance.expect_at_point", allow=Capability.PREPARE)
class ExpectAtPoint(MeetingCommand, frozen=True, kw_only=True):
    """Expect these people at a point; `point_id` 0: in the room."""

    seat_ids: list[int]
    point_id: int


@handles(ExpectAtPoint)
def expect_at_point(command: ExpectAtPoint, context: Context) -> list[Event]:
    """Record it. Only the officers see it, and it decides nothing: an arrival says where somebody really is."""
    meeting = _changeable(context, command.meeting_id)
    point = find_point(context.db, meeting.id, command.point_id) if command.point_id else None
    wanted, before = list(dict.fromkeys(command.seat_ids)), expected_of(context.db, meeting.id)
    if not {seat.id for seat in seats_of(context.db, meeting.id)}.issuperset(wanted):
        raise Refused(NOT_FOUND)
    changed = [seat for seat in wanted if before.get(seat, 0) != command.point_id]
    if not changed:
        return []
    expect(context.db, changed, None if point is None else point.id)
    return [ExpectedAtPoint(point_id=command.point_id, seat_ids=changed)]


def _changeable(context: Context, meeting_id: int) -> Meeting:
    """Return the meeting. Raises Refused once it is over, or for others than its officers while it runs."""
    meeting = find_meeting(context.db, meeting_id)
    check_not_over(meeting.state)
    if meeting.state in LIVE:
        policy.require(context.actor, Capability.KEEP_ROLL)
    return meeting
