"""Finds the texts to search and who may see them, reading the tables like every page."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.rules import LIVE, SEAT_ROLES, UNSEEN, MeetingState
from meeting.agenda.tables import Item, Meeting, Seat, find_meeting, items_of, role_now
from meeting.agenda.told import as_seen
from meeting.documents.allowing import reader_of
from meeting.documents.on_paper import SuspectSecret
from meeting.documents.readers import FOR_MEMBERS, Reader, may_read
from meeting.documents.rules import BEING_READ
from meeting.documents.tables import PAPERS, Document, documents_of
from meeting.journal import book as journal
from meeting.journal.tables import BookHead
from meeting.kernel.roles import Role
from meeting.minutes.rules import ORDER
from meeting.minutes.tables import MinutesFile
from meeting.search.index import Allowed, Findable
from meeting.search.rules import FoundKind
from meeting.voting.rules import MotionState
from meeting.voting.tables import Motion

_READ_ALL = (Role.CLERK, Role.MAKER)


class ReadablePaper(NamedTuple):
    """A content that a reader may open: that of a paper (`document_id`), or a meeting's minutes (0)."""

    meeting_id: int
    document_id: int
    seated: bool


class SearchSight(NamedTuple):
    """The ids that one reader may see, and the papers of each content. `seated`: meetings with their seat."""

    allowed: Allowed
    papers: dict[str, list[ReadablePaper]]
    seated: frozenset[int]


def sight_of(db: Session, actor: Actor, now: datetime) -> SearchSight:
    """Return what this person may see now, in six statements: meetings with their seat, and those they may prepare."""
    roles = _roles(db, actor)
    closed = _closed_to_guests(db, roles)
    documents = [row for row in _documents(db, actor, roles, now) if (row.meeting_id, row.item_id) not in closed]
    papers: dict[str, list[ReadablePaper]] = {}
    for row in documents:
        if row.pdf_sha256:
            paper = ReadablePaper(row.meeting_id, row.id, roles[row.meeting_id] in SEAT_ROLES)
            papers.setdefault(row.pdf_sha256, []).append(paper)
    for sha256, meeting_id in _minutes(db, roles):
        if roles[meeting_id] == Role.GUEST and any(meeting == meeting_id for meeting, _ in closed):
            continue  # the minutes contain what guests may not see
        papers.setdefault(sha256, []).append(ReadablePaper(meeting_id, 0, seated=True))
    seen = Allowed(
        meetings=list(roles),
        officers=[meeting for meeting, role in roles.items() if role in (Role.CHAIR, Role.CLERK, Role.MAKER)],
        hidden=[item for _, item in closed],
        documents=[row.id for row in documents],
        contents=list(papers),
    )
    return SearchSight(seen, papers, frozenset(meeting for meeting, role in roles.items() if role in SEAT_ROLES))


def _roles(db: Session, actor: Actor) -> dict[int, Role]:
    """Return the present role by meeting. Makers without a seat have the role of a maker."""
    if actor.person_id is None:
        return {}
    mine = (Seat.meeting_id == Meeting.id) & (Seat.person_id == actor.person_id)
    query = select(Meeting.id, Meeting.state, role_now().label("role")).where(Meeting.state != MeetingState.WITHDRAWN)
    makes_all = allowed(actor, Capability.PREPARE)
    rows = db.execute(query.outerjoin(Seat, mine) if makes_all else query.join(Seat, mine)).all()
    found: dict[int, Role] = {}
    for row in rows:
        if row.state in UNSEEN or row.role is None:
            if makes_all or row.role == Role.CLERK:
                found[row.id] = Role.MAKER
        else:
            found[row.id] = row.role
    return found


