"""What the record is told of speeches."""

from datetime import datetime

from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.speaking import events as speaking

telling = Telling()


@telling.of(speaking.SpeakerEntered)
def speaker_entered(fact: speaking.SpeakerEntered, course: Course, at: datetime) -> None:
    course.item(fact.item_id)
    course.floor.enter(fact)


@telling.of(speaking.SpeakerStruck)
def speaker_struck(fact: speaking.SpeakerStruck, course: Course, at: datetime) -> None:
    course.floor.strike(fact)


@telling.of(speaking.FloorGiven)
def floor_given(fact: speaking.FloorGiven, course: Course, at: datetime) -> None:
    if not course.item(course.floor.give(fact, at)).is_open():
        raise Contradiction("mời phát biểu về nội dung không đang họp")


@telling.of(speaking.MinuteAdded)
def minute_added(fact: speaking.MinuteAdded, course: Course, at: datetime) -> None:
    course.floor.add(fact)


@telling.of(speaking.SpeechEnded)
def speech_ended(fact: speaking.SpeechEnded, course: Course, at: datetime) -> None:
    course.floor.end(fact, at)


@telling.of(speaking.FloorTakenBack)
def floor_taken_back(fact: speaking.FloorTakenBack, course: Course, at: datetime) -> None:
    course.floor.take_back(fact, at)


@telling.of(speaking.SpeechResumed)
def speech_resumed(fact: speaking.SpeechResumed, course: Course, at: datetime) -> None:
    if not course.item(course.floor.resume(fact)).is_open():
        raise Contradiction("mở lại lượt phát biểu về nội dung không đang họp")
