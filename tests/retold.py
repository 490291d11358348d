"""The journal replayed: after every command the minutes can be composed, and agree with the rows.

Screens are drawn from rows, the minutes from the journal: whatever people do, the two must agree.
"""

from operator import attrgetter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.agenda.pauses import Pause, PauseKind
from meeting.agenda.rules import ItemState
from meeting.agenda.tables import find_meeting, items_of, seats_of
from meeting.attendance.points import named_point
from meeting.attendance.tables import attendance_of
from meeting.attendance.turns import quorum_turned
from meeting.documents.tables import documents_of
from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.kiosk.events import KioskEnded, KioskOpened
from meeting.kiosk.tables import open_kiosks
from meeting.minutes.tables import Basis, DraftOrder
from meeting.minutes.text.compose import compose
from meeting.record.documents import papers
from meeting.record.record import Item, Record, Seat
from meeting.record.record import Motion as Told
from meeting.record.replay import replay
from meeting.record.speaking import speeches
from meeting.speaking.rules import SpeechState
from meeting.speaking.tables import Speech
from meeting.voting.exclusions import excluded_of
from meeting.voting.tables import Ballot, Motion, RollEntry, motions_of


def check_retold(db: Session, meeting_id: int) -> Record:
    """Return the record; fails when the journal cannot be replayed, or says something else than the rows."""
    entries = list(journal.entries(db, journal.book_of(meeting_id)))
    record = replay(entries)
    compose(record, (entries[-1].seq, entries[-1].hash))
    meeting = find_meeting(db, meeting_id)
    assert (record.started_at, record.ended_at) == (meeting.started_at, meeting.ended_at)
    for name in ("title", "parent_body", "body", "body_code", "place"):
        assert getattr(record, name) == getattr(meeting, name)
    confirmed = db.scalars(select(Basis).where(Basis.meeting_id == meeting_id))
    assert record.bases == {basis.decision: basis.article for basis in confirmed}
    command = db.get(DraftOrder, meeting_id)
    assert record.plain == (command is not None and command.plain)
    assert (record.presence is not None) == (meeting.quorum is not None)
    assert record.presiding == meeting.presiding
    for item, shown in zip(record.items, items_of(db, meeting_id), strict=True):
        closed_at = shown.closed_at if shown.state == ItemState.DONE else None
        assert (item.item_id, item.position) == (shown.id, shown.position)
        assert (item.title, item.presenter, item.form) == (shown.title, shown.presenter, shown.form)
        assert bool(item.closed_parts) == shown.was_closed
        rests = record.ended_at is None and item.rests()
        assert _course(item, rests=rests) == (
            shown.state,
            shown.opened_at,
            closed_at,
            shown.conclusion,
        ), shown.title
    rows, number = attendance_of(db, meeting_id), _sitting_number(db, meeting_id)
    if record.presence is not None and len(record.presence.openings) == number:
        turns = record.presence.openings[-1].turns
        assert quorum_turned(db, meeting) == ((turns[-1].at, turns[-1].met) if turns else None)
    for seat, sits in zip(record.seats, seats_of(db, meeting_id), strict=True):
        assert (seat.seat_id, seat.role, seat.votes, seat.label, seat.position, seat.head) == (
            *(sits.id, sits.role, sits.votes, sits.label, sits.position, sits.head),
        )
        assert (seat.mandate, seat.in_total, seat.in_office) == (sits.mandate, sits.in_total, sits.in_office)
        row = rows.get(seat.seat_id)
        away = (row.excused, row.reason, row.substitute) if row and row.excused is not None else None
        stays = (row.present, row.arrived_at, row.left_at, away) if row else (False, None, None, None)
        assert _stays(seat, number) == stays, seat.particulars.full_name
        if row and row.arrived_at and number <= len(record.sittings):
            began, first = record.sittings[number - 1], seat.visits_in(number)[0]
            assert row.late == began.is_late(first) or row.arrived_at == began.opened_at, seat.particulars.full_name
        assert seat.is_substituted() == (row is not None and row.substitute_here), seat.particulars.full_name
        if row and row.substitute_came_at is not None:
            last = seat.stand_ins[-1]
            left = None if row.substitute_here else row.substitute_left_at
            assert (last.arrived_at, last.left_at) == (row.substitute_came_at, left), seat.particulars.full_name
        if row and row.present:
            assert seat.visits[-1].point == named_point(db, row.point_id), seat.particulars.full_name
    said = attrgetter("item_id", "position", "title", "sha256", "kind", "readers", "version")
    listed = {one.document_id: said(one) for one in papers.of(record)}
    kept = documents_of(db, meeting_id)
    assert listed == {row.id: said(row) for row in kept}
    asked = db.scalars(select(Speech).where(Speech.meeting_id == meeting_id, Speech.state != SpeechState.STRUCK))
    told_of = {(one.speech_id, one.seat_id, one.item_id, one.began_at, one.ended_at) for one in speeches.of(record)}
    assert told_of == {(row.id, row.seat_id, row.item_id, row.began_at, row.ended_at) for row in asked}
    _check_kiosks(db, meeting_id, entries)
    motions = motions_of(db, meeting_id)
    assert {told.motion_id for told in record.motions} == {motion.id for motion in motions}
    for told in record.motions:
        _check_motion(db, told, db.get_one(Motion, told.motion_id))
    return record


