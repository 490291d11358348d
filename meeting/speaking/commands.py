"""Requests about who speaks: the list, giving the floor, the end of a turn. One person has the floor at a time."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.commands import at_leaving
from meeting.agenda.tables import Meeting, find_meeting, find_seat
from meeting.attendance.commands import before_undoing
from meeting.attendance.tables import Attendance
from meeting.commands.registry import MeetingCommand, Sitting, command, handles
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
    TurnEnded,
)
from meeting.speaking.tables import Speech, find_speech, has_spoken, speech_now, waiting_speeches

Watch = Callable[[Session, int], None]
_before_speaking: list[Watch] = []


def before_speaking(watch: Watch) -> Watch:
    """Register a check that runs before somebody is given the floor; it raises Refused to keep the room silent."""
    _before_speaking.append(watch)
    return watch


@command("speaking.enter_speaker", allow=Capability.RUN)
class EnterSpeaker(MeetingCommand, frozen=True, kw_only=True):
    """Put somebody who raised a hand on the list of the present item."""

    seat_id: int


@handles(EnterSpeaker)
def enter_speaker(order: EnterSpeaker, sitting: Sitting) -> list[Event]:
    """At its end. Who stands there already keeps their place."""
    meeting, item_id = _in_session(sitting, order.meeting_id)
    seat = find_seat(sitting.db, meeting.id, order.seat_id)
    if any(speech.seat_id == seat.id for speech in waiting_speeches(sitting.db, meeting.id, item_id)):
        return []
    speech = Speech(meeting_id=meeting.id, item_id=item_id, seat_id=seat.id)
    sitting.db.add(speech)
    sitting.db.flush()
    return [SpeakerEntered(speech_id=speech.id, item_id=item_id, seat_id=seat.id)]


@command("speaking.strike_speaker", allow=Capability.RUN)
class StrikeSpeaker(MeetingCommand, frozen=True, kw_only=True):
    """Take somebody off the list who will not speak after all."""

    speech_id: int


@handles(StrikeSpeaker)
def strike_speaker(order: StrikeSpeaker, sitting: Sitting) -> list[Event]:
    """The others move up."""
    meeting, item_id = _in_session(sitting, order.meeting_id)
    speech = find_speech(sitting.db, meeting.id, order.speech_id)
    rules.check_waiting(speech.state, at_its_item=speech.item_id == item_id)
    speech.state = "struck"
    return [SpeakerStruck(speech_id=speech.id)]


@command("speaking.give_floor", allow=Capability.RUN)
class GiveFloor(MeetingCommand, frozen=True, kw_only=True):
    """Call somebody from the list, in its order or not. `minutes` 0 sets no limit."""

    speech_id: int
    minutes: int


@handles(GiveFloor)
def give_floor(order: GiveFloor, sitting: Sitting) -> list[Event]:
    """Whoever spoke until now has spoken."""
    db = sitting.db
    meeting, item_id = _in_session(sitting, order.meeting_id)
    for watch in _before_speaking:
        watch(db, meeting.id)
    rules.check_minutes(order.minutes)
    speech = find_speech(db, meeting.id, order.speech_id)
    rules.check_waiting(speech.state, at_its_item=speech.item_id == item_id)
    seat, stay = find_seat(db, meeting.id, speech.seat_id), db.get(Attendance, speech.seat_id)
    rules.check_here(seat.full_name, present=stay is not None and stay.present)
    ended = end_turn_now(sitting, meeting)
    speech.state, speech.minutes, speech.began_at = "speaking", order.minutes, sitting.now
    speech.until = rules.over_at(sitting.now, order.minutes)
    return [*ended, FloorGiven(speech_id=speech.id, minutes=order.minutes)]


@command("speaking.add_minute", allow=Capability.RUN)
class AddMinute(MeetingCommand, frozen=True, kw_only=True):
    """Let the speaker go on for one minute more."""

    speech_id: int


@handles(AddMinute)
def add_minute(order: AddMinute, sitting: Sitting) -> list[Event]:
    """Counted from the end of the time given, or, when that is over, from now."""
    speech = _turn_going_on(sitting, order.meeting_id, order.speech_id)
    speech.until = rules.one_minute_more(speech.until, sitting.now)
    return [MinuteAdded(speech_id=speech.id, until=stamp(speech.until))]


@command("speaking.end_turn", allow=Capability.RUN)
class EndTurn(MeetingCommand, frozen=True, kw_only=True):
    """Thank the speaker."""

    speech_id: int


@handles(EndTurn)
def end_turn(order: EndTurn, sitting: Sitting) -> list[Event]:
    """Nobody has the floor until somebody else is called."""
    return [_end(_turn_going_on(sitting, order.meeting_id, order.speech_id), sitting)]


@command("speaking.take_back_floor", allow=Capability.RUN)
class TakeBackFloor(MeetingCommand, frozen=True, kw_only=True):
    """The wrong person was called."""

    speech_id: int


@handles(TakeBackFloor)
def take_back_floor(order: TakeBackFloor, sitting: Sitting) -> list[Event]:
    """The turn never was, in the minutes too, and the person has their place on the list again."""
    speech = _turn_going_on(sitting, order.meeting_id, order.speech_id)
    speech.state, speech.minutes, speech.began_at, speech.until = "waiting", 0, None, None
    return [FloorTakenBack(speech_id=speech.id)]


@at_leaving
def end_turn_now(sitting: Sitting, meeting: Meeting) -> list[Event]:
    """Whoever has the floor has spoken: the meeting goes on to something else."""
    speech = speech_now(sitting.db, meeting.id)
    return [] if speech is None else [_end(speech, sitting)]


@before_undoing
def hold_who_has_spoken(db: Session, stay: Attendance) -> None:
    """Who was given the floor was there."""
    if has_spoken(db, stay.seat_id):
        raise Refused(rules.HAS_SPOKEN)


def _in_session(sitting: Sitting, meeting_id: int) -> tuple[Meeting, int]:
    """The running meeting, and the item it is at."""
    meeting = find_meeting(sitting.db, meeting_id)
    agenda_rules.check_running(meeting.state)
    if meeting.item_id is None:
        raise Refused(agenda_rules.NOT_RUNNING)
    return meeting, meeting.item_id


def _turn_going_on(sitting: Sitting, meeting_id: int, speech_id: int) -> Speech:
    speech = find_speech(sitting.db, meeting_id, speech_id)
    rules.check_has_floor(speech.state)
    return speech


def _end(speech: Speech, sitting: Sitting) -> TurnEnded:
    speech.state, speech.ended_at = "done", sitting.now
    return TurnEnded(speech_id=speech.id)
