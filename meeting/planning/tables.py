"""Rows of templates: meetings after which others are planned."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.store.base import Base


class Template(Base):
    """A meeting whose people, items, questions and units every planner may take over; `title`: what it is called."""

    __tablename__ = "template"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    title: Mapped[str]
    kept_at: Mapped[datetime]


def templates(db: Session) -> list[Template]:
    """By name; of a plan that was taken back since nobody takes over anything."""
    stands = select(Template).join(Meeting, Meeting.id == Template.meeting_id)
    chosen = stands.where(Meeting.state != MeetingState.WITHDRAWN)
    return list(db.scalars(chosen.order_by(Template.title, Template.meeting_id)))


def is_template(db: Session, meeting_id: int) -> bool:
    """Whether a meeting is kept as one."""
    return any(each.meeting_id == meeting_id for each in templates(db))