def _course(item: Item, *, rests: bool) -> tuple[object, ...]:
    """State, first opened, last closed, conclusion."""
    if not item.spans:
        state = ItemState.UPCOMING if item.withdrawn_by is None else ItemState.WITHDRAWN
        return state, None, None, item.conclusion
    closed_at = None if rests else item.spans[-1].closed_at
    return ItemState.DONE if closed_at else ItemState.NOW, item.spans[0].opened_at, closed_at, item.conclusion


def _sitting_number(db: Session, meeting_id: int) -> int:
    """The number of the sitting, from 1; during a pause that ended one, the next."""
    ended = Pause.meeting_id == meeting_id, Pause.kind != PauseKind.RECESS
    return 1 + (db.scalar(select(func.count()).where(*ended)) or 0)


def _stays(seat: Seat, sitting: int) -> tuple[object, ...]:
    """Present now, first arrival, last departure, absence: in this sitting."""
    visits = seat.visits_in(sitting)
    arrived = visits[0].arrived_at if visits else None
    departures = [visit.left_at for visit in visits if visit.left_at is not None]
    noted = seat.absence
    away = (noted.excused, noted.reason, noted.substitute) if noted else None
    return seat.in_room(), arrived, departures[-1] if departures else None, away


def _check_kiosks(db: Session, meeting_id: int, entries: list[Entry]) -> None:
    """The journal says which kiosks are not stopped."""
    by_kind = {kind: {e.body["kiosk_id"] for e in entries if e.kind == kind.kind} for kind in (KioskOpened, KioskEnded)}
    assert by_kind[KioskOpened] - by_kind[KioskEnded] == {row.id for row in open_kiosks(db, meeting_id)}


def _check_motion(db: Session, told: Told, row: Motion) -> None:
    assert (told.title, told.form, told.decision) == (row.title, row.form, row.decision)
    assert told.state == row.state
    roll = db.scalars(select(RollEntry).where(RollEntry.motion_id == row.id)).all()
    assert set(told.roll) == {each.seat_id for each in roll}
    assert told.able == {each.seat_id for each in roll if each.able}
    assert told.aside == {each.seat_id for each in roll if each.aside}
    assert (told.excluded, told.stood_aside) == (excluded_of(row), row.aside)
    box = db.scalars(select(Ballot).where(Ballot.motion_id == row.id))
    assert {s: (v.choice, v.how) for s, v in told.ballots.items()} == {b.seat_id: (b.choice, b.how) for b in box}
    assert (told.present, len(told.roll)) == (row.present, row.total)
    assert (told.switched.by if told.switched else None) == row.switched
    assert (told.head_choice, told.quorate) == (row.head_choice, row.here)
    reason = (told.waivers[-1].present, told.waivers[-1].reason) if told.waivers else (None, "")
    assert reason == (row.quorum_waived_at, row.quorum_reason)
    counted = told.tally or told.hands
    if counted is not None:
        figures = (row.votes_for, row.votes_against, row.abstentions)
        assert (counted.votes_for, counted.votes_against, counted.abstentions) == figures
    if told.result is not None:
        assert (told.result.outcome, told.result.sentence) == (row.outcome, row.sentence)
    assert (told.ruling.adopted if told.ruling else None) == row.ruling
