"""Replay: fold the journal into a record, and refuse a journal that contradicts itself.

Every vote is counted again from its ballots and judged again by the law as frozen at
its opening. A ballot outside an open vote, a tally that is not the sum of its ballots
or an outcome that the law does not give is `chain.Broken`, with the number of the entry.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch

from msgspec.structs import asdict, replace

from meeting.agenda import events as agenda
from meeting.attendance import events as attendance
from meeting.documents import events as documents
from meeting.journal import chain
from meeting.journal.events import Event, decode, registered
from meeting.kernel.clock import read_stamp
from meeting.minutes import events as minutes
from meeting.minutes.record import Absence, Item, Paper, Record, Seat, Span, Visit
from meeting.minutes.replay_votes import Contradiction, Votes
from meeting.people import events as people
from meeting.voting import events as voting

_READ_ONLY = (minutes, people)
"""Importing them registers their events: these are checked for shape and change nothing in the minutes."""


class _Course:
    """The meeting as far as it has been read."""

    def __init__(self, created: agenda.MeetingCreated) -> None:
        self.meeting: agenda.MeetingCreated = created
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.seats: dict[int, Seat] = {}
        self.items: dict[int, Item] = {}
        self.papers: dict[int, Paper] = {}
        self.votes = Votes(self.seats)

    def seat(self, seat_id: int) -> Seat:
        if seat_id not in self.seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self.seats[seat_id]

    def item(self, item_id: int) -> Item:
        if item_id not in self.items:
            raise Contradiction(f"không có nội dung số {item_id} trong chương trình")
        return self.items[item_id]


def replay(entries: Iterable[chain.Entry]) -> Record:
    """The record of a whole book from its first entry.

    Raises chain.Broken(number, reason in Vietnamese) at the first entry that cannot be
    read or contradicts those before it. Does not check hashes: that is `chain.check`.
    """
    course: _Course | None = None
    at = None
    for entry in entries:
        fact, at = _read(entry)
        try:
            if course is None:
                course = _begin(fact)
            else:
                _apply(fact, course, at)
        except Contradiction as contradiction:
            raise chain.Broken(entry.seq, str(contradiction)) from None
    if course is None or at is None:
        raise chain.Broken(1, "nhật ký không có bản ghi nào")
    return _record(course, at)


def _read(entry: chain.Entry) -> tuple[Event, datetime]:
    if entry.kind not in registered():
        raise chain.Broken(entry.seq, f"không rõ loại sự kiện “{entry.kind}”")
    try:
        return decode(entry.kind, entry.body), read_stamp(entry.at)
    except ValueError:  # msgspec.ValidationError is one
        raise chain.Broken(entry.seq, "nội dung không đúng mẫu của loại sự kiện") from None


def _begin(fact: Event) -> _Course:
    if not isinstance(fact, agenda.MeetingCreated):
        raise Contradiction("bản ghi đầu tiên phải là việc lập cuộc họp")
    return _Course(fact)


def _record(course: _Course, last_at: datetime) -> Record:
    meeting = course.meeting
    in_order = {item.item_id: item.position for item in course.items.values()}
    return Record(
        title=meeting.title, parent_body=meeting.parent_body, body=meeting.body, body_code=meeting.body_code,
        place=meeting.place, preset=meeting.preset, planned_start=meeting.starts_at,
        started_at=course.started_at, ended_at=course.ended_at, last_at=last_at,
        seats=tuple(sorted(course.seats.values(), key=lambda s: (s.position, s.seat_id))),
        items=tuple(sorted(course.items.values(), key=lambda i: (i.position, i.item_id))),
        papers=tuple(sorted(course.papers.values(), key=lambda p: (
            in_order.get(p.item_id, 0) if p.item_id else 0, p.position, p.document_id))),
        motions=tuple(sorted(course.votes.frozen(), key=lambda m: (
            in_order.get(m.item_id, 0), m.position, m.motion_id))),
    )  # fmt: skip


@singledispatch
def _apply(fact: Event, course: _Course, at: datetime) -> None:
    """Facts that the minutes do not tell."""


@_apply.register
def _(fact: agenda.MeetingCreated, course: _Course, at: datetime) -> None:
    raise Contradiction("cuộc họp được lập hai lần")


@_apply.register
def _(fact: agenda.MeetingChanged, course: _Course, at: datetime) -> None:
    course.meeting = replace(course.meeting, **asdict(fact))


@_apply.register
def _(fact: agenda.ItemAdded, course: _Course, at: datetime) -> None:
    if fact.item_id in course.items:
        raise Contradiction(f"nội dung số {fact.item_id} được thêm hai lần")
    course.items[fact.item_id] = Item(
        item_id=fact.item_id,
        position=fact.position,
        title=fact.title,
        presenter=fact.presenter,
        form=fact.form,
    )


@_apply.register
def _(fact: agenda.SeatAdded, course: _Course, at: datetime) -> None:
    if fact.seat_id in course.seats:
        raise Contradiction(f"chỗ ngồi số {fact.seat_id} được thêm hai lần")
    course.seats[fact.seat_id] = Seat(
        seat_id=fact.seat_id, role=fact.role, votes=fact.votes, label=fact.label,
        position=fact.position, full_name=fact.full_name, honorific=fact.honorific, title=fact.title,
        unit=fact.unit,
    )  # fmt: skip


@_apply.register
def _(fact: agenda.MeetingStarted, course: _Course, at: datetime) -> None:
    if course.started_at is not None:
        raise Contradiction("cuộc họp được khai mạc hai lần")
    course.started_at = at


@_apply.register
def _(fact: agenda.ItemOpened, course: _Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("chuyển nội dung khi cuộc họp không diễn ra")
    _close_item(course, fact.closed_item_id, at)
    item = course.item(fact.item_id)
    course.items[item.item_id] = replace(item, spans=(*item.spans, Span(opened_at=at)))


@_apply.register
def _(fact: agenda.ConclusionRecorded, course: _Course, at: datetime) -> None:
    course.items[fact.item_id] = replace(course.item(fact.item_id), conclusion=fact.text)


@_apply.register
def _(fact: agenda.MeetingEnded, course: _Course, at: datetime) -> None:
    if course.started_at is None or course.ended_at is not None:
        raise Contradiction("bế mạc khi cuộc họp không diễn ra")
    _close_item(course, fact.closed_item_id, at)
    course.ended_at = at


def _close_item(course: _Course, item_id: int | None, at: datetime) -> None:
    if item_id is None:
        return
    item = course.item(item_id)
    if not item.spans or item.spans[-1].closed_at is not None:
        raise Contradiction(f"nội dung số {item_id} được kết thúc khi chưa bắt đầu")
    course.items[item_id] = replace(item, spans=(*item.spans[:-1], replace(item.spans[-1], closed_at=at)))


@_apply.register
def _(fact: attendance.CheckedIn, course: _Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if not seat.in_room():
        visits = (*seat.visits, Visit(arrived_at=at, how=fact.how))
        course.seats[seat.seat_id] = replace(seat, visits=visits, absence=None)


@_apply.register
def _(fact: attendance.Left, course: _Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    if not seat.in_room():
        raise Contradiction(f"{seat.full_name} rời cuộc họp khi không có mặt")
    course.seats[seat.seat_id] = _leave(seat, at, fact.reason)


@_apply.register
def _(fact: attendance.AbsenceNoted, course: _Course, at: datetime) -> None:
    seat = course.seat(fact.seat_id)
    gone = _leave(seat, at, "") if seat.in_room() else seat
    course.seats[seat.seat_id] = replace(gone, absence=Absence(excused=fact.excused, reason=fact.reason))


def _leave(seat: Seat, at: datetime, reason: str) -> Seat:
    return replace(seat, visits=(*seat.visits[:-1], replace(seat.visits[-1], left_at=at, reason=reason)))


@_apply.register
def _(fact: documents.DocumentAdded, course: _Course, at: datetime) -> None:
    if fact.item_id is not None:
        course.item(fact.item_id)
    course.papers[fact.document_id] = Paper(
        document_id=fact.document_id, item_id=fact.item_id, position=fact.position, title=fact.title,
        filename=fact.filename, sha256=fact.sha256,
    )  # fmt: skip


@_apply.register
def _(fact: voting.MotionPrepared, course: _Course, at: datetime) -> None:
    course.item(fact.item_id)
    course.votes.prepare(fact)


@_apply.register
def _(fact: voting.MotionOpened, course: _Course, at: datetime) -> None:
    course.votes.open(fact, at)


@_apply.register
def _(fact: voting.BallotCast, course: _Course, at: datetime) -> None:
    course.votes.cast(fact, at)


@_apply.register
def _(fact: voting.HandsCounted, course: _Course, at: datetime) -> None:
    course.votes.count_hands(fact)


@_apply.register
def _(fact: voting.MotionClosed, course: _Course, at: datetime) -> None:
    course.votes.close(fact, at)


@_apply.register
def _(fact: voting.RulingRecorded, course: _Course, at: datetime) -> None:
    course.votes.rule(fact)


@_apply.register
def _(fact: voting.ResultAnnounced, course: _Course, at: datetime) -> None:
    course.votes.announce(fact, at)


@_apply.register
def _(fact: voting.MotionCancelled, course: _Course, at: datetime) -> None:
    course.votes.cancel(fact)
