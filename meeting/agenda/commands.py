"""Requests about a meeting's frame and course."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import (
    ConclusionRecorded,
    ItemAdded,
    ItemOpened,
    MeetingChanged,
    MeetingCreated,
    MeetingEnded,
    MeetingPlanned,
    MeetingStarted,
    MeetingWithdrawn,
    SeatAdded,
)
from meeting.agenda.tables import Item, Meeting, Seat, find_item, find_meeting, items_of, seat_of_person, seats_of
from meeting.commands.registry import Command, MeetingCommand, Sitting, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.refusals import MALFORMED, Refused
from meeting.law.edition import UnknownRule
from meeting.law.pack import preset
from meeting.people.tables import find_person
from meeting.work import jobs

Watch = Callable[[Session, int], None]
Opening = Callable[[Sitting, Meeting], list[Event]]
_before_turning: list[Watch] = []
_before_amending: list[Watch] = []
_at_opening: list[Opening] = []


def before_turning(watch: Watch) -> Watch:
    """Register a check that runs before the meeting leaves an item; it raises Refused to hold the meeting there."""
    _before_turning.append(watch)
    return watch


def before_amending(watch: Watch) -> Watch:
    """Register a check that runs before the record of a meeting is added to; it raises Refused to close the record."""
    _before_amending.append(watch)
    return watch


def check_amendable(db: Session, meeting_id: int) -> None:
    """What the minutes tell of this meeting may still be written."""
    for watch in _before_amending:
        watch(db, meeting_id)


def at_opening(opening: Opening) -> Opening:
    """Register what else becomes a fact when somebody opens the meeting."""
    _at_opening.append(opening)
    return opening


class _Particulars(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    parent_body: str = ""
    body: str
    body_code: str = ""
    place: str
    starts_at: str
    ends_at: str


@command("agenda.create_meeting", allow=Capability.PREPARE)
class CreateMeeting(_Particulars, frozen=True, kw_only=True):
    """Plan a meeting. `preset` is a body of the law pack `pack`; times as in the journal."""

    slug: str
    preset: str
    pack: str


@handles(CreateMeeting)
def create_meeting(order: CreateMeeting, sitting: Sitting) -> list[Event]:
    """The first line of the meeting's own book, and one in the office's that says there is such a book."""
    db = sitting.db
    starts, ends = _times(order.starts_at, order.ends_at)
    rules.check_meeting(order.slug, order.title, starts, ends)
    try:
        preset(order.pack, order.preset)
    except UnknownRule:
        raise Refused(rules.UNKNOWN_PRESET, preset=f"{order.pack}/{order.preset}") from None
    if db.scalar(select(Meeting.id).where(Meeting.slug == order.slug)) is not None:
        raise Refused(rules.SLUG_TAKEN, slug=order.slug)
    meeting = Meeting(
        slug=order.slug,
        title=order.title,
        parent_body=order.parent_body,
        body=order.body,
        body_code=order.body_code,
        place=order.place,
        starts_at=starts,
        ends_at=ends,
        preset=order.preset,
        pack=order.pack,
    )
    db.add(meeting)
    db.flush()
    created = MeetingCreated(
        slug=order.slug,
        title=order.title,
        parent_body=order.parent_body,
        body=order.body,
        body_code=order.body_code,
        place=order.place,
        starts_at=stamp(starts),
        ends_at=stamp(ends),
        preset=order.preset,
        pack=order.pack,
    )
    journal.append(db, journal.book_of(meeting.id), [created], actor=sitting.actor.in_journal, at=sitting.now)
    return [MeetingPlanned(meeting_id=meeting.id, slug=meeting.slug)]


@command("agenda.change_meeting", allow=Capability.PREPARE)
class ChangeMeeting(_Particulars, frozen=True, kw_only=True):
    """Correct the particulars of a meeting that has not begun."""

    meeting_id: int


@handles(ChangeMeeting)
def change_meeting(order: ChangeMeeting, sitting: Sitting) -> list[Event]:
    """Everybody who has the meeting open sees the new particulars."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_planned(meeting.state)
    starts, ends = _times(order.starts_at, order.ends_at)
    rules.check_meeting(meeting.slug, order.title, starts, ends)
    meeting.title, meeting.parent_body, meeting.body = order.title, order.parent_body, order.body
    meeting.body_code, meeting.place = order.body_code, order.place
    meeting.starts_at, meeting.ends_at = starts, ends
    return [
        MeetingChanged(
            title=order.title,
            parent_body=order.parent_body,
            body=order.body,
            body_code=order.body_code,
            place=order.place,
            starts_at=stamp(starts),
            ends_at=stamp(ends),
        )
    ]


