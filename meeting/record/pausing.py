"""How pauses change the record: the meeting pauses, everybody leaves or stays, and it continues."""

from datetime import datetime

from msgspec.structs import replace

from meeting.agenda import events as agenda
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.record.doors import close_doors, leave_doors
from meeting.record.record import Recess, Seat, Sitting, Span
from meeting.record.speaking import speeches

telling = Telling()


@telling.of(agenda.MeetingPaused)
def meeting_paused(event: agenda.MeetingPaused, course: Course, at: datetime) -> None:
    """Pause the present item, and its closed part. If everybody leaves, the sitting ends."""
    if not course.in_session():
        raise Contradiction("tạm nghỉ khi cuộc họp không diễn ra")
    speeches.draft(course).check_silent()
    course.votes.check_none_runs()
    _leave_item(event.item_id, course, at)
    course.resting = event.cause
    sitting = course.sittings[-1]
    if event.cause.ends_sitting:
        course.sittings[-1] = replace(sitting, closed_at=at, closed=course.tick, ended_by=event.cause)
        _all_leave(event, course, at)
    elif event.left:
        raise Contradiction("giải lao trong buổi họp mà có người được ghi rời họp")
    else:
        course.sittings[-1] = replace(sitting, recesses=(*sitting.recesses, Recess(began_at=at)))


@telling.of(agenda.MeetingResumed)
def meeting_resumed(event: agenda.MeetingResumed, course: Course, at: datetime) -> None:
    """Continue: in the same sitting after a recess, otherwise in a new one, which needs a quorum."""
    if course.resting is None or course.ended_at is not None:
        raise Contradiction("họp tiếp khi cuộc họp không nghỉ")
    _open_item(event.item_id, course, at)
    if course.resting.ends_sitting:
        course.room.begin(at)
        course.sittings.append(Sitting(number=course.sitting, opened_at=at, opened=course.tick))
    else:
        sitting = course.sittings[-1]
        last = replace(sitting.recesses[-1], ended_at=at)
        course.sittings[-1] = replace(sitting, recesses=(*sitting.recesses[:-1], last))
    course.resting = None


def close_sitting(course: Course, at: datetime | None, tick: int | None) -> None:
    """End the last sitting with the meeting, or undo that (`at` None). A sitting that a pause ended stays ended."""
    sitting = course.sittings[-1]
    if sitting.ended_by is None:
        course.sittings[-1] = replace(sitting, closed_at=at, closed=tick)


def _leave_item(item_id: int | None, course: Course, at: datetime) -> None:
    if item_id != next((item.item_id for item in course.items.values() if item.is_open()), None):
        raise Contradiction("tạm nghỉ ở nội dung không đang họp")
    if item_id is not None:
        item = course.item(item_id)
        left = replace(item.spans[-1], closed_at=at, rests=True)
        course.items[item_id] = leave_doors(replace(item, spans=(*item.spans[:-1], left)), at)


def _open_item(item_id: int | None, course: Course, at: datetime) -> None:
    if item_id != next((item.item_id for item in course.items.values() if item.rests()), None):
        raise Contradiction("họp tiếp ở nội dung khác nội dung lúc nghỉ")
    if item_id is not None:
        item = course.item(item_id)
        left = replace(item.spans[-1], rests=False)
        again = replace(item, spans=(*item.spans[:-1], left, Span(opened_at=at)))
        course.items[item_id] = close_doors(again, at) if course.behind_doors == item_id else again


def _all_leave(event: agenda.MeetingPaused, course: Course, at: datetime) -> None:
    """Let everybody in the room leave, and nobody else; keep each absence with its sitting."""
    here = [seat.seat_id for seat in course.seats.values() if seat.in_room()]
    if len(event.left) != len(here) or set(event.left) != set(here):
        raise Contradiction("người rời họp khi nghỉ không phải là những người có mặt")
    for seat in list(course.seats.values()):
        course.seats[seat.seat_id] = _after(seat, course, at)
    course.room.await_all(at)
    course.votes.begin_sitting()
    speeches.draft(course).begin_sitting()
    course.sitting += 1


def _after(seat: Seat, course: Course, at: datetime) -> Seat:
    if seat.is_substituted():
        gone = replace(seat.stand_ins[-1], left_at=at, left=course.tick, with_all=True)
        seat = replace(seat, stand_ins=(*seat.stand_ins[:-1], gone))
    if not seat.visits_in(course.sitting):
        return replace(seat, missed=seat.missed | {course.sitting: seat.absence}) if seat.absence else seat
    if not seat.in_room():
        return replace(seat, absence=None)
    stay = replace(seat.visits[-1], left_at=at, left=course.tick, with_all=True)
    return replace(seat, visits=(*seat.visits[:-1], stay), absence=None)
