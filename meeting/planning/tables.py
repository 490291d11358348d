"""Rows of templates, after which other meetings are planned, and of changes that wait for a chair."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.store.base import Base


class Template(Base):
    """A meeting whose people, items, questions and units every planner may copy; `title`: its name as a template."""

    __tablename__ = "template"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    title: Mapped[str]
    kept_at: Mapped[datetime]


class ChangesSubmission(Base):
    """Changes of a published meeting, as last submitted to its chair. At most one row per meeting.

    `submission`: its number, from 1. `waits`: for the answer. `upto`: the number of its last change in the meeting's
    book. `returned`: the chair's comments.
    """

    __tablename__ = "changes_submission"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    submission: Mapped[int]
    waits: Mapped[bool]
    upto: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    returned: Mapped[str] = mapped_column(Text, default="")


def waiting_changes(db: Session, meeting: Meeting) -> ChangesSubmission | None:
    """Return the changes of a published meeting that wait for its chair's answer, or None."""
    found = db.get(ChangesSubmission, meeting.id)
    return found if found is not None and found.waits and meeting.state == MeetingState.PLANNED else None


def templates(db: Session) -> list[Template]:
    """Return the templates by name, without withdrawn plans."""
    stands = select(Template).join(Meeting, Meeting.id == Template.meeting_id)
    chosen = stands.where(Meeting.state != MeetingState.WITHDRAWN)
    return list(db.scalars(chosen.order_by(Template.title, Template.meeting_id)))


def is_template(db: Session, meeting_id: int) -> bool:
    """Return whether a meeting is a template."""
    return any(each.meeting_id == meeting_id for each in templates(db))
