"""Commands about speaking: the list, giving the floor, ending a speech. One person has the floor at a time.

During a vote nobody may be given the floor or have it again: `conduct/floor.py` decides on these two commands.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.pauses import sitting_began
from meeting.agenda.tables import Meeting, find_meeting, find_seat
from meeting.attendance.tables import Attendance, is_present
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.speaking import rules
from meeting.speaking.events import (
    FloorGiven,
    FloorTakenBack,
    MinuteAdded,
    SpeakerEntered,
    SpeakerStruck,
    SpeechEnded,
    SpeechResumed,
)
from meeting.speaking.rules import SpeechState
from meeting.speaking.tables import Speech, find_speech, has_spoken, speech_now, took_place_among, waiting_speeches


@command("speaking.enter_speaker", allow=Capability.RUN)
class EnterSpeaker(MeetingCommand, frozen=True, kw_only=True):
    """Put a person who raised a hand on the list of the present item."""

    seat_id: int


@handles(EnterSpeaker, makes="speech_id")
def enter_speaker(command: EnterSpeaker, context: Context) -> list[Event]:
    """Add the person at the end of the list. Nothing changes for a person who waits already or is speaking."""
    meeting, item_id = _in_session(context, command.meeting_id)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    listed = [*waiting_speeches(context.db, meeting.id, item_id), speech_now(context.db, meeting.id)]
    if any(speech is not None and speech.seat_id == seat.id for speech in listed):
        return []
    speech = Speech(meeting_id=meeting.id, item_id=item_id, seat_id=seat.id)
    context.db.add(speech)
    context.db.flush()
    return [SpeakerEntered(speech_id=speech.id, item_id=item_id, seat_id=seat.id)]


@command("speaking.strike_speaker", allow=Capability.RUN)
class StrikeSpeaker(MeetingCommand, frozen=True, kw_only=True):
    """Take a person off the list who will not speak after all."""

    speech_id: int


@handles(StrikeSpeaker)
def strike_speaker(command: StrikeSpeaker, context: Context) -> list[Event]:
    """Remove the person from the list. The others move up."""
    meeting, item_id = _in_session(context, command.meeting_id)
    speech = find_speech(context.db, meeting.id, command.speech_id)
    rules.check_waiting(speech.state, at_its_item=speech.item_id == item_id)
    speech.state = SpeechState.STRUCK
    return [SpeakerStruck(speech_id=speech.id)]


@command("speaking.give_floor", allow=Capability.RUN)
class GiveFloor(MeetingCommand, frozen=True, kw_only=True):
    """Call a person from the list, in its order or not. `minutes` 0 sets no limit.

    `instead_of`: the id of the speech that the officer sees and that this call ends; 0 when nobody speaks.
    """

    speech_id: int
    minutes: int
    instead_of: int = 0


def give_floor(command: GiveFloor, context: Context) -> list[Event]:
    """Give the floor. The speech until now ends.

    Raises Refused when the current speech is not `instead_of`, or the person does not wait under the present item or is
    not present.
    """
    db = context.db
    meeting, item_id = _in_session(context, command.meeting_id)
    rules.check_minutes(command.minutes)
    current = speech_now(db, meeting.id)
    rules.check_as_seen(current.id if current else None, command.instead_of)
    speech = find_speech(db, meeting.id, command.speech_id)
    rules.check_waiting(speech.state, at_its_item=speech.item_id == item_id)
    _check_here(db, meeting, speech)
    ended = end_speech_now(context, meeting)
    speech.state, speech.minutes, speech.began_at = SpeechState.SPEAKING, command.minutes, context.now
    speech.until = rules.over_at(context.now, command.minutes)
    speech.instead_of = current.id if current else None
    return [*ended, FloorGiven(speech_id=speech.id, minutes=command.minutes)]


@command("speaking.add_minute", allow=Capability.RUN)
class AddMinute(MeetingCommand, frozen=True, kw_only=True):
    """Give the speaker one more minute."""

    speech_id: int


@handles(AddMinute)
def add_minute(command: AddMinute, context: Context) -> list[Event]:
    """Add a minute to the end of the speech's time, or to now when that time is over."""
    speech = _going_on(context, command.meeting_id, command.speech_id)
    speech.until = rules.one_minute_more(speech.until, context.now)
    speech.added += 1
    return [MinuteAdded(speech_id=speech.id, until=stamp(speech.until))]


@command("speaking.end_speech", allow=Capability.RUN)
class EndSpeech(MeetingCommand, frozen=True, kw_only=True):
    """End a speech."""

    speech_id: int


