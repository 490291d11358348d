"""Tables of meetings: the meeting, its items, its seats."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from meeting.access.actors import SeatFacts
from meeting.access.tables import Login
from meeting.agenda.presiding_rules import fit_to_preside
from meeting.agenda.rules import AS_TOLD, LIVE, OVER, UNSEEN, ItemForm, ItemState, Mandate, MeetingState
from meeting.agenda.seating_rules import Seating
from meeting.agenda.steps import AgendaLine
from meeting.agenda.told import BESIDE, headed, keeps, told_table
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.people.particulars import Particulars
from meeting.people.tables import particulars_columns
from meeting.store.base import NUMBERED_ONCE, Base, OneOf
from meeting.store.once import once
from meeting.store.plain import Plain
from meeting.store.sight import sees_as_told


class Meeting(Base):
    """One meeting. `preset` and `edition`: the body, and the law edition with its rules.

    `quorum`, `remote`: the rules frozen at its opening. `quorum_waived_at`: the number present for which the chair gave
    `quorum_reason`.
    `driver`: the seat of the secretary who alone changes its course, when there are several (`conduct/wheel.py`).
    `seating`: the layout of its room (`seating_of`).
    `presiding`: the seat to which the chair was last handed over; None: the first of the seats with that role presides.
    `minutes_signed`: somebody has signed the minutes, so the record may no longer change; `minutes_locked`: all have.
    `version` counts changes of the heading, `submission` the submissions to the chair. `returned`: the chair's comments
    on the last one. `told`: the heading that participants know while the plan has unpublished changes (`told.py`).
    """

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    parent_body: Mapped[str]
    body: Mapped[str]
    body_code: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    preset: Mapped[str]
    edition: Mapped[str]
    state: Mapped[MeetingState] = mapped_column(OneOf(MeetingState), default=MeetingState.PLANNED)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    quorum: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    remote: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    quorum_waived_at: Mapped[int | None] = mapped_column(default=None)
    quorum_reason: Mapped[str] = mapped_column(Text, default="")
    item_id: Mapped[int | None] = mapped_column(default=None)
    doors_closed: Mapped[bool] = mapped_column(default=False)
    driver: Mapped[int | None] = mapped_column(default=None)
    seating: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    presiding: Mapped[int | None] = mapped_column(default=None)
    minutes_signed: Mapped[bool] = mapped_column(default=False)
    minutes_locked: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[int] = mapped_column(default=0)
    returned: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)

    @property
    def archived(self) -> bool:
        """Return whether it is over and its minutes are locked: nothing changes any more."""
        return self.state == MeetingState.ENDED and self.minutes_locked

    def forget_waiver(self) -> None:
        """Delete the chair's quorum reason, because the roll has changed."""
        self.quorum_waived_at, self.quorum_reason = None, ""


def seating_of(meeting: Meeting) -> Seating | None:
    """Return the layout of its room, or None."""
    return msgspec.convert(meeting.seating, Seating) if meeting.seating is not None else None


class ApprovalRule(Base):
    """Whether this office publishes meetings only with the chair's approval. One row; without it: no."""

    __tablename__ = "approval_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    required: Mapped[bool]


class Publication(Base):
    """Changes of a published meeting, announced to everybody with a seat; `number` 1 is the first time.

    `upto`: the number of its line in the meeting's book. `changes`: `[{kind, name, was, item_id}]`, as announced then.
    """

    __tablename__ = "publication"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    upto: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ChangesSeenBy(Base):
    """The seat that has read the changes of a publication."""

    __tablename__ = "changes_seen"
    meeting_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


class LeftOut(Base):
    """A person whose invitation to a published meeting was withdrawn; deleted when they are invited again."""

    __tablename__ = "left_out"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    left_at: Mapped[datetime]


