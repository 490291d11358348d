"""What the record is told of the plan and the course of a meeting: seats, items, turning, ending, conclusions."""

from datetime import datetime

from msgspec.structs import asdict, replace

from meeting.agenda import events as agenda
from meeting.agenda.rules import is_slip
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling
from meeting.record.record import FalseEnd, Item, Seat, Span

telling = Telling()


@telling.of(agenda.MeetingCreated)
def meeting_created(fact: agenda.MeetingCreated, course: Course, at: datetime) -> None:
    raise Contradiction("cuộc họp được lập hai lần")


@telling.of(agenda.MeetingChanged)
def meeting_changed(fact: agenda.MeetingChanged, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(fact))


@telling.of(agenda.ParticularsCorrected)
def particulars_corrected(fact: agenda.ParticularsCorrected, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(fact))


@telling.of(agenda.ItemAdded)
def item_added(fact: agenda.ItemAdded, course: Course, at: datetime) -> None:
    if fact.item_id in course.items:
        raise Contradiction(f"nội dung số {fact.item_id} được thêm hai lần")
    course.items[fact.item_id] = Item(
        item_id=fact.item_id,
        position=fact.position,
        title=fact.title,
        presenter=fact.presenter,
        form=fact.form,
    )


@telling.of(agenda.SeatAdded)
def seat_added(fact: agenda.SeatAdded, course: Course, at: datetime) -> None:
    if fact.seat_id in course.seats:
        raise Contradiction(f"chỗ ngồi số {fact.seat_id} được thêm hai lần")
    if fact.head and (not fact.votes or any(seat.head for seat in course.seats.values())):
        raise Contradiction("người đứng đầu cơ quan được ghi hai lần hoặc không có quyền biểu quyết")
    course.seats[fact.seat_id] = Seat(
        seat_id=fact.seat_id,
        role=fact.role,
        votes=fact.votes,
        label=fact.label,
        position=fact.position,
        full_name=fact.full_name,
        honorific=fact.honorific,
        title=fact.title,
        unit=fact.unit,
        head=fact.head,
    )


@telling.of(agenda.MeetingStarted)
def meeting_started(fact: agenda.MeetingStarted, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("cuộc họp được khai mạc hai lần")
    course.room.start(fact.quorum, at)
    course.started_at = at


@telling.of(agenda.MeetingWithdrawn)
def meeting_withdrawn(fact: agenda.MeetingWithdrawn, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("rút cuộc họp đã khai mạc")


@telling.of(agenda.ItemOpened)
def item_opened(fact: agenda.ItemOpened, course: Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("chuyển nội dung khi cuộc họp không diễn ra")
    if fact.taken_back:
        _take_back(course, fact, at)
        return
    _close_item(course, fact.closed_item_id, at)
    item = course.item(fact.item_id)
    course.items[item.item_id] = replace(item, spans=(*item.spans, Span(opened_at=at)))


@telling.of(agenda.ConclusionRecorded)
def conclusion_recorded(fact: agenda.ConclusionRecorded, course: Course, at: datetime) -> None:
    course.written[fact.item_id] += 1
    if fact.version != course.written[fact.item_id]:
        raise Contradiction(f"kết luận của nội dung số {fact.item_id} ghi đè lên bản chưa đọc")
    course.items[fact.item_id] = replace(course.item(fact.item_id), conclusion=fact.text)


@telling.of(agenda.MeetingEnded)
def meeting_ended(fact: agenda.MeetingEnded, course: Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("bế mạc khi cuộc họp không diễn ra")
    _close_item(course, fact.closed_item_id, at)
    course.ended_at, course.closed_by_end = at, fact.closed_item_id


@telling.of(agenda.EndTakenBack)
def end_taken_back(fact: agenda.EndTakenBack, course: Course, at: datetime) -> None:
    """The item that the end closed was not left by it."""
    if course.ended_at is None:
        raise Contradiction("hủy việc kết thúc khi cuộc họp chưa kết thúc")
    if course.signed:
        raise Contradiction("hủy việc kết thúc sau khi biên bản đã có chữ ký")
    if fact.item_id != course.closed_by_end:
        raise Contradiction("cuộc họp tiếp tục ở nội dung khác nội dung lúc kết thúc")
    if fact.item_id is not None:
        item = course.item(fact.item_id)
        course.items[item.item_id] = replace(item, spans=(*item.spans[:-1], replace(item.spans[-1], closed_at=None)))
    course.false_ends.append(FalseEnd(ended_at=course.ended_at, taken_back_at=at, reason=fact.reason))
    course.ended_at, course.plain = None, False


def _take_back(course: Course, fact: agenda.ItemOpened, at: datetime) -> None:
    """The turn just made, and nothing since, was a slip: that item was not begun, and the one before it not left."""
    turned_at, turn = course.latest
    if fact.closed_item_id is None or turn != agenda.ItemOpened(
        item_id=fact.closed_item_id, closed_item_id=fact.item_id
    ):
        raise Contradiction("hoàn tác không ngay sau lần chuyển nội dung")
    if not is_slip(turned_at, at):
        raise Contradiction("hoàn tác quá muộn sau lần chuyển nội dung")
    slip, item = course.item(fact.closed_item_id), course.item(fact.item_id)
    course.items[slip.item_id] = replace(slip, spans=slip.spans[:-1])
    course.items[item.item_id] = replace(item, spans=(*item.spans[:-1], replace(item.spans[-1], closed_at=None)))


def _close_item(course: Course, item_id: int | None, at: datetime) -> None:
    course.floor.check_silent()
    if item_id is None:
        return
    item = course.item(item_id)
    if not item.is_open():
        raise Contradiction(f"nội dung số {item_id} được kết thúc khi chưa bắt đầu")
    course.items[item_id] = replace(item, spans=(*item.spans[:-1], replace(item.spans[-1], closed_at=at)))
