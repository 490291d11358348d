"""How the plan and the course of a meeting change the record: seats, items, order, ending, conclusions."""

from datetime import datetime
from typing import TypeVar

from msgspec.structs import asdict, replace

from meeting.agenda import events as agenda
from meeting.agenda.presiding_rules import fit_to_preside
from meeting.agenda.rules import Mandate, is_slip, moved
from meeting.kernel.roles import Role
from meeting.law.terms import EQUAL_RIGHTS
from meeting.record.accord import both
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.record.doors import close_doors, is_behind_doors, leave_doors
from meeting.record.pausing import close_sitting
from meeting.record.record import FalseEnd, Item, MandateTold, Presided, Seat, Sitting, Span
from meeting.record.speaking import speeches

telling = Telling()

Placed = TypeVar("Placed", Item, Seat)


@telling.of(agenda.MeetingCreated)
def meeting_created(event: agenda.MeetingCreated, course: Course, at: datetime) -> None:
    raise Contradiction("cuộc họp được lập hai lần")


@telling.of(agenda.MeetingChanged)
def meeting_changed(event: agenda.MeetingChanged, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(event))


@telling.of(agenda.HeadingCorrected)
def heading_corrected(event: agenda.HeadingCorrected, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(event))


@telling.of(agenda.ItemAdded)
def item_added(event: agenda.ItemAdded, course: Course, at: datetime) -> None:
    if event.item_id in course.items:
        raise Contradiction(f"nội dung số {event.item_id} được thêm hai lần")
    course.items[event.item_id] = Item(
        item_id=event.item_id,
        position=event.position,
        title=event.title,
        presenter=event.presenter,
        form=event.form,
        added_by=course.due.add(event) if course.started_at is not None else None,
    )


@telling.of(agenda.MeetingPublished)
def meeting_published(event: agenda.MeetingPublished, course: Course, at: datetime) -> None:
    if course.published:
        raise Contradiction("cuộc họp được phát hành hai lần")
    if course.submitted is not None:
        raise Contradiction("cuộc họp được phát hành khi còn chờ duyệt")
    course.published = True


@telling.of(agenda.MeetingSubmitted, printed=False)
def meeting_submitted(event: agenda.MeetingSubmitted, course: Course, at: datetime) -> None:
    if course.published or course.submitted is not None:
        raise Contradiction("bản nháp được trình duyệt hai lần hoặc sau khi phát hành")
    course.submitted = event.submission


@telling.of(agenda.SubmissionRecalled, printed=False)
def submission_recalled(event: agenda.SubmissionRecalled, course: Course, at: datetime) -> None:
    _answer(course)


@telling.of(agenda.MeetingReturned, printed=False)
def meeting_returned(event: agenda.MeetingReturned, course: Course, at: datetime) -> None:
    _answer(course)


@telling.of(agenda.MeetingApproved, printed=False)
def meeting_approved(event: agenda.MeetingApproved, course: Course, at: datetime) -> None:
    if event.submission != course.submitted:
        raise Contradiction("chủ tọa duyệt bản khác bản đã trình")
    _answer(course)


def _answer(course: Course) -> None:
    if course.submitted is None:
        raise Contradiction("trả lời khi không có bản nháp nào chờ duyệt")
    course.submitted = None


@telling.of(agenda.ItemChanged)
def item_changed(event: agenda.ItemChanged, course: Course, at: datetime) -> None:
    _check_before(course)
    item = course.item(event.item_id)
    course.items[item.item_id] = replace(item, title=event.title, presenter=event.presenter, form=event.form)


@telling.of(agenda.SittingPlanned, printed=False)
def sitting_planned(event: agenda.SittingPlanned, course: Course, at: datetime) -> None:
    _check_before(course)


@telling.of(agenda.PlannedSittingChanged, printed=False)
def planned_sitting_changed(event: agenda.PlannedSittingChanged, course: Course, at: datetime) -> None:
    _check_before(course)


@telling.of(agenda.PlannedSittingRemoved, printed=False)
def planned_sitting_removed(event: agenda.PlannedSittingRemoved, course: Course, at: datetime) -> None:
    _check_before(course)


@telling.of(agenda.ItemMoved)
def item_moved(event: agenda.ItemMoved, course: Course, at: datetime) -> None:
    item = course.item(event.item_id)
    if course.started_at is None:
        _check_before(course)
    else:
        by = course.due.move(event, course.order())
        if item.added_by != by:
            number = course.due.number_before(item.item_id)
            course.items[item.item_id] = replace(item, moved_by=by, moved_from=number)
    put_in_order(course.items, event.item_id, event.position)


