"""Publishing: a draft becomes a meeting that everybody invited sees."""

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import MeetingPublished
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import agenda_lines, find_meeting, seats_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event


@command("agenda.publish_meeting", allow=Capability.PREPARE)
class PublishMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Show the draft to everybody invited."""


@handles(PublishMeeting)
def publish_meeting(command: PublishMeeting, context: Context) -> list[Event]:
    """From the next request on, seats are what they say. A paper that is still being converted holds nothing up."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_draft(meeting.state)
    roles = [seat.role for seat in seats_of(context.db, meeting.id)]
    rules.check_may_publish(meeting.body, meeting.place, roles, len(agenda_lines(context.db, meeting.id)))
    meeting.state = MeetingState.PLANNED
    return [MeetingPublished()]