@command("agenda.withdraw_meeting", allow=Capability.PREPARE)
class WithdrawMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Take back a plan that was wrong, to make room for the right one under the same name."""


@handles(WithdrawMeeting)
def withdraw_meeting(order: WithdrawMeeting, sitting: Sitting) -> list[Event]:
    """Only before it begins; its book stays, and nobody is sent to it any more."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_planned(meeting.state)
    meeting.state, meeting.slug = "withdrawn", f"{meeting.slug[:60]}-rut-{meeting.id}"
    return [MeetingWithdrawn()]


@command("agenda.add_item", allow=Capability.PREPARE)
class AddItem(MeetingCommand, frozen=True, kw_only=True):
    """Put an item on the agenda, at `position`."""

    position: int
    title: str
    presenter: str = ""
    minutes: int = 0
    form: str = "other"
    text: str = ""


@handles(AddItem)
def add_item(order: AddItem, sitting: Sitting) -> list[Event]:
    """The agenda may grow until the meeting ends (a matter may come up in session)."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_not_over(meeting.state)
    rules.check_item(order.position, order.title, order.form, order.minutes)
    if any(item.position == order.position for item in items_of(sitting.db, meeting.id)):
        raise Refused(rules.POSITION_TAKEN, position=order.position)
    item = Item(
        meeting_id=meeting.id,
        position=order.position,
        title=order.title,
        presenter=order.presenter,
        minutes=order.minutes,
        form=order.form,
        text=order.text,
    )
    sitting.db.add(item)
    sitting.db.flush()
    return [
        ItemAdded(
            item_id=item.id,
            position=item.position,
            title=item.title,
            presenter=item.presenter,
            minutes=item.minutes,
            form=item.form,
            text=item.text,
        )
    ]


@command("agenda.add_seat", allow=Capability.PREPARE)
class AddSeat(MeetingCommand, frozen=True, kw_only=True):
    """Give a person a place in the meeting."""

    person_id: int
    role: str
    votes: bool
    weight: int = 1
    label: str = ""


@handles(AddSeat)
def add_seat(order: AddSeat, sitting: Sitting) -> list[Event]:
    """Seats make the total that majorities are counted on: they are settled before the meeting begins."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_planned(meeting.state)
    person = find_person(sitting.db, order.person_id)
    seats = seats_of(sitting.db, meeting.id)
    others = [(s.role, s.label) for s in seats]
    rules.check_seat(order.role, order.weight, votes=order.votes, label=order.label, others=others)
    if seat_of_person(sitting.db, meeting.id, person.id) is not None:
        raise Refused(rules.PERSON_SEATED, name=person.full_name)
    position = 1 + (sitting.db.scalar(select(func.max(Seat.position)).where(Seat.meeting_id == meeting.id)) or 0)
    seat = Seat(
        meeting_id=meeting.id,
        person_id=person.id,
        role=order.role,
        votes=order.votes,
        weight=order.weight,
        label=order.label,
        position=position,
        full_name=person.full_name,
        given_name=person.given_name,
        honorific=person.honorific,
        title=person.title,
        unit=person.unit,
    )
    sitting.db.add(seat)
    sitting.db.flush()
    return [
        SeatAdded(
            seat_id=seat.id,
            person_id=person.id,
            role=seat.role,
            votes=seat.votes,
            weight=seat.weight,
            label=seat.label,
            position=position,
            full_name=seat.full_name,
            given_name=seat.given_name,
            honorific=seat.honorific,
            title=seat.title,
            unit=seat.unit,
        )
    ]


