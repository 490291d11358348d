"""Rows of contributions: the unit that prepares an item's papers, and what it handed in. Content is in blobs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, delete, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.actors import Actor
from meeting.agenda.rules import OVER, ItemState
from meeting.agenda.tables import Item, Meeting
from meeting.contributions.rules import ContributionState, timeliness
from meeting.deadlines.rules import Timeliness
from meeting.deadlines.tables import deadlines_of
from meeting.documents.signatures import Signatures
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.law.calendar.reading import calendar
from meeting.people.scope import reach_of_unit
from meeting.people.tables import Person
from meeting.store.base import NUMBERED_ONCE, Base, OneOf, Packed

NOBODYS = 0
"""Replaces the id of a unit that was dissolved."""


class Allotment(Base):
    """The unit that prepares an item's papers. `due` is the last day, empty for the law's."""

    __tablename__ = "allotment"
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(index=True)
    due: Mapped[str] = mapped_column(default="")

    @property
    def due_day(self) -> date | None:
        """Return the last day named by the secretary, or None."""
        return date.fromisoformat(self.due) if self.due else None


class Contribution(Base):
    """A paper handed in by a unit. `person_id` handed it in, `answered_by` answered.

    `replaces`: the document of which it is a new version. `document_id`: the document that it became. `due` and
    `reason`: the missed last day, and why. `words`: why it was returned. `sha256` is empty after the content was
    deleted. `signed`: the signatures found in a PDF when it came.
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
    """Return the units for which a person hands in papers: their own, and those that they administer."""
    own = db.scalar(select(Person.unit_id).where(Person.id == actor.person_id)) if actor.person_id else None
    return reach_of_unit(db, actor.unit_admin) | ({own} if own is not None else set())


def allotments_of(db: Session, meeting_id: int) -> dict[int, Allotment]:
    """Return the allotments of a meeting by item id."""
    return {row.item_id: row for row in db.scalars(select(Allotment).where(Allotment.meeting_id == meeting_id))}


def contributions_of(db: Session, meeting_id: int) -> list[Contribution]:
    """Return the contributions to a meeting, in the order of arrival."""
    return list(db.scalars(select(Contribution).where(Contribution.meeting_id == meeting_id).order_by(Contribution.id)))


def find_contribution(db: Session, meeting_id: int | None, contribution_id: int) -> Contribution:
    """Return a contribution of the meeting. Raises Refused when the meeting has no contribution with this id."""
    found = db.get(Contribution, contribution_id)
    if found is None or found.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return found


def work_of(db: Session, units: set[int]) -> list[tuple[Meeting, Allotment]]:
    """Return the items that these units prepare for meetings that are not over, the next meeting first.

    A withdrawn item is included when the unit has a contribution there that it did not take back.
    """
    own = Contribution.item_id == Allotment.item_id, Contribution.unit_id == Allotment.unit_id
    stands = exists().where(*own, Contribution.state != ContributionState.RECALLED)
    query = select(Meeting, Allotment).join(Allotment, Allotment.meeting_id == Meeting.id)
    theirs = query.join(Item, Item.id == Allotment.item_id).where(Allotment.unit_id.in_(units))
    chosen = theirs.where(Meeting.state.not_in(OVER), or_(Item.state != ItemState.WITHDRAWN, stands))
    return [(row[0], row[1]) for row in db.execute(chosen.order_by(Meeting.starts_at, Meeting.id, Allotment.item_id))]


def waiting_in(db: Session, meetings: set[int]) -> dict[int, int]:
    """Return the number of waiting contributions by meeting. Meetings without any are left out."""
    waits = Contribution.state == ContributionState.WAITING
    query = select(Contribution.meeting_id, func.count()).where(waits, Contribution.meeting_id.in_(meetings))
    return {row[0]: row[1] for row in db.execute(query.group_by(Contribution.meeting_id))}


def sent_by(db: Session, allotment: Allotment) -> int:
    """Return the number of papers that a unit has handed in for an item, in any state."""
    same = Contribution.item_id == allotment.item_id, Contribution.unit_id == allotment.unit_id
    return db.scalar(select(func.count()).select_from(Contribution).where(*same)) or 0


def allotment_timeliness(meeting: Meeting, allotment: Allotment, now: datetime) -> Timeliness | None:
    """Return whether an item is on time, late, or undecided; None without a last day."""
    day, today = local(meeting.starts_at).date(), local(now).date()
    rule = deadlines_of(meeting).papers
    return timeliness(rule, allotment.due_day, day=day, today=today, calendar=calendar())


def take_out_item(db: Session, item_id: int) -> None:
    """Delete the allotment and the contributions of a deleted item."""
    db.execute(delete(Allotment).where(Allotment.item_id == item_id))
    db.execute(delete(Contribution).where(Contribution.item_id == item_id))


def return_waiting(db: Session, item_id: int, words: str, now: datetime) -> list[int]:
    """Return the waiting contributions of a withdrawn item to their unit, and return their ids."""
    waits = Contribution.item_id == item_id, Contribution.state == ContributionState.WAITING
    return _sent_back(list(db.scalars(select(Contribution).where(*waits).order_by(Contribution.id))), words, now)


def forget_unit(db: Session, unit_id: int) -> None:
    """Delete the allotments of a dissolved unit. Its contributions stay with the meeting, with unit `NOBODYS`.

    Another unit may get the same id later.
    """
    db.execute(delete(Allotment).where(Allotment.unit_id == unit_id))
    db.execute(update(Contribution).where(Contribution.unit_id == unit_id).values(unit_id=NOBODYS))


def forget_content(db: Session, meeting_id: int, sha256: str, words: str, now: datetime) -> list[int]:
    """Wipe content with a mark of state secrecy from all meetings, and return waiting contributions to their units.

    Returns the ids of the returned contributions of this meeting.
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
