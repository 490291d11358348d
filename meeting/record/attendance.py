"""How attendance changes the record: arrivals, departures, absences, and times without a quorum."""

from datetime import datetime

from msgspec.structs import replace

from meeting.attendance import events as attendance
from meeting.attendance.point_rules import key_of
from meeting.attendance.rules import CameBy
from meeting.kernel.clock import read_stamp
from meeting.record.accord import both
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.record.rechecks import rechecks
from meeting.record.record import Absence, StandIn, Visit
from meeting.record.speaking import speeches

telling = Telling(rechecks)


@telling.of(attendance.CheckedIn)
def checked_in(event: attendance.CheckedIn, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if seat.is_substituted():
        raise Contradiction(f"{seat.particulars.full_name} có mặt cùng lúc với người dự thay")
    if not seat.in_room():
        if event.point_id and course.points.setdefault(event.point_id, event.point) != event.point:
            raise Contradiction(f"điểm cầu {event.point} có tên khác với điểm cầu đã thêm")
        read_at = read_stamp(event.read_at) if event.read_at else None
        came = Visit(
            arrived_at=at, arrived=course.tick, how=event.how, point=event.point, door=event.door, read_at=read_at
        )
        visits = (*seat.visits, replace(came, sitting=course.sitting))
        course.seats[seat.seat_id] = replace(seat, visits=visits)
        course.room.move(seat.seat_id, 1, at)


@telling.of(attendance.PointAdded, printed=False)
def point_added(event: attendance.PointAdded, course: Course, at: datetime) -> None:
    """Add a point. The minutes say who took part from it."""
    course.points[event.point_id] = event.title


@telling.of(attendance.PointRenamed)
def point_renamed(event: attendance.PointRenamed, course: Course, at: datetime) -> None:
    """Rename a point for everybody who was there; older journals identify a point by its name alone."""
    was = key_of(event.was)
    course.points[event.point_id] = event.title
    for seat in list(course.seats.values()):
        visits = [replace(each, point=event.title) if key_of(each.point) == was else each for each in seat.visits]
        course.seats[seat.seat_id] = replace(seat, visits=tuple(visits))


@telling.of(attendance.PointRemoved, printed=False)
def point_removed(event: attendance.PointRemoved, course: Course, at: datetime) -> None:
    name = course.points.pop(event.point_id, "")
    if name and any(visit.point == name for seat in course.seats.values() for visit in seat.visits):
        raise Contradiction(f"điểm cầu {name} được xóa khi đã có người dự họp ở đó")


@telling.of(attendance.QuorumWaived)
def quorum_waived(event: attendance.QuorumWaived, course: Course, at: datetime) -> None:
    course.room.waive(event, at)


@telling.of(attendance.Left)
def left(event: attendance.Left, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if not seat.in_room():
        raise Contradiction(f"{seat.particulars.full_name} rời cuộc họp khi không có mặt")
    speeches.draft(course).check_not_speaking(seat.seat_id)
    course.room.move(seat.seat_id, -1, at)
    stay = replace(seat.visits[-1], left_at=at, left=course.tick, reason=event.reason)
    course.seats[seat.seat_id] = replace(seat, visits=(*seat.visits[:-1], stay), absence=None)


@telling.of(attendance.ArrivalUndone)
def arrival_undone(event: attendance.ArrivalUndone, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    name = seat.particulars.full_name
    if not seat.in_room():
        raise Contradiction(f"{name} được hủy điểm danh khi không có mặt")
    if course.votes.took_part(seat.seat_id):
        raise Contradiction(f"{name} được hủy điểm danh khi đã biểu quyết hoặc đã được tính có mặt")
    if speeches.draft(course).has_spoken(seat.seat_id):
        raise Contradiction(f"{name} được hủy điểm danh khi đã phát biểu")
    course.votes.undo(seat.seat_id)
    course.room.undo(seat.seat_id)
    course.seats[seat.seat_id] = replace(seat, visits=seat.visits[:-1])


@telling.of(attendance.AbsenceNoted)
def absence_noted(event: attendance.AbsenceNoted, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if seat.visits_in(course.sitting):
        raise Contradiction(f"{seat.particulars.full_name} được ghi vắng mặt sau khi đã đến họp")
    if seat.is_substituted() and seat.stand_ins[-1].name != event.substitute:
        raise Contradiction(f"người dự thay {seat.particulars.full_name} được đổi khi người trước còn có mặt")
    absence = Absence(excused=event.excused, reason=event.reason, substitute=event.substitute)
    course.seats[seat.seat_id] = replace(seat, absence=absence)


@telling.of(attendance.SubstituteCame)
def substitute_came(event: attendance.SubstituteCame, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    noted = seat.absence.substitute if seat.absence is not None and not seat.in_room() else ""
    if not event.name or event.name != noted or seat.is_substituted():
        raise Contradiction(f"người dự thay {seat.particulars.full_name} có mặt khi không được ghi dự thay")
    came = StandIn(arrived_at=at, arrived=course.tick, how=CameBy.CLERK, sitting=course.sitting, name=event.name)
    course.seats[seat.seat_id] = replace(seat, stand_ins=(*seat.stand_ins, came))


@telling.of(attendance.SubstituteLeft)
def substitute_left(event: attendance.SubstituteLeft, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if not seat.is_substituted():
        raise Contradiction(f"người dự thay {seat.particulars.full_name} rời cuộc họp khi không có mặt")
    gone = replace(seat.stand_ins[-1], left_at=at, left=course.tick)
    course.seats[seat.seat_id] = replace(seat, stand_ins=(*seat.stand_ins[:-1], gone))


@telling.of(attendance.SubstituteUndone)
def substitute_undone(event: attendance.SubstituteUndone, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if not seat.stand_ins or seat.stand_ins[-1].sitting != course.sitting:
        raise Contradiction(f"người dự thay {seat.particulars.full_name} được hủy ghi có mặt khi không có mặt")
    course.seats[seat.seat_id] = replace(seat, stand_ins=seat.stand_ins[:-1])


@telling.of(attendance.CardAllowed, printed=False)
def card_allowed(event: attendance.CardAllowed, course: Course, at: datetime) -> None:
    """Check that two officers agreed on the card."""
    if not both(course, "attendance.allow_card"):
        raise Contradiction(f"thẻ của ghế số {event.seat_id} do một người cho cấp")


@telling.of(attendance.CardByOne, printed=False)
def card_by_one(event: attendance.CardByOne, course: Course, at: datetime) -> None:
    """Check that the meeting has not begun: while it runs a card takes two people or the server's terminal."""
    course.seat(event.seat_id)
    if course.in_session():
        raise Contradiction(f"thẻ của ghế số {event.seat_id} do một người cấp khi đang họp")


@telling.of(attendance.RecheckAsked)
def recheck_asked(event: attendance.RecheckAsked, course: Course, at: datetime) -> None:
    if not course.in_session():
        raise Contradiction("điểm danh lại khi cuộc họp không diễn ra")
    rechecks.draft(course).ask(event.number, at)


@telling.of(attendance.PresenceConfirmed)
def presence_confirmed(event: attendance.PresenceConfirmed, course: Course, at: datetime) -> None:
    seat = course.seat(event.seat_id)
    if not seat.in_room() or not seat.in_office:
        raise Contradiction("người không có mặt, hoặc không biểu quyết, xác nhận có mặt")
    rechecks.draft(course).confirm(event.number, event.seat_id)


@telling.of(attendance.RecheckEnded)
def recheck_ended(event: attendance.RecheckEnded, course: Course, at: datetime) -> None:
    if not all(course.seat(seat).in_room() for seat in event.missing):
        raise Contradiction("người đã rời họp được ghi là chưa xác nhận có mặt")
    rechecks.draft(course).end(event.number, event.missing, at)
