"""Table of planned sittings: the mornings, afternoons and days of a meeting's plan."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.planned_rules import NO_SITTING, label_of
from meeting.agenda.tables import is_kept
from meeting.agenda.told import BESIDE, keeps, told_table
from meeting.kernel.refusals import Refused
from meeting.store.base import NUMBERED_ONCE, Base
from meeting.store.once import once


class PlannedSitting(Base):
    """One planned sitting. It does not affect what happens in the meeting. `version` counts changes."""

    __tablename__ = "planned_sitting"
    __table_args__ = (NUMBERED_ONCE,)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def label(self) -> str:
        """Return `Buổi chiều 24/9`."""
        return label_of(self.title, self.starts_at)


class ToldSitting(PlannedSitting):
    """A planned sitting as those invited know it."""

    __table__ = told_table(PlannedSitting)
    __mapper_args__ = BESIDE


keeps(PlannedSitting, ToldSitting, "title", "starts_at", "ends_at")


@once
def planned_sittings(db: Session, meeting_id: int) -> Sequence[PlannedSitting]:
    """Return the planned sittings by time."""
    sitting = ToldSitting if is_kept(db, meeting_id) else PlannedSitting
    query = select(sitting).where(sitting.meeting_id == meeting_id)
    return list(db.scalars(query.order_by(sitting.starts_at, sitting.ends_at, sitting.id)))


def sittings_among(db: Session, meetings: Collection[int]) -> dict[int, list[PlannedSitting]]:
    """Return the planned sittings of these meetings by meeting and time; meetings without one are left out."""
    kept = {number for number in meetings if is_kept(db, number)}
    found: dict[int, list[PlannedSitting]] = {}
    for sitting, numbers in ((PlannedSitting, set(meetings) - kept), (ToldSitting, kept)):
        query = select(sitting).where(sitting.meeting_id.in_(numbers))
        for each in db.scalars(query.order_by(sitting.starts_at, sitting.ends_at, sitting.id)) if numbers else ():
            found.setdefault(each.meeting_id, []).append(each)
    return found


def find_planned(db: Session, meeting_id: int, sitting_id: int) -> PlannedSitting:
    """Return the meeting's planned sitting. Raises Refused when it does not exist."""
    sitting = db.get(PlannedSitting, sitting_id)
    if sitting is None or sitting.meeting_id != meeting_id:
        raise Refused(NO_SITTING)
    return sitting
