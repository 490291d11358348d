"""Commands about a meeting's frame: its heading, items and seats, and withdrawing the plan."""

from datetime import datetime

from sqlalchemy import select

from meeting.access.policy import Capability, keeps_what_they_plan
from meeting.agenda import rules
from meeting.agenda.events import (
    ItemAdded,
    MeetingChanged,
    MeetingCreated,
    MeetingPlanned,
    MeetingWithdrawn,
    SeatAdded,
    SeatMoved,
    SeatRemoved,
)
from meeting.agenda.places import seat_secretary, take_seat
from meeting.agenda.planned import find_planned
from meeting.agenda.planning_sittings import go_along
from meeting.agenda.rules import LIVE, ItemForm, MeetingState
from meeting.agenda.steps import check_not_in_session
from meeting.agenda.tables import (
    Item,
    LeftOut,
    Meeting,
    Seat,
    cease_to_conduct,
    find_meeting,
    find_seat,
    is_approval_required,
    items_of,
    put_in_order,
    seat_of_person,
    seats_of,
)
from meeting.agenda.timing import check_years, read_start
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.refusals import Refused, malformed
from meeting.kernel.roles import Role
from meeting.law.edition import UnknownRule
from meeting.law.editions import preset
from meeting.people.rules import check_not_retired
from meeting.people.tables import find_person


