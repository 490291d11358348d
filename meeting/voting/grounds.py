"""The basis of a vote according to the journal: the body, its members in the room, the quorum, the question.

The tables serve the screens. Nothing is opened, ruled on or announced while they differ from the journal, so a table
changed from outside changes no quorum and no total. The events are read by kind and their chain is not checked, so that
old damage does not stop a room from voting. If somebody changes a journal line together with the table, verification
finds it, and so do the witnesses' heads and the chain from the opening on.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from meeting.agenda import events as agenda
from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Meeting, Seat, find_meeting
from meeting.attendance import events as attendance
from meeting.attendance.rules import CameBy
from meeting.attendance.tables import Attendance, find_attendance
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.words import phrase
from meeting.law.terms import QuorumTerms, RemoteTerms
from meeting.store.once import once
from meeting.voting import events as voting
from meeting.voting import rules
from meeting.voting.tables import Motion, Recusal


@dataclasses.dataclass
class Footing:
    """A seat: its vote, whether it counts in the total and by which paper, and whether its person is present.

    `far`: present at a remote point. `came`: when they first came in this sitting, and how. `left`: they have left it
    since, even if they came back. `substitute`: who sits in an absent person's place. The defaults apply to a seat that
    the journal does not mention.
    """

    votes: bool = False
    head: bool = False
    mandate: Mandate = Mandate.HELD
    counted: bool = True
    paper: dict[str, str] | None = None
    present: bool = False
    far: bool = False
    point_id: int = 0
    came: tuple[datetime, CameBy] | None = None
    left: bool = False
    substitute: str = ""

    @property
    def facts(self) -> tuple[object, ...]:
        """Return the facts in the form of `_row`."""
        here, away = self.present, "" if self.present else self.substitute
        return self.votes, self.head, self.mandate, self.counted, self.paper, here, here and self.far, away


@dataclasses.dataclass
class Grounds:
    """The basis of one motion. `waiver`: the number present and the chair's reason; `recusals`: who takes no part."""

    motion_id: int
    preset: str = ""
    edition: str = ""
    quorum: QuorumTerms | None = None
    remote: RemoteTerms | None = None
    seats: dict[int, Footing] = dataclasses.field(default_factory=dict)
    question: dict[str, Any] = dataclasses.field(default_factory=dict)
    waiver: tuple[int | None, str] = (None, "")
    recusals: dict[int, voting.Recused] = dataclasses.field(default_factory=dict)

    def here(self) -> set[int]:
        """Return the seats whose people are present."""
        counted = self.remote is None or self.remote.counted
        return {seat_id for seat_id, seat in self.seats.items() if seat.present and (counted or not seat.far)}

    def of_meeting(self) -> dict[str, object]:
        """Return the decisive fields of the meeting's row, as they should be."""
        frozen = {"quorum": _plain(self.quorum), "remote": _plain(self.remote)}
        return {"preset": self.preset, "edition": self.edition, **frozen}

    def of_motion(self) -> dict[str, object]:
        """Return those of the motion's row. Its form only until it is switched (`recount.figures_told`)."""
        return {**self.question, "quorum_waived_at": self.waiver[0], "quorum_reason": self.waiver[1]}


def grounds_of(db: Session, motion: Motion) -> Grounds:
    """Return the basis of a motion, by one statement. Raises Refused when an event cannot be read."""
    return _read(db, motion.meeting_id, motion.id)


@once
def _read(db: Session, meeting_id: int, motion_id: int) -> Grounds:
    grounds = Grounds(motion_id)
    try:
        for at, event in journal.told_among(db, journal.book_of(meeting_id), _KINDS):
            _TAKEN[type(event)](grounds, event, at)
    except (KeyError, ValueError):
        raise Refused(rules.JOURNAL_BROKEN, seq=1, reason=phrase("có bản ghi không đọc được")) from None
    if not grounds.preset or not grounds.question:  # nothing to compare with
        raise Refused(rules.JOURNAL_BROKEN, seq=1, reason=phrase("không có việc chuẩn bị biểu quyết"))
    return grounds