@handles(EndSpeech)
def end_speech(command: EndSpeech, context: Context) -> list[Event]:
    """End the speech. Nobody has the floor until the next call."""
    return [_end(_going_on(context, command.meeting_id, command.speech_id), context)]


@command("speaking.resume_speech", allow=Capability.RUN)
class ResumeSpeech(MeetingCommand, frozen=True, kw_only=True):
    """Continue a speech that was ended by mistake."""

    speech_id: int


def resume_speech(command: ResumeSpeech, context: Context) -> list[Event]:
    """Continue the speech and its time as if it had not ended. Raises Refused when something else began meanwhile."""
    meeting, item_id = _in_session(context, command.meeting_id)
    speech = find_speech(context.db, meeting.id, command.speech_id)
    silent = speech_now(context.db, meeting.id) is None
    at_its_item = speech.item_id == item_id
    rules.check_may_resume(speech.ended_at, context.now, at_its_item=at_its_item, silent=silent)
    _check_here(context.db, meeting, speech)
    return [_resume(speech)]


@command("speaking.take_back_floor", allow=Capability.RUN)
class TakeBackFloor(MeetingCommand, frozen=True, kw_only=True):
    """Take back the floor from a person who was called by mistake."""

    speech_id: int


@handles(TakeBackFloor)
def take_back_floor(command: TakeBackFloor, context: Context) -> list[Event]:
    """Undo the call, in the minutes too. The person waits on the list again, and the earlier speaker continues."""
    speech = _going_on(context, command.meeting_id, command.speech_id)
    rules.check_mistake(speech.began_at, context.now)
    before = context.db.get(Speech, speech.instead_of) if speech.instead_of else None
    speech.state, speech.minutes, speech.added = SpeechState.WAITING, 0, 0
    speech.began_at = speech.until = speech.instead_of = None
    resumed = [] if before is None or not is_present(context.db, before.seat_id) else [_resume(before)]
    return [FloorTakenBack(speech_id=speech.id), *resumed]


def end_speech_now(context: Context, meeting: Meeting) -> list[Event]:
    """End the present speech, because the meeting moves on."""
    speech = speech_now(context.db, meeting.id)
    return [] if speech is None else [_end(speech, context)]


def end_speech_of(context: Context, meeting_id: int, leaving: Collection[int]) -> list[Event]:
    """End the present speech if its speaker is one of the leaving seats."""
    speech = speech_now(context.db, meeting_id)
    return [] if speech is None or speech.seat_id not in leaving else [_end(speech, context)]


def hold_who_has_spoken(db: Session, stay: Attendance) -> None:
    """Raise Refused when this stay cannot be undone: a person who had the floor in this sitting was present."""
    if has_spoken(db, stay.seat_id) and _had_floor_since(db, stay, sitting_began(db, stay.meeting_id)):
        raise Refused(rules.HAS_SPOKEN)


def _had_floor_since(db: Session, stay: Attendance, seq: int) -> bool:
    events = journal.since(db, journal.book_of(stay.meeting_id), seq) if seq else []
    given = {event.speech_id for _, event in events if isinstance(event, FloorGiven | SpeechResumed)}
    return not seq or took_place_among(db, stay.seat_id, given)


def _in_session(context: Context, meeting_id: int) -> tuple[Meeting, int]:
    """Return the running meeting and the id of its present item. Raises Refused when it is not running."""
    meeting = find_meeting(context.db, meeting_id)
    agenda_rules.check_running(meeting.state)
    if meeting.item_id is None:
        raise Refused(agenda_rules.NOT_RUNNING)
    return meeting, meeting.item_id


def _check_here(db: Session, meeting: Meeting, speech: Speech) -> None:
    seat = find_seat(db, meeting.id, speech.seat_id)
    rules.check_here(seat.particulars.full_name, present=is_present(db, seat.id))


def _going_on(context: Context, meeting_id: int, speech_id: int) -> Speech:
    speech = find_speech(context.db, meeting_id, speech_id)
    rules.check_has_floor(speech.state)
    return speech


def _end(speech: Speech, context: Context) -> SpeechEnded:
    speech.state, speech.ended_at = SpeechState.DONE, context.now
    return SpeechEnded(speech_id=speech.id)


def _resume(speech: Speech) -> SpeechResumed:
    speech.state, speech.ended_at = SpeechState.SPEAKING, None
    return SpeechResumed(speech_id=speech.id)