class _Heading(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    parent_body: str = ""
    body: str
    body_code: str = ""
    place: str
    starts_at: str
    ends_at: str


@command("agenda.create_meeting", allow=Capability.PLAN)
class CreateMeeting(_Heading, frozen=True, kw_only=True):
    """Plan a meeting. `preset`: a body of the law edition `edition`. Times are in the journal's form.

    `draft`: only its makers see it until it is published. A planner who may not prepare every meeting must begin with a
    draft.
    """

    slug: str
    preset: str
    edition: str
    draft: bool = False


@handles(CreateMeeting, makes="meeting_id")
def create_meeting(command: CreateMeeting, context: Context) -> list[Event]:
    """Create the meeting. Writes the first line of its journal, and a line in the office's journal."""
    db = context.db
    starts, ends = _times(command.starts_at, command.ends_at)
    rules.check_meeting(command.slug, command.title, starts, ends)
    own = context.actor.person_id if keeps_what_they_plan(context.actor) else None
    held = context.actor.role != Role.SYSTEM and is_approval_required(db)
    rules.check_begins_as_draft(own=own is not None or held, draft=command.draft)
    try:
        rules_of_body = preset(command.edition, command.preset)
    except UnknownRule:
        raise Refused(rules.UNKNOWN_PRESET, preset=f"{command.edition}/{command.preset}") from None
    if db.scalar(select(Meeting.id).where(Meeting.slug == command.slug)) is not None:
        raise Refused(rules.SLUG_TAKEN, slug=command.slug)
    meeting = Meeting(
        slug=command.slug,
        title=command.title,
        parent_body=command.parent_body,
        body=command.body,
        body_code=command.body_code,
        place=command.place,
        starts_at=starts,
        ends_at=ends,
        preset=command.preset,
        edition=command.edition,
        state=MeetingState.DRAFT if command.draft else MeetingState.PLANNED,
    )
    db.add(meeting)
    db.flush()
    created = MeetingCreated(
        slug=command.slug,
        title=command.title,
        parent_body=command.parent_body,
        body=command.body,
        body_code=command.body_code,
        place=command.place,
        starts_at=stamp(starts),
        ends_at=stamp(ends),
        preset=command.preset,
        edition=command.edition,
        member_word=rules_of_body.words.member.vi,
        paper_form=rules_of_body.paper_form,
        draft=command.draft,
    )
    events: list[Event] = [created]
    if own is not None:
        events.append(seat_secretary(db, meeting.id, own))
    journal.append(db, journal.book_of(meeting.id), events, actor=context.actor.in_journal, at=context.now)
    return [MeetingPlanned(meeting_id=meeting.id, slug=meeting.slug)]


@command("agenda.change_meeting", allow=Capability.PREPARE)
class ChangeMeeting(_Heading, frozen=True, kw_only=True):
    """Change the heading of a meeting that has not begun. `version`: the version that the asker saw."""

    of_plan = True

    meeting_id: int
    version: int


@handles(ChangeMeeting)
def change_meeting(command: ChangeMeeting, context: Context) -> list[Event]:
    """Change it. When the meeting moves to another day, its planned sittings move too."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    rules.check_seen(meeting.version, command.version, meeting.title)
    starts, ends = _times(command.starts_at, command.ends_at)
    rules.check_meeting(meeting.slug, command.title, starts, ends)
    meeting.title, meeting.parent_body, meeting.body = command.title, command.parent_body, command.body
    meeting.body_code, meeting.place = command.body_code, command.place
    former = meeting.starts_at
    meeting.starts_at, meeting.ends_at, meeting.version = starts, ends, meeting.version + 1
    return [
        MeetingChanged(
            title=command.title,
            parent_body=command.parent_body,
            body=command.body,
            body_code=command.body_code,
            place=command.place,
            starts_at=stamp(starts),
            ends_at=stamp(ends),
        ),
        *go_along(context.db, meeting.id, former, starts),
    ]


@command("agenda.withdraw_meeting", allow=Capability.PREPARE)
class WithdrawMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Withdraw a wrong plan, so that the right one can use its name."""


@handles(WithdrawMeeting)
def withdraw_meeting(command: WithdrawMeeting, context: Context) -> list[Event]:
    """Withdraw it, before it begins. Its journal stays, but no page leads to it."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    seats = seats_of(context.db, meeting.id)
    cease_to_conduct(context.db, meeting, seats, context.now)
    unseen = seats if meeting.state in rules.UNSEEN else []
    for seat in unseen:  # people on a draft's list never learned of it, so they need not learn that it is withdrawn
        context.db.delete(seat)
    meeting.state, meeting.slug = MeetingState.WITHDRAWN, f"{meeting.slug[:60]}-rut-{meeting.id}"
    return [*(SeatRemoved(seat_id=seat.id) for seat in unseen), MeetingWithdrawn()]


@command("agenda.add_item", allow=Capability.PREPARE)
class AddItem(MeetingCommand, frozen=True, kw_only=True):
    """Add an item to the agenda at `position` (1 is first), or at the end.

    `start`: its planned beginning as people write it (`8:30`, `8h30`), or empty; `sitting_id`: its planned sitting.
    """

    of_plan = True

    position: int = 0
    title: str
    presenter: str = ""
    minutes: int = 0
    form: ItemForm = ItemForm.OTHER
    text: str = ""
    level: int = 0
    internal: bool = False
    start: str = ""
    sitting_id: int | None = None


@handles(AddItem, makes="item_id")
def add_item(command: AddItem, context: Context) -> list[Event]:
    """Add it, before the meeting. In session the room votes on new items (`voting.propose_agenda_change`)."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_not_over(meeting.state)
    check_not_in_session(running=meeting.state in LIVE)
    rules.check_position(command.position)
    rules.check_item(command.title, command.minutes, command.level)
    if command.sitting_id is not None:
        find_planned(context.db, meeting.id, command.sitting_id)
    taken = [item.position for item in items_of(context.db, meeting.id)]
    if command.position in taken:
        raise Refused(rules.POSITION_TAKEN, position=command.position)
    item = Item(
        meeting_id=meeting.id,
        position=command.position or max(taken, default=0) + 1,
        title=command.title,
        presenter=command.presenter,
        minutes=command.minutes,
        form=command.form,
        text=command.text,
        level=command.level,
        internal=command.internal,
        start=read_start(command.start),
        sitting_id=command.sitting_id,
    )
    context.db.add(item)
    context.db.flush()
    return [
        ItemAdded(
            item_id=item.id,
            position=item.position,
            title=item.title,
            presenter=item.presenter,
            minutes=item.minutes,
            form=item.form,
            text=item.text,
            level=item.level,
            internal=item.internal,
            start=item.start,
            sitting_id=item.sitting_id,
        )
    ]


@command("agenda.add_seat", allow=Capability.PREPARE)
class AddSeat(MeetingCommand, frozen=True, kw_only=True):
    """Give a person a seat in the meeting. `head`: they are the head of the body, even when another person presides."""

    person_id: int
    role: Role
    votes: bool
    weight: int = 1
    label: str = ""
    head: bool = False


@handles(AddSeat, makes="seat_id")
def add_seat(command: AddSeat, context: Context) -> list[Event]:
    """Add the seat, before the meeting begins: seats make the total on which majorities are counted."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    person = find_person(context.db, command.person_id)
    check_not_retired(person.particulars.named(), retired=person.retired_at is not None)
    seats = seats_of(context.db, meeting.id)
    others = [(s.role, s.label, s.particulars.full_name) for s in seats]
    rules.check_seat(command.role, command.weight, votes=command.votes, label=command.label, others=others)
    if command.head:
        rules.check_head(votes=command.votes, another=any(s.head for s in seats))
    if seat_of_person(context.db, meeting.id, person.id) is not None:
        raise Refused(rules.PERSON_SEATED, name=person.particulars.full_name)
    if command.votes:
        meeting.forget_waiver()
    if (left := context.db.get(LeftOut, (meeting.id, person.id))) is not None:
        context.db.delete(left)
    taken = take_seat(
        context.db,
        meeting.id,
        person,
        command.role,
        votes=command.votes,
        weight=command.weight,
        label=command.label,
        head=command.head,
    )
    return [taken, *_before_the_planner(context, seats, taken)]


def _before_the_planner(context: Context, seats: list[Seat], taken: SeatAdded) -> list[Event]:
    """Move the new seat before the planner's own. A secretary who plans the meeting gets the first seat, but must come
    last.

    Only while the planner's seat is the last: otherwise somebody has chosen the order.
    """
    last = seats[-1] if seats else None
    own = last is not None and last.person_id == context.actor.person_id
    if last is None or not own or not rules.is_secretary_only(last.role, votes=last.votes):
        return []
    put_in_order(context.db, [*seats[:-1], find_seat(context.db, last.meeting_id, taken.seat_id), last])
    return [SeatMoved(seat_id=taken.seat_id, position=len(seats))]


def _times(starts_at: str, ends_at: str) -> tuple[datetime, datetime]:
    try:
        starts, ends = read_stamp(starts_at), read_stamp(ends_at)
    except ValueError as error:
        raise malformed(error) from None
    check_years(starts.year, ends.year)
    return starts, ends
