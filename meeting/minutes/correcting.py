"""The command that corrects the heading in the minutes (title, bodies, place), until somebody signs."""

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.events import HeadingCorrected
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.minutes import rules
from meeting.minutes.drafting import draw_anew


@command("minutes.correct_heading", allow=Capability.PREPARE)
class CorrectHeading(MeetingCommand, frozen=True, kw_only=True):
    """Correct the title, a body or the place."""

    title: str
    parent_body: str
    body: str
    body_code: str
    place: str


@handles(CorrectHeading)
def correct_heading(command: CorrectHeading, context: Context) -> list[Event]:
    """Correct the heading on screens and in the minutes. An unsigned draft is drawn again."""
    meeting = find_meeting(context.db, command.meeting_id)
    agenda_rules.check_amendable(meeting.state, signed=meeting.minutes_signed)
    if not command.title:
        raise Refused(agenda_rules.NO_TITLE)
    if not command.body or not command.place:
        raise Refused(rules.NO_BODY if not command.body else rules.NO_PLACE)
    event = HeadingCorrected(
        title=command.title,
        parent_body=command.parent_body,
        body=command.body,
        body_code=command.body_code,
        place=command.place,
    )
    names = event.__struct_fields__
    if all(getattr(meeting, name) == getattr(event, name) for name in names):
        return []
    for name in names:
        setattr(meeting, name, getattr(event, name))
    if meeting.state == MeetingState.ENDED:
        draw_anew(context, meeting.id)
    return [event]
