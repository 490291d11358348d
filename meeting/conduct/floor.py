"""Commands about speeches that are blocked while a vote is open or its result is not announced."""

from meeting.commands.registry import Context, handles
from meeting.journal.events import Event
from meeting.speaking import commands as speaking
from meeting.speaking.commands import GiveFloor, ResumeSpeech
from meeting.voting.commands.settled import check_settled


@handles(GiveFloor)
def give_floor(command: GiveFloor, context: Context) -> list[Event]:
    """Give the floor. The person who spoke until now has finished."""
    check_settled(context.db, command.meeting_id)
    return speaking.give_floor(command, context)


@handles(ResumeSpeech)
def resume_speech(command: ResumeSpeech, context: Context) -> list[Event]:
    """Continue a speech as if it had not been ended."""
    check_settled(context.db, command.meeting_id)
    return speaking.resume_speech(command, context)