def differing(db: Session, motion: Motion, grounds: Grounds) -> tuple[set[int], bool]:
    """Return the seats whose tables differ, and whether the rows of meeting or motion differ."""
    meeting, unknown = find_meeting(db, motion.meeting_id), Footing()
    rows = {row.id: _row(row) for row in db.execute(_STANDING.where(Seat.meeting_id == motion.meeting_id))}
    wanted = {seat_id: seat.facts for seat_id, seat in grounds.seats.items()}
    named = {seat_id: wanted.get(seat_id, unknown.facts) for seat_id in rows.keys() | wanted.keys()}
    seats = {seat_id for seat_id, facts in named.items() if rows.get(seat_id) != facts}
    held, told = _recusals(db, motion.id), {seat_id: _stood(one) for seat_id, one in grounds.recusals.items()}
    seats |= {seat_id for seat_id in held.keys() | told.keys() if held.get(seat_id) != told.get(seat_id)}
    return seats, _other(meeting, grounds.of_meeting()) or _other(motion, grounds.of_motion())


def write_anew(db: Session, motion: Motion, grounds: Grounds) -> None:
    """Rewrite the rows from the journal. Cannot restore a seat that was deleted from its table."""
    for row, fields in ((find_meeting(db, motion.meeting_id), grounds.of_meeting()), (motion, grounds.of_motion())):
        for name, value in fields.items():
            setattr(row, name, value)
    for seat in db.scalars(select(Seat).where(Seat.meeting_id == motion.meeting_id)).all():
        _write_seat(db, seat, grounds.seats.get(seat.id, Footing()))
    db.execute(delete(Recusal).where(Recusal.motion_id == motion.id))
    if grounds.recusals:
        db.execute(insert(Recusal), [msgspec.structs.asdict(told) for told in grounds.recusals.values()])


def _write_seat(db: Session, seat: Seat, told: Footing) -> None:
    seat.votes, seat.head, seat.mandate, seat.counted = told.votes, told.head, told.mandate, told.counted
    seat.mandate_by = told.paper
    row = find_attendance(db, seat.id)
    if row is None and (told.present or told.substitute):
        row = Attendance(seat_id=seat.id, meeting_id=seat.meeting_id, present=False)
        db.add(row)
    if row is None:
        return
    row.present = told.present
    if told.present and not (told.far and not told.point_id):  # of an older journal, which knows points by name
        row.point_id = told.point_id or None
    if told.came is not None and row.arrived_at is None:
        row.arrived_at, row.how = told.came
    if told.substitute:
        row.excused, row.substitute = row.excused or False, told.substitute
    elif not told.present:
        row.substitute = ""


_STANDING = select(
    Seat.id,
    Seat.votes,
    Seat.head,
    Seat.mandate,
    Seat.counted,
    Seat.mandate_by,
    Attendance.present,
    Attendance.point_id,
    Attendance.excused,
    Attendance.substitute,
).outerjoin(Attendance, Attendance.seat_id == Seat.id)


def _row(row: Row[Any]) -> tuple[object, ...]:
    away = row.substitute or "" if row.excused is not None and not row.present else ""
    here = bool(row.present)
    far = here and row.point_id is not None
    return row.votes, row.head, row.mandate, row.counted, row.mandate_by, here, far, away


def _recusals(db: Session, motion_id: int) -> dict[int, tuple[object, ...]]:
    return {row.seat_id: _stood(row) for row in db.scalars(select(Recusal).where(Recusal.motion_id == motion_id))}


def _stood(told: Recusal | voting.Recused) -> tuple[object, ...]:
    return told.cause, told.reason, told.counted, told.article, told.title, told.own


