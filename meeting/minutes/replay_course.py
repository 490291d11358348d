"""The course of a meeting while its journal is read: what each kind of fact changes.

A fact that cannot follow those before it is a Contradiction; facts that the minutes do not
tell pass unnoticed. Votes and the floor have rules enough for files of their own.
"""

from collections import Counter
from datetime import datetime
from functools import singledispatch

from msgspec.structs import asdict, replace

from meeting.agenda import events as agenda
from meeting.agenda.rules import is_slip
from meeting.attendance import events as attendance
from meeting.documents import events as documents
from meeting.journal.events import Event
from meeting.minutes import events as minutes
from meeting.minutes.contradiction import Contradiction
from meeting.minutes.record import QUORUM, Absence, FalseEnd, Item, Paper, Seat, Span, Visit
from meeting.minutes.replay_floor import Floor
from meeting.minutes.replay_presence import Room
from meeting.minutes.replay_votes import Votes
from meeting.speaking import events as speaking
from meeting.voting import events as voting


class Course:
    """The meeting as far as it has been read."""

    def __init__(self, created: agenda.MeetingCreated, at: datetime) -> None:
        self.meeting: agenda.MeetingCreated = created
        self.latest: tuple[datetime, Event] = (at, created)
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.plain = False
        self.bases: dict[str, str] = {}
        self.closed_by_end: int | None = None
        self.false_ends: list[FalseEnd] = []
        self.signed = False
        self.written: Counter[int] = Counter()  # by item: how often its conclusion was written
        self.seats: dict[int, Seat] = {}
        self.items: dict[int, Item] = {}
        self.papers: dict[int, Paper] = {}
        self.room = Room(self.seats)
        self.votes = Votes(self.seats, self.room)
        self.floor = Floor(self.seats)

    def seat(self, seat_id: int) -> Seat:
        if seat_id not in self.seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self.seats[seat_id]

    def item(self, item_id: int) -> Item:
        if item_id not in self.items:
            raise Contradiction(f"không có nội dung số {item_id} trong chương trình")
        return self.items[item_id]


@singledispatch
def apply(fact: Event, course: Course, at: datetime) -> None:
    """Facts that the minutes do not tell."""


@apply.register
def _(fact: agenda.MeetingCreated, course: Course, at: datetime) -> None:
    raise Contradiction("cuộc họp được lập hai lần")


@apply.register
def _(fact: agenda.MeetingChanged, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(fact))


@apply.register
def _(fact: agenda.ParticularsCorrected, course: Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(fact))


@apply.register
def _(fact: agenda.ItemAdded, course: Course, at: datetime) -> None:
    if fact.item_id in course.items:
        raise Contradiction(f"nội dung số {fact.item_id} được thêm hai lần")
    course.items[fact.item_id] = Item(
        item_id=fact.item_id,
        position=fact.position,
        title=fact.title,
        presenter=fact.presenter,
        form=fact.form,
    )


@apply.register
def _(fact: agenda.SeatAdded, course: Course, at: datetime) -> None:
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


