"""Commands about publishing: a draft becomes visible to everybody invited, and later changes are announced."""

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import release_rules as rules
from meeting.agenda import told
from meeting.agenda.events import ChangesSeen, MeetingPublished
from meeting.agenda.rules import OVER, MeetingState
from meeting.agenda.tables import (
    ChangesSeenBy,
    Meeting,
    agenda_lines,
    find_meeting,
    is_approval_required,
    last_publication,
    seats_of,
)
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.roles import Role


@command("agenda.publish_meeting", allow=Capability.PREPARE)
class PublishMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Publish the draft to everybody invited."""


@handles(PublishMeeting)
def publish_meeting(command: PublishMeeting, context: Context) -> list[Event]:
    """Publish it. Seats get their roles from the next request on. Does not wait for papers still being converted."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_may_submit(meeting.state)
    inside = context.actor.role == Role.SYSTEM
    rules.check_may_publish_alone(required=is_approval_required(context.db) and not inside)
    check_complete(context.db, meeting)
    return [publish(meeting)]


def check_complete(db: Session, meeting: Meeting) -> None:
    """Raise Refused when something is missing that an invitation needs."""
    roles = [seat.role for seat in seats_of(db, meeting.id)]
    rules.check_may_publish(meeting.body, meeting.place, roles, len(agenda_lines(db, meeting.id)))


def publish(meeting: Meeting) -> MeetingPublished:
    """Publish the meeting and return the event. Does not check whether it may be published."""
    meeting.state, meeting.returned = MeetingState.PLANNED, ""
    return MeetingPublished()


def hold_back(command: Command, context: Context) -> list[Event]:
    """Keep a copy of the published plan before its maker changes it.

    Invited people see the copy until the next publication.
    """
    meeting = context.db.get(Meeting, context.meeting_id) if command.of_plan else None
    if meeting is not None:
        told.hold_back(context.db, context.actor, meeting)
    return []


@command("agenda.see_changes", allow=Capability.CHECK_IN)
class SeeChanges(MeetingCommand, frozen=True, kw_only=True):
    """Confirm that one has read the changes of the publication with this `number`."""

    number: int


@handles(SeeChanges)
def see_changes(command: SeeChanges, context: Context) -> list[Event]:
    """Record it once; the secretary sees who has not read the changes.

    Does nothing once the meeting is over: a page may still show the button, and the book may be signed already.
    """
    if find_meeting(context.db, command.meeting_id).state in OVER:
        return []
    seat = context.actor.seat
    latest = last_publication(context.db, command.meeting_id)
    rules.check_told(command.number, latest.number if latest else 0)
    assert seat is not None and latest is not None  # noqa: S101 - only people with a seat may check in; `latest` is checked above
    key = (latest.meeting_id, latest.number, seat.seat_id)
    if context.db.get(ChangesSeenBy, key) is not None:
        return []
    context.db.add(ChangesSeenBy(meeting_id=key[0], number=key[1], seat_id=key[2], seen_at=context.now))
    return [ChangesSeen(seat_id=seat.seat_id, number=latest.number)]