class Item(Base):
    """One item of the agenda, with the times of its first opening and last closing.

    `level`: 0, or its depth below the items before it. `internal`: guests and the hall screen do not see it.
    `closed`: they do not see it until the doors are opened again; `was_closed`: part of it was dealt with behind closed
    doors. `version` counts changes, `conclusion_version` those of its conclusion. `rested`: seconds of its time in
    which the meeting was paused. `start`: its planned beginning (`08:30`), or empty. `sitting_id`: its planned sitting,
    or None.
    """

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("meeting_id", "position"), NUMBERED_ONCE)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    presenter: Mapped[str]
    minutes: Mapped[int]
    form: Mapped[ItemForm] = mapped_column(OneOf(ItemForm))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[ItemState] = mapped_column(OneOf(ItemState), default=ItemState.UPCOMING)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    conclusion: Mapped[str] = mapped_column(Text, default="")
    conclusion_version: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    internal: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    was_closed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    rested: Mapped[int] = mapped_column(default=0)
    start: Mapped[str] = mapped_column(default="")
    sitting_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def since(self) -> datetime | None:
        """Return the time from which its present duration is counted, so that pauses are left out."""
        return self.opened_at + timedelta(seconds=self.rested) if self.opened_at is not None else None


class ToldItem(Item):
    """An item as those invited know it."""

    __table__ = told_table(Item)
    __mapper_args__ = BESIDE


_SAID = ("title", "presenter", "minutes", "form", "text", "level", "internal", "start", "sitting_id")
keeps(Item, ToldItem, *_SAID)


class Seat(Base):
    """A person's seat in one meeting, with their name and title of that day. `position`: order of protocol.

    `head`: the head of the body, named by the office and never guessed. `mandate`: whether they are in office;
    `counted`: False for a voter who is not in office and not part of the total (N); `mandate_by`: the paper about it,
    `{number, dated, reason, article, grade}`. `card_at`: when they got a new card in the meeting; `card_by`: the person
    who made it alone (`remember_giver`).
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        UniqueConstraint("meeting_id", "position"),
        NUMBERED_ONCE,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(OneOf(Role))
    votes: Mapped[bool]
    weight: Mapped[int]
    label: Mapped[str]
    position: Mapped[int]
    particulars: Mapped[Particulars] = particulars_columns()
    head: Mapped[bool]
    card_at: Mapped[datetime | None] = mapped_column(default=None)
    card_by: Mapped[int | None] = mapped_column(default=None)
    mandate: Mapped[Mandate] = mapped_column(OneOf(Mandate), default=Mandate.HELD)
    counted: Mapped[bool] = mapped_column(default=True)
    mandate_by: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)

    @property
    def in_total(self) -> bool:
        """Return whether they are part of the total on which majorities are counted."""
        return self.votes and self.counted

    @property
    def in_office(self) -> bool:
        """Return whether they have a vote and are in office, so that they get ballots."""
        return self.votes and self.mandate == Mandate.HELD


Placed = TypeVar("Placed", Item, Seat)


def any_meeting(db: Session) -> bool:
    """Return whether the office has a meeting, planned or held."""
    return db.scalar(select(Meeting.id).limit(1)) is not None


@once
def find_meeting(db: Session, meeting_id: int | None) -> Meeting:
    """Return the meeting. Raises Refused when it does not exist."""
    meeting = db.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        raise Refused(NOT_FOUND)
    shown: Meeting = headed(db, meeting)
    return shown


@once
def is_kept(db: Session, meeting_id: int | None) -> bool:
    """Return whether a copy of the published plan exists and this session must read it."""
    if meeting_id is None or not sees_as_told(db, meeting_id):
        return False
    meeting = db.get(Meeting, meeting_id)
    return meeting is not None and meeting.told is not None and meeting.state in AS_TOLD


def items_seen(db: Session, meeting_id: int | None) -> type[Item]:
    """Return the table from which this session reads the items of a meeting."""
    return ToldItem if is_kept(db, meeting_id) else Item


def is_approval_required(db: Session) -> bool:
    """Return whether a meeting can be published only with its chair's approval."""
    rule = db.get(ApprovalRule, 1)
    return rule is not None and rule.required


def last_publication(db: Session, meeting_id: int) -> Publication | None:
    """Return the last announcement of changes; None before the first one."""
    query = select(Publication).where(Publication.meeting_id == meeting_id).order_by(Publication.number.desc())
    return db.scalar(query.limit(1))


_STATE = Plain(select(Meeting.state).where(Meeting.id == bindparam("meeting")))


def state_of(db: Session, meeting_id: int) -> MeetingState:
    """Return the meeting's state, which is all that an arrival needs. Raises Refused when it does not exist."""
    row = _STATE.one(db, meeting=meeting_id)
    if row is None:
        raise Refused(NOT_FOUND)
    state: MeetingState = row.state
    return state