@telling.of(agenda.ItemWithdrawn)
def item_withdrawn(event: agenda.ItemWithdrawn, course: Course, at: datetime) -> None:
    item = course.item(event.item_id)
    if item.spans or item.withdrawn_by is not None or course.votes.prepared_under(item.item_id):
        raise Contradiction(f"nội dung số {event.item_id} được rút khi đã họp, đã rút hoặc còn chờ biểu quyết")
    course.items[item.item_id] = replace(item, withdrawn_by=course.due.withdraw(event))


@telling.of(agenda.ItemRemoved)
def item_removed(event: agenda.ItemRemoved, course: Course, at: datetime) -> None:
    _check_before(course)
    if course.votes.under(event.item_id):
        raise Contradiction(f"nội dung số {event.item_id} được bỏ khi còn biểu quyết")
    del course.items[course.item(event.item_id).item_id]
    put_in_order(course.items)


@telling.of(agenda.SeatChanged)
def seat_changed(event: agenda.SeatChanged, course: Course, at: datetime) -> None:
    _check_before(course)
    seat = course.seat(event.seat_id)
    if seat.votes != event.votes:
        course.room.forget_waivers()
        course.room.forget(seat.seat_id)
    course.seats[seat.seat_id] = replace(seat, role=event.role, votes=event.votes, label=event.label, head=event.head)
    _leave_chair(course)


@telling.of(agenda.SeatsPlaced)
def seats_placed(event: agenda.SeatsPlaced, course: Course, at: datetime) -> None:
    _check_before(course)
    for each in event.places:
        course.seats[each.seat_id] = replace(course.seat(each.seat_id), label=each.label)
    labels = [seat.label for seat in course.seats.values() if seat.label]
    if len(labels) != len(set(labels)):
        raise Contradiction("hai người được xếp vào một chỗ")


@telling.of(agenda.SeatingLaidOut, printed=False)
def seating_laid_out(event: agenda.SeatingLaidOut, course: Course, at: datetime) -> None:
    _check_before(course)


@telling.of(agenda.SeatMoved)
def seat_moved(event: agenda.SeatMoved, course: Course, at: datetime) -> None:
    _check_before(course)
    course.seat(event.seat_id)
    put_in_order(course.seats, event.seat_id, event.position)


@telling.of(agenda.SeatRemoved)
def seat_removed(event: agenda.SeatRemoved, course: Course, at: datetime) -> None:
    _check_before(course)
    if course.seat(event.seat_id).in_room():
        raise Contradiction(f"chỗ ngồi số {event.seat_id} được bỏ khi người ấy đang có mặt")
    if course.seats.pop(event.seat_id).votes:
        course.room.forget_waivers()
    course.room.forget(event.seat_id)
    _leave_chair(course)
    course.votes.forget_recusals(event.seat_id)
    put_in_order(course.seats)


@telling.of(agenda.SeatAdded)
def seat_added(event: agenda.SeatAdded, course: Course, at: datetime) -> None:
    if event.seat_id in course.seats:
        raise Contradiction(f"chỗ ngồi số {event.seat_id} được thêm hai lần")
    if event.head and (not event.votes or any(seat.head for seat in course.seats.values())):
        raise Contradiction("người đứng đầu cơ quan được ghi hai lần hoặc không có quyền biểu quyết")
    if event.votes:
        course.room.forget_waivers()
    course.seats[event.seat_id] = Seat(
        seat_id=event.seat_id,
        role=event.role,
        votes=event.votes,
        label=event.label,
        position=event.position,
        particulars=event.particulars,
        head=event.head,
    )


@telling.of(agenda.MandateChanged)
def mandate_changed(event: agenda.MandateChanged, course: Course, at: datetime) -> None:
    """Change the mandate; the total (N) follows, from the next act on."""
    seat = course.seat(event.seat_id)
    if course.ended_at is not None or not seat.votes or seat.mandate == event.mandate:
        raise Contradiction(f"ghi nhiệm vụ của chỗ ngồi số {event.seat_id} khi không ghi được")
    if event.mandate == Mandate.HELD and not event.counted:
        raise Contradiction("người đang giữ nhiệm vụ không được tính vào tổng số")
    course.votes.change_total()
    total = course.room.total - seat.in_total + event.counted
    told = MandateTold(
        mandate=event.mandate,
        counted=event.counted,
        number=event.number,
        dated=event.dated,
        reason=event.reason,
        article=event.article,
        total=total,
        sitting=course.sitting,
        before=course.room.awaited,
        at=at if course.started_at is not None else None,
        order=1 + sum(len(each.mandates) for each in course.seats.values()),
    )
    course.seats[seat.seat_id] = replace(seat, mandates=(*seat.mandates, told))
    course.room.change_office(seat.seat_id, at)


