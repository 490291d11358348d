"""How the minutes' own events change the record: the form of drawing, the confirmed rules, the signatures."""

from datetime import datetime

from meeting.minutes import events as minutes
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.record.record import QUORUM

telling = Telling()


@telling.of(minutes.Signed, printed=False)
def signed(event: minutes.Signed, course: Course, at: datetime) -> None:
    if course.ended_at is None:
        raise Contradiction("ký biên bản khi cuộc họp chưa kết thúc")
    course.signed = True


@telling.of(minutes.DraftOrdered, printed=False)
def draft_ordered(event: minutes.DraftOrdered, course: Course, at: datetime) -> None:
    course.plain = False


@telling.of(minutes.BasisConfirmed)
def basis_confirmed(event: minutes.BasisConfirmed, course: Course, at: datetime) -> None:
    if event.decision == QUORUM:
        course.room.confirm(event.article)
    else:
        course.votes.check_doubtful(event.decision, event.article)
    course.bases[event.decision] = event.article


@telling.of(minutes.PlainDrawingOrdered, printed=False)
def plain_drawing_ordered(event: minutes.PlainDrawingOrdered, course: Course, at: datetime) -> None:
    course.plain = True