def find_item(db: Session, meeting_id: int | None, item_id: int) -> Item:
    """Return the meeting's item. Raises Refused for an item of another meeting."""
    item = db.get(items_seen(db, meeting_id), item_id)
    if item is None or item.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return item


def find_seat(db: Session, meeting_id: int | None, seat_id: int) -> Seat:
    """Return the meeting's seat. Raises Refused for a seat of another meeting."""
    seat = db.get(Seat, seat_id)
    if seat is None or seat.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return seat


@once
def agenda_lines(db: Session, meeting_id: int) -> Sequence[Any]:
    """Return `id, state, title, sitting_id` of every item, in the order of the agenda, for numbering and counting."""
    return _LINES[items_seen(db, meeting_id)].all(db, meeting=meeting_id)


def _lines(item: type[Item]) -> Plain:
    columns = select(item.id, item.state, item.title, item.sitting_id)
    return Plain(columns.where(item.meeting_id == bindparam("meeting")).order_by(item.position), flushes=True)


_LINES = {each: _lines(each) for each in (Item, ToldItem)}


@once
def lines_for_steps(db: Session, meeting_id: int) -> tuple[AgendaLine, ...]:
    """Return the facts about every item that a change of the agenda needs, in order."""
    query = select(Item.id, Item.state, Item.title, Item.internal).where(Item.meeting_id == meeting_id)
    return tuple(AgendaLine(*row) for row in db.execute(query.order_by(Item.position)))


def item_after(db: Session, meeting_id: int, item_id: int | None) -> int | None:
    """Return the item after this one on the agenda that the meeting can turn to; for None the first."""
    row = _NEXT[items_seen(db, meeting_id)].one(db, meeting=meeting_id, item=item_id)
    return None if row is None else int(row.id)


def _next(item: type[Item]) -> Plain:
    here = select(item.position).where(item.id == bindparam("item")).scalar_subquery()
    return Plain(
        select(item.id)
        .where(item.meeting_id == bindparam("meeting"), item.state == ItemState.UPCOMING)
        .where(item.position > func.coalesce(here, 0))
        .order_by(item.position)
        .limit(1),
        flushes=True,
    )


_NEXT = {each: _next(each) for each in (Item, ToldItem)}


@once
def internal_items(db: Session, meeting_id: int) -> frozenset[int]:
    """Return the items that guests and the hall screen do not see now: internal ones, and those behind closed doors.

    An item that becomes internal is hidden at once, even when participants have seen it.
    """
    kinds = (Item, ToldItem) if is_kept(db, meeting_id) else (Item,)
    return frozenset(row.id for each in kinds for row in _INTERNAL[each].all(db, meeting=meeting_id))


def is_internal(db: Session, *items: int | None) -> bool:
    """Return whether guests may not see one of these items, in the plan or as it was published."""
    rows = [row for kind in (Item, ToldItem) for number in items if number and (row := db.get(kind, number))]
    return any(row.internal or row.closed for row in rows)


def keep_hidden(db: Session, item: Item) -> None:
    """Hide an internal item in the published plan too, before it is deleted, from guests who know it."""
    told = db.get(ToldItem, item.id)
    if told is not None and item.internal:
        told.internal = True


def _internal(item: type[Item]) -> Plain:
    hidden = item.meeting_id == bindparam("meeting"), item.internal | item.closed
    return Plain(select(item.id).where(*hidden), flushes=True)


_INTERNAL = {each: _internal(each) for each in (Item, ToldItem)}


@once
def clerk_seats(db: Session, meeting_id: int) -> list[Seat]:
    """Return the secretaries of a meeting, in order of protocol."""
    mine = Seat.meeting_id == meeting_id, Seat.role == Role.CLERK
    return list(db.scalars(select(Seat).where(*mine).order_by(Seat.position, Seat.id)))


@once
def chair_seats(db: Session, meeting_id: int) -> list[Seat]:
    """Return the seats planned to preside, in order of protocol."""
    mine = Seat.meeting_id == meeting_id, Seat.role == Role.CHAIR
    return list(db.scalars(select(Seat).where(*mine).order_by(Seat.position)))