@telling.of(agenda.MeetingStarted)
def meeting_started(event: agenda.MeetingStarted, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("cuộc họp được khai mạc hai lần")
    if not course.published:
        raise Contradiction("cuộc họp khai mạc khi còn là bản nháp")
    course.room.start(event.quorum, event.remote or EQUAL_RIGHTS, at)
    course.started_at = at
    course.sittings.append(Sitting(number=1, opened_at=at, opened=course.tick))
    if (presider := course.presider()) is not None:
        course.presided.append(Presided(seat_id=presider, at=at, tick=course.tick))


@telling.of(agenda.MeetingWithdrawn)
def meeting_withdrawn(event: agenda.MeetingWithdrawn, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("rút cuộc họp đã khai mạc")


@telling.of(agenda.ItemOpened)
def item_opened(event: agenda.ItemOpened, course: Course, at: datetime) -> None:
    if not course.in_session():
        raise Contradiction("chuyển nội dung khi cuộc họp không diễn ra")
    course.due.check_taken()
    if course.item(event.item_id).withdrawn_by is not None:
        raise Contradiction(f"chuyển sang nội dung số {event.item_id} đã được rút khỏi chương trình")
    if event.taken_back:
        _take_back(course, event, at)
        return
    course.before_turn = {each: course.item(each) for each in (event.closed_item_id, event.item_id) if each}
    _close_item(course, event.closed_item_id, at)
    item = course.item(event.item_id)
    course.items[item.item_id] = replace(item, spans=(*item.spans, Span(opened_at=at)))


@telling.of(agenda.WheelGiven, printed=False)
def wheel_given(event: agenda.WheelGiven, course: Course, at: datetime) -> None:
    if course.seat(event.seat_id).role != Role.CLERK or course.driver == event.seat_id:
        raise Contradiction("giao điều hành cho người không phải thư ký, hoặc giao hai lần")
    course.driver = event.seat_id


@telling.of(agenda.MeetingLed)
def meeting_led(event: agenda.MeetingLed, course: Course, at: datetime) -> None:
    """Note a secretary who leads and is not on the roll: the minutes name them, and do not call them present."""
    seat = course.seat(event.seat_id)
    leads = course.in_session() and seat.role == Role.CLERK and course.driver == seat.seat_id
    if not leads or seat.in_room() or seat.seat_id in course.led:
        raise Contradiction("ghi người điều hành khi không điều hành, đã có mặt hoặc đã ghi")
    course.led.add(seat.seat_id)


@telling.of(agenda.ChairGiven)
def chair_given(event: agenda.ChairGiven, course: Course, at: datetime) -> None:
    """Hand the chair over. During the meeting the minutes mention it every time.

    After the end it can be recorded once who presided in fact, if no planned chair was there.
    """
    seat, before = course.seat(event.seat_id), course.presider()
    over = course.ended_at is not None
    may = _may_preside(course, seat) and (not over or (course.nobody_presided() and course.took_part(seat)))
    if not may or before == seat.seat_id or before != event.before:
        raise Contradiction(f"giao việc chủ tọa cho chỗ ngồi số {event.seat_id} khi không giao được")
    course.presiding = seat.seat_id
    if over and course.started_at is not None:
        course.presided = [Presided(seat_id=seat.seat_id, at=course.started_at, tick=course.sittings[0].opened)]
    elif course.started_at is not None:
        course.presided.append(Presided(seat_id=seat.seat_id, at=at, tick=course.tick))


def _leave_chair(course: Course) -> None:
    """Keep the chair that was handed over only if its seat may still preside by the present plan."""
    seat = course.seats.get(course.presiding) if course.presiding is not None else None
    if seat is None or not _may_preside(course, seat):
        course.presiding = None


def _may_preside(course: Course, seat: Seat) -> bool:
    clerks = sum(1 for each in course.seats.values() if each.role == Role.CLERK)
    return fit_to_preside(seat.role, votes=seat.votes, in_office=seat.in_office, clerks=clerks)


@telling.of(agenda.DoorsClosed)
def doors_closed(event: agenda.DoorsClosed, course: Course, at: datetime) -> None:
    item = _open_item(course, event.item_id)
    if not is_behind_doors(item):
        course.items[item.item_id] = close_doors(item, at)
    elif course.behind_doors is not None:
        raise Contradiction("đóng cửa phòng họp hai lần")
    course.behind_doors = item.item_id


@telling.of(agenda.DoorsOpened)
def doors_opened(event: agenda.DoorsOpened, course: Course, at: datetime) -> None:
    item = _open_item(course, event.item_id)
    if course.behind_doors != item.item_id:
        raise Contradiction("mở lại phòng họp khi không họp kín")
    course.items[item.item_id] = leave_doors(item, at)
    course.behind_doors = None


def _open_item(course: Course, item_id: int) -> Item:
    item = course.item(item_id)
    if not item.is_open() or course.ended_at is not None:
        raise Contradiction(f"họp kín ở nội dung số {item_id} khi cuộc họp không ở nội dung ấy")
    return item


@telling.of(agenda.ConclusionRecorded)
def conclusion_recorded(event: agenda.ConclusionRecorded, course: Course, at: datetime) -> None:
    course.written[event.item_id] += 1
    if event.version != course.written[event.item_id]:
        raise Contradiction(f"kết luận của nội dung số {event.item_id} ghi đè lên bản chưa đọc")
    course.items[event.item_id] = replace(course.item(event.item_id), conclusion=event.text)


@telling.of(agenda.MeetingEnded)
def meeting_ended(event: agenda.MeetingEnded, course: Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("bế mạc khi cuộc họp không diễn ra")
    course.due.check_taken()
    _close_item(course, event.closed_item_id, at)
    if course.behind_doors is not None:
        course.items[course.behind_doors] = leave_doors(course.item(course.behind_doors), at)
    course.ended_at, course.closed_by_end = at, event.closed_item_id
    close_sitting(course, at, course.tick)


@telling.of(agenda.EndTakenBack)
def end_taken_back(event: agenda.EndTakenBack, course: Course, at: datetime) -> None:
    """Undo the end. The item that it closed counts as not left."""
    if course.ended_at is None:
        raise Contradiction("hủy việc kết thúc khi cuộc họp chưa kết thúc")
    if course.signed:
        raise Contradiction("hủy việc kết thúc sau khi biên bản đã có chữ ký")
    if event.item_id != course.closed_by_end:
        raise Contradiction("cuộc họp tiếp tục ở nội dung khác nội dung lúc kết thúc")
    if event.item_id is not None:
        item = course.item(event.item_id)
        course.items[item.item_id] = replace(item, spans=(*item.spans[:-1], replace(item.spans[-1], closed_at=None)))
    if course.behind_doors is not None and course.resting is None:
        item = course.item(course.behind_doors)
        parts = (*item.closed_parts[:-1], replace(item.closed_parts[-1], closed_at=None))
        course.items[item.item_id] = replace(item, closed_parts=parts)
    false = FalseEnd(
        ended_at=course.ended_at, taken_back_at=at, reason=event.reason, by=both(course, "conduct.take_back_end")
    )
    course.false_ends.append(false)
    course.ended_at, course.plain = None, False
    close_sitting(course, None, None)


def put_in_order(rows: dict[int, Placed], which: int | None = None, place: int = 0) -> None:
    """Number items or seats from 1 in their order, with `which` at `place`."""
    order = sorted(rows, key=lambda each: (rows[each].position, each))
    if which is not None:
        order = moved(order, which, place)
    for position, each in enumerate(order, start=1):
        rows[each] = replace(rows[each], position=position)


def _check_before(course: Course) -> None:
    if course.started_at is not None:
        raise Contradiction("chương trình hoặc thành phần được sửa sau khai mạc")
    if course.submitted is not None:
        raise Contradiction("chương trình hoặc thành phần được sửa khi đang chờ duyệt")


def _take_back(course: Course, event: agenda.ItemOpened, at: datetime) -> None:
    """Undo the last turn, which was a mistake: its item was not begun, and the one before it not left."""
    turned_at, turn = course.latest
    if event.closed_item_id is None or turn != agenda.ItemOpened(
        item_id=event.closed_item_id, closed_item_id=event.item_id
    ):
        raise Contradiction("hoàn tác không ngay sau lần chuyển nội dung")
    if not is_slip(turned_at, at):
        raise Contradiction("hoàn tác quá muộn sau lần chuyển nội dung")
    course.items.update(course.before_turn)
    course.behind_doors = None  # for an item that stays behind closed doors the next event sets this again


def _close_item(course: Course, item_id: int | None, at: datetime) -> None:
    speeches.draft(course).check_silent()
    if item_id is None:
        return
    item = course.item(item_id)
    if not item.is_open():
        raise Contradiction(f"nội dung số {item_id} được kết thúc khi chưa bắt đầu")
    spans = (*item.spans[:-1], replace(item.spans[-1], closed_at=at))
    course.items[item_id] = leave_doors(replace(item, spans=spans), at)
