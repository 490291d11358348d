"""Rows of deadlines: why something was late. The meeting's journal says when it was sent."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from sqlalchemy import ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.actors import SYSTEM
from meeting.agenda import events as agenda
from meeting.agenda.tables import Meeting, was_internal
from meeting.deadlines.rules import Timeliness, papers_timeliness
from meeting.documents import events as documents
from meeting.journal import book as journal
from meeting.journal.tables import Line
from meeting.kernel.clock import local
from meeting.kernel.roles import Role
from meeting.law import editions as law
from meeting.law.calendar.reading import calendar
from meeting.law.edition import Deadlines
from meeting.store.base import Base

WHOLE = 0
"""Used as `document_id` for the invitation and the papers of the meeting as a whole."""


class Lateness(Base):
    """Why the papers of a meeting (`document_id` 0), or one paper, were late."""

    __tablename__ = "lateness"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text)


class Notice(Base):
    """The notice of a meeting's conclusions as issued: `number`, `dated` (ISO), and the paper itself.

    It is outside the meeting's record, which is closed once its minutes are signed.
    """

    __tablename__ = "notice"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[str]
    dated: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]

    @property
    def day(self) -> date:
        """Return the date of the notice."""
        return date.fromisoformat(self.dated)


def notice_of(db: Session, meeting_id: int) -> Notice | None:
    """Return the notice of conclusions of a meeting; None when it was not issued."""
    return db.get(Notice, meeting_id)


def forget_notices(db: Session, *contents: str) -> None:
    """Delete notices with these contents (hashes), which turned out to be secret and are wiped."""
    db.execute(delete(Notice).where(Notice.sha256.in_([each for each in contents if each])))


def notices_shown(db: Session, roles: Mapping[int, Role | None]) -> set[int]:
    """Return the meetings whose notice of conclusions a person may see, given their role in each.

    A notice concerns the whole meeting, as the minutes do: guests do not see it when an item was internal.
    """
    issued = db.scalars(select(Notice.meeting_id).where(Notice.meeting_id.in_(roles))) if roles else ()
    return {each for each in issued if roles[each] != Role.GUEST or not was_internal(db, each)}


def reasons_of(db: Session, meeting_id: int) -> dict[int, str]:
    """Return the recorded reasons of a meeting by document id; 0 stands for the whole."""
    rows = db.execute(select(Lateness.document_id, Lateness.reason).where(Lateness.meeting_id == meeting_id))
    return {row.document_id: row.reason for row in rows}


def deadlines_of(meeting: Meeting) -> Deadlines:
    """Return the deadlines that the meeting's own edition has for its body."""
    return law.preset(meeting.edition, meeting.preset).deadlines


def timeliness_of(db: Session, meeting: Meeting, now: datetime) -> dict[int, Timeliness]:
    """Return whether the whole meeting (0) and each of its papers are on time, by id; empty without a rule."""
    rule = deadlines_of(meeting).papers
    if rule is None:
        return {}
    day, today, known = local(meeting.starts_at).date(), local(now).date(), calendar()
    published, papers = _sent(db, meeting.id)
    sent = {WHOLE: published} | {
        number: max(published, came) if published is not None and came is not None else None
        for number, came in papers.items()
    }
    return {
        number: papers_timeliness(rule, day=day, sent=at, today=today, calendar=known) for number, at in sent.items()
    }


def timeliness_today(meeting: Meeting, now: datetime, *, is_shown: bool) -> Timeliness | None:
    """Return whether a paper that comes today is on time; None without a rule.

    `is_shown`: invited people see it at once. Otherwise they see it when the plan is published or published again.
    """
    rule = deadlines_of(meeting).papers
    if rule is None:
        return None
    day, today = local(meeting.starts_at).date(), local(now).date()
    return papers_timeliness(rule, day=day, sent=today if is_shown else None, today=today, calendar=calendar())


_STANDS_ANEW = (documents.DocumentAdded, documents.DocumentReplaced, documents.OnPaperAdded, documents.SecretWithdrawn)
_ADDED = tuple(kind.kind for kind in _STANDS_ANEW)
"""The events from which a paper counts in its present form: as a file, or as the name of a printed paper."""


_SHOWN = (agenda.MeetingRepublished.kind, agenda.MeetingStarted.kind)
"""The events from which all invited people see the changes of a published plan (`agenda/told.py`)."""


def _sent(db: Session, meeting_id: int) -> tuple[date | None, dict[int, date | None]]:
    """Return (the day on which the meeting was published, the day on which each present paper was sent).

    The first is None for a draft; a paper's day is None while invited people do not see the paper.
    """
    kinds = (agenda.MeetingCreated.kind, agenda.MeetingPublished.kind, *_SHOWN, *_ADDED, documents.DocumentRemoved.kind)
    lines = select(Line.at, Line.kind, Line.actor, Line.body)
    lines = lines.where(Line.book == journal.book_of(meeting_id), Line.kind.in_(kinds)).order_by(Line.seq)
    published, begun = None, False
    papers: dict[int, date | None] = {}
    for at, kind, actor, text in db.execute(lines):
        said, day = msgspec.json.decode(text), local(at).date()
        if kind in _ADDED:
            at_once = published is None or begun or actor == SYSTEM.name or kind == documents.SecretWithdrawn.kind
            papers[said["document_id"]] = day if at_once else None
        elif kind == documents.DocumentRemoved.kind:
            papers.pop(said["document_id"], None)
        elif kind in _SHOWN:
            papers = {number: came or day for number, came in papers.items()}
            begun = begun or kind == agenda.MeetingStarted.kind
        elif kind == agenda.MeetingPublished.kind or not said["draft"]:
            published = published or day
    return published, papers