def presider_of(db: Session, meeting: Meeting) -> Seat | None:
    """Return who presides now: the seat to which the chair was last handed over, else the first planned one."""
    if meeting.presiding is not None:
        return next(iter(seats_among(db, (meeting.presiding,))), None)
    return next(iter(chair_seats(db, meeting.id)), None)


def may_preside(db: Session, seat: Seat) -> bool:
    """Return whether this seat may take or keep the chair."""
    clerks = len(clerk_seats(db, seat.meeting_id))
    return fit_to_preside(seat.role, votes=seat.votes, in_office=seat.in_office, clerks=clerks)


def presides() -> ColumnElement[bool]:
    """Return a condition for a query over seats and their meetings: the seat is `presider_of`."""
    chairing = aliased(Seat)
    first = select(chairing.id).where(chairing.meeting_id == Meeting.id, chairing.role == Role.CHAIR)
    ordered = first.order_by(chairing.position).limit(1).correlate(Meeting)
    planned = Meeting.presiding.is_(None) & (Seat.role == Role.CHAIR) & (Seat.id == ordered.scalar_subquery())
    return (Seat.id == Meeting.presiding) | planned


def role_now() -> ColumnElement[Role]:
    """Return a column for a query over seats and meetings: the presider is the chair, other planned chairs are
    members."""
    told = case((presides(), literal(Role.CHAIR)), (Seat.role == Role.CHAIR, literal(Role.MEMBER)), else_=Seat.role)
    return type_coerce(told, OneOf(Role))


def was_internal(db: Session, meeting_id: int) -> bool:
    """Return whether part of the meeting was hidden from guests. They may then not see papers about all of it."""
    kinds = (Item, ToldItem) if is_kept(db, meeting_id) else (Item,)
    chosen = (
        select(each.id).where(each.meeting_id == meeting_id, each.internal | each.was_closed).limit(1) for each in kinds
    )
    return any(db.scalar(query) is not None for query in chosen)


@once
def items_among(db: Session, meeting_id: int, only: tuple[int, ...]) -> list[Item]:
    """Return these items in the order of the agenda."""
    item = items_seen(db, meeting_id)
    chosen = select(item).where(item.meeting_id == meeting_id, item.id.in_(only))
    return list(db.scalars(chosen.order_by(item.position)))


@once
def items_of(db: Session, meeting_id: int) -> list[Item]:
    """Return all items in the order of the agenda."""
    item = items_seen(db, meeting_id)
    return list(db.scalars(select(item).where(item.meeting_id == meeting_id).order_by(item.position)))


@once
def seats_of(db: Session, meeting_id: int) -> list[Seat]:
    """Return all seats in the order of protocol."""
    return list(db.scalars(select(Seat).where(Seat.meeting_id == meeting_id).order_by(Seat.position)))


@once
def seats_among(db: Session, only: tuple[int, ...]) -> list[Seat]:
    """Return these seats in the order of protocol."""
    return list(db.scalars(select(Seat).where(Seat.id.in_(only)).order_by(Seat.position)))


def seat_of_person(db: Session, meeting_id: int, person_id: int) -> Seat | None:
    """Return the person's seat in the meeting, or None."""
    return db.scalar(select(Seat).where(Seat.meeting_id == meeting_id, Seat.person_id == person_id))


def put_in_order(db: Session, rows: Sequence[Placed]) -> None:
    """Number the rows from 1 in this order. Positions are unique, so no two rows may share one even for a moment."""
    wrong = [(row, place) for place, row in enumerate(rows, start=1) if row.position != place]
    for row, place in wrong:
        row.position = -place
    db.flush()
    for row, place in wrong:
        row.position = place
    db.flush()


_SEATED = Plain(
    select(Seat.id, role_now().label("role"), Seat.votes, Seat.mandate, Meeting.state)
    .join(Meeting, Meeting.id == Seat.meeting_id)
    .where(Seat.meeting_id == bindparam("meeting"), Seat.person_id == bindparam("person"))
)


