"""How speeches change the record."""

from datetime import datetime

from meeting.record.contradiction import Contradiction
from meeting.record.course import Chapter, Course, Telling
from meeting.record.floor import Floor
from meeting.speaking import events as speaking

speeches = Chapter("speeches", lambda course: Floor(course.seats), lambda floor, _: floor.frozen())
"""Every speech that was asked for; those held in the order in which they began."""

telling = Telling(speeches)


@telling.of(speaking.SpeakerEntered)
def speaker_entered(event: speaking.SpeakerEntered, course: Course, at: datetime) -> None:
    course.item(event.item_id)
    speeches.draft(course).enter(event)


@telling.of(speaking.SpeakerStruck)
def speaker_struck(event: speaking.SpeakerStruck, course: Course, at: datetime) -> None:
    speeches.draft(course).strike(event)


@telling.of(speaking.FloorGiven)
def floor_given(event: speaking.FloorGiven, course: Course, at: datetime) -> None:
    if not course.item(speeches.draft(course).give(event, at)).is_open():
        raise Contradiction("mời phát biểu về nội dung không đang họp")


@telling.of(speaking.MinuteAdded)
def minute_added(event: speaking.MinuteAdded, course: Course, at: datetime) -> None:
    speeches.draft(course).add(event)


@telling.of(speaking.SpeechEnded)
def speech_ended(event: speaking.SpeechEnded, course: Course, at: datetime) -> None:
    speeches.draft(course).end(event, at)


@telling.of(speaking.FloorTakenBack)
def floor_taken_back(event: speaking.FloorTakenBack, course: Course, at: datetime) -> None:
    speeches.draft(course).take_back(event, at)


@telling.of(speaking.SpeechResumed)
def speech_resumed(event: speaking.SpeechResumed, course: Course, at: datetime) -> None:
    if not course.item(speeches.draft(course).resume(event)).is_open():
        raise Contradiction("mở lại lượt phát biểu về nội dung không đang họp")