@apply.register
def _(fact: agenda.MeetingStarted, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("cuộc họp được khai mạc hai lần")
    course.room.start(fact.quorum, at)
    course.started_at = at


@apply.register
def _(fact: agenda.MeetingWithdrawn, course: Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("rút cuộc họp đã khai mạc")


@apply.register
def _(fact: agenda.ItemOpened, course: Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("chuyển nội dung khi cuộc họp không diễn ra")
    if fact.taken_back:
        _take_back(course, fact, at)
        return
    _close_item(course, fact.closed_item_id, at)
    item = course.item(fact.item_id)
    course.items[item.item_id] = replace(item, spans=(*item.spans, Span(opened_at=at)))


@apply.register
def _(fact: agenda.ConclusionRecorded, course: Course, at: datetime) -> None:
    course.written[fact.item_id] += 1
    if fact.version != course.written[fact.item_id]:
        raise Contradiction(f"kết luận của nội dung số {fact.item_id} ghi đè lên bản chưa đọc")
    course.items[fact.item_id] = replace(course.item(fact.item_id), conclusion=fact.text)


@apply.register
def _(fact: agenda.MeetingEnded, course: Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("bế mạc khi cuộc họp không diễn ra")
    _close_item(course, fact.closed_item_id, at)
    course.ended_at, course.closed_by_end = at, fact.closed_item_id


@apply.register
def _(fact: agenda.EndTakenBack, course: Course, at: datetime) -> None:
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


@apply.register
def _(fact: minutes.Signed, course: Course, at: datetime) -> None:
    if course.ended_at is None:
        raise Contradiction("ký biên bản khi cuộc họp chưa kết thúc")
    course.signed = True


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


@apply.register
def _(fact: attendance.CheckedIn, course: Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if not seat.in_room():
        visits = (*seat.visits, Visit(arrived_at=at, how=fact.how))
        course.seats[seat.seat_id] = replace(seat, visits=visits)
        course.room.move(seat.seat_id, 1, at)


@apply.register
def _(fact: attendance.QuorumWaived, course: Course, at: datetime) -> None:
    course.room.waive(fact, at)


@apply.register
def _(fact: attendance.Left, course: Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if not seat.in_room():
        raise Contradiction(f"{seat.full_name} rời cuộc họp khi không có mặt")
    course.floor.check_not_speaking(seat.seat_id)
    course.room.move(seat.seat_id, -1, at)
    stay = replace(seat.visits[-1], left_at=at, reason=fact.reason)
    course.seats[seat.seat_id] = replace(seat, visits=(*seat.visits[:-1], stay), absence=None)


@apply.register
def _(fact: attendance.ArrivalUndone, course: Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if not seat.in_room():
        raise Contradiction(f"{seat.full_name} được hủy điểm danh khi không có mặt")
    if course.votes.took_part(seat.seat_id):
        raise Contradiction(f"{seat.full_name} được hủy điểm danh khi đã biểu quyết hoặc đã được tính có mặt")
    if course.floor.has_spoken(seat.seat_id):
        raise Contradiction(f"{seat.full_name} được hủy điểm danh khi đã phát biểu")
    course.votes.undo(seat.seat_id)
    course.room.undo(seat.seat_id)
    course.seats[seat.seat_id] = replace(seat, visits=seat.visits[:-1])


@apply.register
def _(fact: attendance.AbsenceNoted, course: Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if seat.visits:
        raise Contradiction(f"{seat.full_name} được ghi vắng mặt sau khi đã đến họp")
    course.seats[seat.seat_id] = replace(seat, absence=Absence(excused=fact.excused, reason=fact.reason))


@apply.register
def _(fact: documents.DocumentAdded, course: Course, at: datetime) -> None:
    if fact.item_id is not None:
        course.item(fact.item_id)
    course.papers[fact.document_id] = Paper(
        document_id=fact.document_id,
        item_id=fact.item_id,
        position=fact.position,
        title=fact.title,
        filename=fact.filename,
        sha256=fact.sha256,
    )


@apply.register
def _(fact: minutes.DraftOrdered, course: Course, at: datetime) -> None:
    course.plain = False


@apply.register
def _(fact: minutes.BasisConfirmed, course: Course, at: datetime) -> None:
    if fact.decision == QUORUM:
        course.room.confirm(fact.article)
    else:
        course.votes.check_doubtful(fact.decision, fact.article)
    course.bases[fact.decision] = fact.article


@apply.register
def _(fact: minutes.PlainDrawingOrdered, course: Course, at: datetime) -> None:
    course.plain = True


@apply.register
def _(fact: speaking.SpeakerEntered, course: Course, at: datetime) -> None:
    course.item(fact.item_id)
    course.floor.enter(fact)


@apply.register
def _(fact: speaking.SpeakerStruck, course: Course, at: datetime) -> None:
    course.floor.strike(fact)


@apply.register
def _(fact: speaking.FloorGiven, course: Course, at: datetime) -> None:
    if not course.item(course.floor.give(fact, at)).is_open():
        raise Contradiction("mời phát biểu về nội dung không đang họp")


@apply.register
def _(fact: speaking.MinuteAdded, course: Course, at: datetime) -> None:
    course.floor.add(fact)


@apply.register
def _(fact: speaking.SpeechEnded, course: Course, at: datetime) -> None:
    course.floor.end(fact, at)


@apply.register
def _(fact: speaking.FloorTakenBack, course: Course, at: datetime) -> None:
    course.floor.take_back(fact, at)


@apply.register
def _(fact: speaking.SpeechResumed, course: Course, at: datetime) -> None:
    if not course.item(course.floor.resume(fact)).is_open():
        raise Contradiction("mở lại lượt phát biểu về nội dung không đang họp")


@apply.register
def _(fact: voting.MotionPrepared, course: Course, at: datetime) -> None:
    course.item(fact.item_id)
    course.votes.prepare(fact)


@apply.register
def _(fact: voting.MotionOpened, course: Course, at: datetime) -> None:
    course.floor.check_silent()
    course.votes.open(fact, at)


@apply.register
def _(fact: voting.BallotCast, course: Course, at: datetime) -> None:
    course.votes.cast(fact, at)


@apply.register
def _(fact: voting.RightMoved, course: Course, at: datetime) -> None:
    course.votes.move(fact)


@apply.register
def _(fact: voting.HandProposed, course: Course, at: datetime) -> None:
    course.votes.propose(fact)


@apply.register
def _(fact: voting.HandDeclined, course: Course, at: datetime) -> None:
    course.votes.decline(fact)


@apply.register
def _(fact: voting.HandsCounted, course: Course, at: datetime) -> None:
    course.votes.count_hands(fact)


@apply.register
def _(fact: voting.MotionClosed, course: Course, at: datetime) -> None:
    course.votes.close(fact, at)


@apply.register
def _(fact: voting.QuorumWaived, course: Course, at: datetime) -> None:
    course.votes.waive(fact, at)


@apply.register
def _(fact: voting.RulingRecorded, course: Course, at: datetime) -> None:
    course.votes.rule(fact)


@apply.register
def _(fact: voting.ResultAnnounced, course: Course, at: datetime) -> None:
    course.votes.announce(fact, at)


@apply.register
def _(fact: voting.BoxRestored, course: Course, at: datetime) -> None:
    course.votes.restore(fact)


@apply.register
def _(fact: voting.MotionCancelled, course: Course, at: datetime) -> None:
    course.votes.cancel(fact)