def _closed_to_guests(db: Session, roles: dict[int, Role]) -> set[tuple[int, int]]:
    """Return (meeting, item) ids of the items that are or were closed to this person, who is a guest in the meeting."""
    guest = [meeting for meeting, role in roles.items() if role == Role.GUEST]
    # an item that becomes internal is hidden at once, even before the plan is published again
    kinds = [Item] if (seen := as_seen(db, Item)) is Item else [Item, seen]
    chosen = (
        select(item.meeting_id, item.id).where(item.meeting_id.in_(guest), item.internal | item.was_closed)
        for item in kinds
    )
    return {(row.meeting_id, row.id) for query in chosen for row in db.execute(query)}


def _documents(db: Session, actor: Actor, roles: dict[int, Role], now: datetime) -> list[Any]:
    """Return the papers that they may read at this moment; makers of a meeting may read all of its papers.

    Almost every paper is for all members: the database selects these alone, and the rule decides about the others.
    """
    every = [meeting for meeting, role in roles.items() if role in _READ_ALL]
    members = [meeting for meeting, role in roles.items() if role in (Role.MEMBER, Role.CHAIR)]
    paper = as_seen(db, Document)
    columns = select(paper.id, paper.meeting_id, paper.item_id, paper.pdf_sha256)
    common = paper.meeting_id.in_(members) & (paper.readers == FOR_MEMBERS)
    found = list(db.execute(columns.where(paper.meeting_id.in_(every) | common)))
    groups = reader_of(db, actor).groups
    readers = {role: Reader(role, actor.person_id or 0, groups) for role in (Role.CHAIR, Role.MEMBER, Role.GUEST)}
    others = [meeting for meeting, role in roles.items() if role in readers]
    rest = paper.meeting_id.in_(others), paper.readers != FOR_MEMBERS
    asked = db.execute(columns.add_columns(paper.readers).where(*rest))
    return found + [row for row in asked if may_read(readers[roles[row.meeting_id]], row.readers, now)]


def _minutes(db: Session, roles: dict[int, Role]) -> list[tuple[str, int]]:
    """Return (content, meeting) of the newest minutes: before they are locked, only for the roles that sign them."""
    seated = [meeting for meeting, role in roles.items() if role in SEAT_ROLES]
    locked = Meeting.id == MinutesFile.meeting_id
    query = select(MinutesFile.meeting_id, MinutesFile.sha256, Meeting.minutes_locked).join(Meeting, locked)
    newest = query.where(MinutesFile.meeting_id.in_(seated), ~MinutesFile.void).order_by(MinutesFile.version)
    last = {row.meeting_id: row for row in db.execute(newest)}
    return [(row.sha256, meeting) for meeting, row in last.items() if row.minutes_locked or roles[meeting] in ORDER]


def state_of_books(db: Session) -> str:
    """Return the common state of all meetings' journals. Any new event changes it.

    Running meetings are left out: new events come all the time, and the worker would never rest.
    """
    running = db.scalars(select(Meeting.id).where(Meeting.state.in_(LIVE)))
    apart = [journal.OFFICE, *(journal.book_of(number) for number in running)]
    row = db.execute(select(func.count(), func.sum(BookHead.seq)).where(BookHead.book.not_in(apart))).one()
    return f"{row[0]}/{row[1] or 0}"


def heads(db: Session) -> dict[int, str]:
    """Return the state of each meeting's journal. Withdrawn meetings are left out."""
    rows = db.execute(select(Meeting.id).where(Meeting.state != MeetingState.WITHDRAWN)).scalars().all()
    books = {journal.book_of(number): number for number in rows}
    found = db.execute(select(BookHead.book, BookHead.seq, BookHead.hash).where(BookHead.book != journal.OFFICE))
    return {books[row.book]: f"{row.seq}/{row.hash}" for row in found if row.book in books}


