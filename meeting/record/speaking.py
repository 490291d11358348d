"""What the record is told of speeches."""

from datetime import datetime

from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.speaking import events as speaking

telling = Telling()


@telling.of(speaking.SpeakerEntered)
def speaker_entered(event: speaking.SpeakerEntered, course: Course, at: datetime) -> None:
    course.item(event.item_id)
    course.floor.enter(event)


@telling.of(speaking.SpeakerStruck)
def speaker_struck(event: speaking.SpeakerStruck, course: Course, at: datetime) -> None:
    course.floor.strike(event)


@telling.of(speaking.FloorGiven)
def floor_given(event: speaking.FloorGiven, course: Course, at: datetime) -> None:
    if not course.item(course.floor.give(event, at)).is_open():
        raise Contradiction("mời phát biểu về nội dung không đang họp")


@telling.of(speaking.MinuteAdded)
def minute_added(event: speaking.MinuteAdded, course: Course, at: datetime) -> None:
    course.floor.add(event)


@telling.of(speaking.SpeechEnded)
def speech_ended(event: speaking.SpeechEnded, course: Course, at: datetime) -> None:
    course.floor.end(event, at)


@telling.of(speaking.FloorTakenBack)
def floor_taken_back(event: speaking.FloorTakenBack, course: Course, at: datetime) -> None:
    course.floor.take_back(event, at)


@telling.of(speaking.SpeechResumed)
def speech_resumed(event: speaking.SpeechResumed, course: Course, at: datetime) -> None:
    if not course.item(course.floor.resume(event)).is_open():
        raise Contradiction("mở lại lượt phát biểu về nội dung không đang họp")