def seat_facts(db: Session, meeting_id: int, person_id: int) -> SeatFacts | None:
    """Return the facts about a person's seat that access needs, or None. In a draft only secretaries have a role; once
    it is submitted, its chair may approve it.
    """
    seat = _SEATED.one(db, meeting=meeting_id, person=person_id)
    if seat is None:
        return None
    if seat.state in UNSEEN:
        behind = _BEHIND_THE_SCENES.get((seat.role, seat.state)) or _BEHIND_THE_SCENES.get((seat.role, None))
        return SeatFacts(seat_id=seat.id, role=behind, votes=False) if behind else None
    return SeatFacts(seat_id=seat.id, role=seat.role, votes=seat.votes and seat.mandate == Mandate.HELD)


_BEHIND_THE_SCENES: dict[tuple[Role, MeetingState | None], Role] = {
    (Role.CLERK, None): Role.MAKER,
    (Role.CHAIR, MeetingState.SUBMITTED): Role.APPROVER,
}
"""A seat's role before the people invited see the meeting, in one state or in all of them."""


def card_giver(seat: Seat) -> int:
    """Return the person who could act from this seat: its own person, or the one who alone made their card."""
    return seat.card_by if seat.card_by is not None else seat.person_id


def remember_giver(db: Session, person_id: int, by: int | None, *, also: int | None = None) -> None:
    """Record that one person, `by`, made somebody's card: in the meetings that are at work, and in the meeting `also`.

    If `by` uses a card that another person gave them, that person counts as the giver. None: two people made it, or the
    server's own terminal, so earlier givers no longer count.
    """
    seats = select(Seat).join(Meeting, Meeting.id == Seat.meeting_id).where(Seat.person_id == person_id)
    if by is not None:
        seats = seats.where(Meeting.state.in_((*LIVE, MeetingState.ENDED)) | (Meeting.id == also))
    for seat in db.scalars(seats).all():
        giver = seat_of_person(db, seat.meeting_id, by) if by is not None else None
        seat.card_by = card_giver(giver) if giver is not None else by


def conducts() -> ColumnElement[bool]:
    """Return a condition for a query over seats and meetings: the seat's card opens the meeting's controls."""
    return Seat.role.in_((Role.CHAIR, Role.CLERK)) | (Seat.id == Meeting.presiding)


def cease_to_conduct(db: Session, meeting: Meeting, seats: Iterable[Seat], now: datetime) -> None:
    """Record for those of these people who conduct the meeting that they cease to do so (`Login.conducted_at`)."""
    for seat in seats:
        if seat.role in (Role.CHAIR, Role.CLERK) or seat.id == meeting.presiding:
            login = db.get(Login, seat.person_id)
            if login is not None:
                login.conducted_at = now


def conducted_live(db: Session, person_id: int) -> list[str]:
    """Return the titles of the running meetings that a person conducts."""
    query = select(Meeting.title).join(Seat, Seat.meeting_id == Meeting.id).order_by(Meeting.id)
    return list(db.scalars(query.where(Seat.person_id == person_id, conducts(), Meeting.state.in_(LIVE))))


def is_unsigned() -> ColumnElement[bool]:
    """Return a condition for a query over meetings: ended, and its minutes are not locked yet."""
    return (Meeting.state == MeetingState.ENDED) & ~Meeting.minutes_locked


def conducts_meeting(db: Session, person_id: int, *, besides: int = 0, live: bool = False) -> bool:
    """Return whether a person conducts a meeting that is not over, or whose minutes are not locked.

    `besides`: a meeting that does not count. `live`: only meetings that have begun and are not over count.
    """
    at_work = Meeting.state.in_(LIVE) if live else Meeting.state.not_in(OVER) | is_unsigned()
    query = select(Seat.id).join(Meeting, Meeting.id == Seat.meeting_id).where(Meeting.id != besides)
    conducting = conducts(), at_work
    return db.scalar(query.where(Seat.person_id == person_id, *conducting).limit(1)) is not None


def conducting_people(db: Session) -> set[int]:
    """Return everybody who conducts a meeting that is not over, or whose minutes are not locked."""
    query = select(Seat.person_id).join(Meeting, Meeting.id == Seat.meeting_id)
    return set(db.scalars(query.where(conducts(), Meeting.state.not_in(OVER) | is_unsigned()).distinct()))


def is_in_meeting(db: Session) -> bool:
    """Return whether a meeting has begun and is not over."""
    return db.scalar(select(Meeting.id).where(Meeting.state.in_(LIVE)).limit(1)) is not None