def contents(db: Session) -> dict[str, str | None]:
    """Return all files that somebody may read: papers as PDF, and the newest minutes of each meeting.

    The value is the SHA-256 of the stored words, or None when none were stored (`documents/texts.py`).
    """
    made = (select(each.pdf_sha256, each.text_sha256).where(each.pdf_sha256.is_not(None)) for each in PAPERS)
    papers = [row for query in made for row in db.execute(query)]
    newest = select(MinutesFile.meeting_id, MinutesFile.sha256).where(~MinutesFile.void).order_by(MinutesFile.version)
    minutes = {row.meeting_id: row.sha256 for row in db.execute(newest)}
    return {row[0]: row[1] for row in papers if row[0]} | dict.fromkeys(minutes.values())


def waiting(db: Session, unread: set[str]) -> set[str]:
    """Return the unread contents that OCR may read: no paper with one of them waits for a secretary's decision."""
    return (contents(db).keys() & unread) - undecided(db).keys()


def awaited(db: Session) -> dict[str, str | None]:
    """Return the contents of papers that are hidden until OCR has read their first page, as in `contents`."""
    return {row.pdf_sha256: row.text_sha256 for row in _held(db, being_read=True)}


def undecided(db: Session) -> dict[str, bool]:
    """Return the contents of papers that wait for a secretary's decision: True where OCR has not read a mark in them,
    but could not look at the first page."""
    rows = _held(db, being_read=False)
    marked = {row.pdf_sha256 for row in rows if not row.problem}
    return {row.pdf_sha256: row.pdf_sha256 not in marked for row in rows}


def _held(db: Session, *, being_read: bool) -> list[Any]:
    """Return the held papers with a PDF, those that are being read or the others. Servers ask this every minute: only
    the columns needed are loaded."""
    found: list[Any] = []
    for each in PAPERS:
        query = select(each.pdf_sha256, each.text_sha256, each.problem, each.readers)
        chosen = each.problem == BEING_READ if being_read else each.problem != BEING_READ
        found += db.execute(query.where(each.pdf_sha256.is_not(None), each.readers != FOR_MEMBERS, chosen))
    return [row for row in found if row.readers.held]


def uncleared(db: Session, content: str) -> list[SuspectSecret]:
    """Return the commands for a mark that OCR has found in a content: one for each paper that nobody has cleared.

    For a replaced or removed paper this includes the content that invited people still read.
    """
    chosen = (
        select(kind.meeting_id, kind.id, kind.sha256).where(kind.pdf_sha256 == content, ~kind.cleared)
        for kind in PAPERS
    )
    rows = {(row[0], row[1], row[2]) for query in chosen for row in db.execute(query)}
    return [SuspectSecret(meeting_id=meeting, document_id=number, of=of) for meeting, number, of in sorted(rows)]


def lines_of(db: Session, meeting_id: int) -> list[Findable]:
    """Return the texts of a meeting that are not in files."""
    meeting = find_meeting(db, meeting_id)
    lines = [Findable(FoundKind.MEETING, 0, 0, _said(meeting.title, meeting.body, meeting.place))]
    for item in items_of(db, meeting_id):
        lines.append(Findable(FoundKind.ITEM, item.id, item.id, _said(item.title, item.presenter, item.text)))
        if item.conclusion:
            lines.append(Findable(FoundKind.CONCLUSION, item.id, item.id, item.conclusion))
    announced = select(Motion).where(Motion.meeting_id == meeting_id, Motion.state == MotionState.ANNOUNCED)
    for motion in db.scalars(announced):
        lines.append(Findable(FoundKind.DECISION, motion.item_id, motion.id, _said(motion.title, motion.sentence)))
    for paper in documents_of(db, meeting_id):
        lines.append(Findable(FoundKind.PAPER, paper.item_id or 0, paper.id, _said(paper.title, paper.filename)))
    for seat in db.scalars(select(Seat).where(Seat.meeting_id == meeting_id)):
        who = seat.particulars
        lines.append(Findable(FoundKind.PERSON, 0, seat.id, _said(who.full_name, who.title, who.unit)))
    return lines


def _said(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
