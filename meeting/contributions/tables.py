"""Rows of contributions: which unit prepares an item's papers, and what it has handed in. Content lies in blobs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, delete, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.actors import Actor
from meeting.agenda.rules import OVER, ItemState
from meeting.agenda.tables import Item, Meeting
from meeting.contributions.rules import ContributionState, standing
from meeting.deadlines.rules import Timeliness
from meeting.documents.signatures import Signatures
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.law.calendar.reading import calendar, deadlines
from meeting.people.scope import reach_of_unit
from meeting.people.tables import Person
from meeting.store.base import NUMBERED_ONCE, Base, OneOf, Packed

NOBODYS = 0
"""In place of the number of a unit that is no more."""


class Allotment(Base):
    """The unit that prepares an item's papers, and until when; `due` None: the law's last day."""

    __tablename__ = "allotment"
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(index=True)
    due: Mapped[str] = mapped_column(default="")

    @property
    def due_day(self) -> date | None:
        """The day that the secretary has named."""
        return date.fromisoformat(self.due) if self.due else None


class Contribution(Base):
    """One paper that somebody of a unit has handed in. `person_id` handed it in, `answered_by` answered.

    `replaces`: the paper of whose new version this is the file; `document_id`: the paper that it became. `due` and
    `reason`: the last day that it missed, and why. `words`: why it came back. `sha256` is empty once it was wiped.
    `signed`: what the signatures of a PDF said when it came.
    """

    __tablename__ = "contribution"
    __table_args__ = (NUMBERED_ONCE,)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int]
    person_id: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    filename: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    replaces: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[ContributionState] = mapped_column(OneOf(ContributionState), default=ContributionState.WAITING)
    due: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    came_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(default=None)
    document_id: Mapped[int | None] = mapped_column(default=None)
    signed: Mapped[Signatures | None] = mapped_column(Packed(Signatures), default=None)


def units_of(db: Session, actor: Actor) -> set[int]:
    """The units for which somebody hands papers in: their own, and those that they look after."""
    own = db.scalar(select(Person.unit_id).where(Person.id == actor.person_id)) if actor.person_id else None
    return reach_of_unit(db, actor.unit_admin) | ({own} if own is not None else set())


def allotments_of(db: Session, meeting_id: int) -> dict[int, Allotment]:
    """By item, of the items that a unit prepares."""
    return {row.item_id: row for row in db.scalars(select(Allotment).where(Allotment.meeting_id == meeting_id))}


def contributions_of(db: Session, meeting_id: int) -> list[Contribution]:
    """Everything that units have handed in for a meeting, in the order in which it came."""
    return list(db.scalars(select(Contribution).where(Contribution.meeting_id == meeting_id).order_by(Contribution.id)))


def find_contribution(db: Session, meeting_id: int | None, contribution_id: int) -> Contribution:
    """The meeting's contribution, or Refused."""
    found = db.get(Contribution, contribution_id)
    if found is None or found.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return found


def work_of(db: Session, units: set[int]) -> list[tuple[Meeting, Allotment]]:
    """What these units prepare for meetings that are not over, the next meeting first.

    Of an item that the room has taken off the agenda: where something of the unit's own stands, which came back.
    """
    own = Contribution.item_id == Allotment.item_id, Contribution.unit_id == Allotment.unit_id
    stands = exists().where(*own, Contribution.state != ContributionState.RECALLED)
    query = select(Meeting, Allotment).join(Allotment, Allotment.meeting_id == Meeting.id)
    theirs = query.join(Item, Item.id == Allotment.item_id).where(Allotment.unit_id.in_(units))
    chosen = theirs.where(Meeting.state.not_in(OVER), or_(Item.state != ItemState.WITHDRAWN, stands))
    return [(row[0], row[1]) for row in db.execute(chosen.order_by(Meeting.starts_at, Meeting.id, Allotment.item_id))]


def waiting_in(db: Session, meetings: set[int]) -> dict[int, int]:
    """How many contributions wait for an answer, by meeting."""
    waits = Contribution.state == ContributionState.WAITING
    query = select(Contribution.meeting_id, func.count()).where(waits, Contribution.meeting_id.in_(meetings))
    return {row[0]: row[1] for row in db.execute(query.group_by(Contribution.meeting_id))}


def sent_by(db: Session, allotment: Allotment) -> int:
    """How many papers a unit has handed in for an item, whatever became of them."""
    same = Contribution.item_id == allotment.item_id, Contribution.unit_id == allotment.unit_id
    return db.scalar(select(func.count()).select_from(Contribution).where(*same)) or 0


def standing_of(meeting: Meeting, allotment: Allotment, now: datetime) -> Timeliness | None:
    """How an item that a unit prepares stands against its last day; None without one."""
    day, today = local(meeting.starts_at).date(), local(now).date()
    rule = deadlines(meeting.preset).papers
    return standing(rule, allotment.due_day, day=day, today=today, calendar=calendar())


def take_out_item(db: Session, item_id: int) -> None:
    """The item is no more: nor is what was asked of a unit for it, and what it sent."""
    db.execute(delete(Allotment).where(Allotment.item_id == item_id))
    db.execute(delete(Contribution).where(Contribution.item_id == item_id))


def return_waiting(db: Session, item_id: int, words: str, now: datetime) -> list[int]:
    """The room has taken the item off the agenda: what waits for an answer has one. Which they are."""
    waits = Contribution.item_id == item_id, Contribution.state == ContributionState.WAITING
    return _sent_back(list(db.scalars(select(Contribution).where(*waits).order_by(Contribution.id))), words, now)


def forget_unit(db: Session, unit_id: int) -> None:
    """The unit is dissolved: it prepares nothing. What it has sent stays with the meeting, and is no unit's any more:

    its number may be given to another one.
    """
    db.execute(delete(Allotment).where(Allotment.unit_id == unit_id))
    db.execute(update(Contribution).where(Contribution.unit_id == unit_id).values(unit_id=NOBODYS))


def forget_content(db: Session, meeting_id: int, sha256: str, words: str, now: datetime) -> list[int]:
    """A content bears a mark of state secrecy: nobody is offered it, in any meeting, and whoever waits has an answer.

    Which of this meeting's came back.
    """
    held = list(db.scalars(select(Contribution).where(Contribution.sha256 == sha256).order_by(Contribution.id)))
    waiting = [each for each in held if each.state == ContributionState.WAITING]
    _sent_back(waiting, words, now)
    for each in held:
        each.sha256 = each.title = each.filename = ""
    return [each.id for each in waiting if each.meeting_id == meeting_id]


def _sent_back(waiting: list[Contribution], words: str, now: datetime) -> list[int]:
    for each in waiting:
        each.state, each.words, each.answered_at = ContributionState.RETURNED, words, now
    return [each.id for each in waiting]