def _other(row: Meeting | Motion, wanted: dict[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in wanted.items())


def _plain(value: object) -> Any:
    """Return a value as a JSON column returns it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _begin(grounds: Grounds, event: agenda.MeetingCreated, at: datetime) -> None:
    grounds.preset, grounds.edition = event.preset, event.edition


def _start(grounds: Grounds, event: agenda.MeetingStarted, at: datetime) -> None:
    grounds.quorum, grounds.remote = event.quorum, event.remote


def _seat(grounds: Grounds, event: agenda.SeatAdded | agenda.SeatChanged, at: datetime) -> None:
    seat = grounds.seats.setdefault(event.seat_id, Footing())
    seat.votes, seat.head = event.votes, event.head


def _unseat(grounds: Grounds, event: agenda.SeatRemoved, at: datetime) -> None:
    del grounds.seats[event.seat_id]
    grounds.recusals.pop(event.seat_id, None)


def _mandate(grounds: Grounds, event: agenda.MandateChanged, at: datetime) -> None:
    seat = grounds.seats[event.seat_id]
    seat.mandate, seat.counted = event.mandate, event.counted
    said = ("number", "dated", "reason", "article", "grade")
    seat.paper = {name: str(getattr(event, name)) for name in said}
    grounds.waiver = (None, "")


def _come(grounds: Grounds, event: attendance.CheckedIn, at: datetime) -> None:
    seat = grounds.seats[event.seat_id]
    seat.present, seat.came = True, seat.came or (at, event.how)
    seat.far, seat.point_id = bool(event.point), event.point_id


def _go(grounds: Grounds, event: attendance.Left, at: datetime) -> None:
    seat = grounds.seats[event.seat_id]
    seat.present, seat.left, seat.substitute = False, True, ""


def _undo(grounds: Grounds, event: attendance.ArrivalUndone, at: datetime) -> None:
    seat = grounds.seats[event.seat_id]
    seat.present, seat.came = False, seat.came if seat.left else None


def _absent(grounds: Grounds, event: attendance.AbsenceNoted, at: datetime) -> None:
    grounds.seats[event.seat_id].substitute = event.substitute


def _pause(grounds: Grounds, event: agenda.MeetingPaused, at: datetime) -> None:
    """Let everybody leave; the next sitting begins a new roll. Absences of people who did not come remain."""
    if not event.cause.ends_sitting:
        return
    for seat in grounds.seats.values():
        if seat.came is not None:
            seat.present, seat.came, seat.left, seat.substitute = False, None, False, ""


def _question(grounds: Grounds, event: voting.MotionPrepared | voting.MotionChanged, at: datetime) -> None:
    if event.motion_id != grounds.motion_id:
        return
    grounds.question |= {"title": event.title, "decision": event.decision, "form": event.form}
    if isinstance(event, voting.MotionPrepared):
        grounds.question["steps"] = _plain(event.steps)


def _switch(grounds: Grounds, event: voting.MotionSwitched, at: datetime) -> None:
    if event.motion_id == grounds.motion_id:
        grounds.question["form"] = rules.MotionForm.HANDS


def _recuse(grounds: Grounds, event: voting.Recused, at: datetime) -> None:
    if event.motion_id == grounds.motion_id:
        grounds.recusals[event.seat_id] = event
        grounds.waiver = (None, "")


def _take_part(grounds: Grounds, event: voting.RecusalWithdrawn, at: datetime) -> None:
    if event.motion_id == grounds.motion_id:
        del grounds.recusals[event.seat_id]
        grounds.waiver = (None, "")


def _waive(grounds: Grounds, event: voting.QuorumWaived, at: datetime) -> None:
    if event.motion_id == grounds.motion_id:
        grounds.waiver = (event.present, event.reason)


_TAKEN: dict[type[Event], Callable[[Grounds, Any, datetime], None]] = {
    agenda.MeetingCreated: _begin,
    agenda.MeetingStarted: _start,
    agenda.SeatAdded: _seat,
    agenda.SeatChanged: _seat,
    agenda.SeatRemoved: _unseat,
    agenda.MandateChanged: _mandate,
    agenda.MeetingPaused: _pause,
    attendance.CheckedIn: _come,
    attendance.Left: _go,
    attendance.ArrivalUndone: _undo,
    attendance.AbsenceNoted: _absent,
    voting.MotionPrepared: _question,
    voting.MotionChanged: _question,
    voting.MotionSwitched: _switch,
    voting.Recused: _recuse,
    voting.RecusalWithdrawn: _take_part,
    voting.QuorumWaived: _waive,
}
_KINDS = tuple(kind.kind for kind in _TAKEN)