@command("agenda.start_meeting", allow=Capability.RUN)
class StartMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Open the meeting."""


@handles(StartMeeting)
def start_meeting(order: StartMeeting, sitting: Sitting) -> list[Event]:
    """The meeting begins at its first item. Opening without a quorum is the chair's to decide, and is visible."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    items = items_of(sitting.db, meeting.id)
    rules.check_may_start(meeting.state, len(items))
    meeting.state, meeting.started_at = "running", sitting.now
    further = [fact for opening in _at_opening for fact in opening(sitting, meeting)]
    return [MeetingStarted(), *further, _turn(meeting, items[0], None, sitting)]


@command("agenda.go_to_item", allow=Capability.RUN)
class GoToItem(MeetingCommand, frozen=True, kw_only=True):
    """Turn to an item; the present one is closed. Going back to a done item opens it again."""

    item_id: int


@handles(GoToItem)
def go_to_item(order: GoToItem, sitting: Sitting) -> list[Event]:
    """Held back while a vote is running or its result has not been announced."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_running(meeting.state)
    rules.check_may_turn(meeting.item_id, order.item_id)
    item = find_item(sitting.db, meeting.id, order.item_id)
    _check_watches(sitting, meeting.id)
    current = sitting.db.get(Item, meeting.item_id) if meeting.item_id else None
    return [_turn(meeting, item, current, sitting)]


@command("agenda.record_conclusion", allow=Capability.WRITE_MINUTES)
class RecordConclusion(MeetingCommand, frozen=True, kw_only=True):
    """Write down the course, opinions and conclusion of an item."""

    item_id: int
    text: str


@handles(RecordConclusion)
def record_conclusion(order: RecordConclusion, sitting: Sitting) -> list[Event]:
    """The last text counts; earlier ones stay in the journal. May be written after the meeting, for the minutes."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    if meeting.state == "planned":
        raise Refused(rules.NOT_RUNNING)
    check_amendable(sitting.db, meeting.id)
    item = find_item(sitting.db, meeting.id, order.item_id)
    if item.conclusion == order.text:
        return []
    item.conclusion = order.text
    return [ConclusionRecorded(item_id=item.id, text=order.text)]


@command("agenda.end_meeting", allow=Capability.RUN)
class EndMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Close the meeting."""


@handles(EndMeeting)
def end_meeting(order: EndMeeting, sitting: Sitting) -> list[Event]:
    """Nothing of the vote can change afterwards, and the minutes are drawn at once."""
    meeting = find_meeting(sitting.db, order.meeting_id)
    rules.check_running(meeting.state)
    _check_watches(sitting, meeting.id)
    current = sitting.db.get(Item, meeting.item_id) if meeting.item_id else None
    if current is not None:
        current.state, current.closed_at = "done", sitting.now
    meeting.state, meeting.ended_at, meeting.item_id = "ended", sitting.now, None
    jobs.enqueue(sitting.db, "minutes.draw", sitting.now, meeting_id=meeting.id)
    return [MeetingEnded(closed_item_id=current.id if current else None)]


def _turn(meeting: Meeting, item: Item, current: Item | None, sitting: Sitting) -> ItemOpened:
    back = current is not None and rules.takes_back(current.opened_at, item.closed_at, sitting.now)
    if current is not None and back:
        current.state, current.opened_at = "upcoming", None
    elif current is not None:
        current.state, current.closed_at = "done", sitting.now
    item.state, item.closed_at = "now", None
    item.opened_at = item.opened_at or sitting.now
    meeting.item_id = item.id
    return ItemOpened(item_id=item.id, closed_item_id=current.id if current else None, taken_back=back)


def _check_watches(sitting: Sitting, meeting_id: int) -> None:
    for watch in _before_turning:
        watch(sitting.db, meeting_id)


def _times(starts_at: str, ends_at: str) -> tuple[datetime, datetime]:
    try:
        return read_stamp(starts_at), read_stamp(ends_at)
    except ValueError as error:
        raise Refused(MALFORMED, reason=str(error)) from None
