"""The readers of a meeting's papers: applies the rule of `readers.py` to the database rows.

Everything that shows a paper, a list of papers or their content calls this.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.agenda.tables import Seat, internal_items
from meeting.documents.readers import Reader, Readers, check_readers, is_meant_for, may_read
from meeting.documents.rules import BEING_READ
from meeting.documents.tables import Document, TakenOut, documents_of, find_document
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.people.tables import Group, GroupMember, Person


def reader_of(db: Session, actor: Actor) -> Reader:
    """Return the actor as a reader, with their present role and groups."""
    if actor.person_id is None:
        return Reader(actor.role)
    groups = db.scalars(select(GroupMember.group_id).where(GroupMember.person_id == actor.person_id))
    return Reader(actor.role, actor.person_id, frozenset(groups))


def readable_papers(db: Session, meeting_id: int, actor: Actor, now: datetime) -> list[Document]:
    """Return the papers of a meeting that the actor may read now, in order. `actor` as found in this meeting."""
    reader, hidden = reader_of(db, actor), hidden_papers(db, meeting_id, actor.role)
    papers = [paper for paper in documents_of(db, meeting_id) if paper.item_id not in hidden]
    return [paper for paper in papers if may_read(reader, paper.readers, now)]


def meant_people(db: Session, paper: Document, seats: Sequence[Seat]) -> set[int]:
    """Return those people with these seats in the meeting who may read a paper at some time."""
    query = select(GroupMember.person_id, GroupMember.group_id)
    groups: dict[int, set[int]] = {}
    for person_id, group_id in db.execute(query.where(GroupMember.group_id.in_(paper.readers.groups))):
        groups.setdefault(person_id, set()).add(group_id)
    return {
        seat.person_id
        for seat in seats
        if paper.item_id not in hidden_papers(db, paper.meeting_id, seat.role)
        and is_meant_for(Reader(seat.role, seat.person_id, frozenset(groups.get(seat.person_id, ()))), paper.readers)
    }


def hidden_papers(db: Session, meeting_id: int, role: Role) -> frozenset[int]:
    """Return the internal items for a guest, who may not read their papers even when named as a reader.

    Empty for other roles.
    """
    return internal_items(db, meeting_id) if role == Role.GUEST else frozenset()


def find_readable(db: Session, meeting_id: int, document_id: int, actor: Actor, now: datetime) -> Document:
    """Return the paper if the actor may read it now. Raises Refused otherwise.

    A paper they may not know about is refused as missing, not as forbidden.
    """
    document = find_document(db, meeting_id, document_id)
    check_readable(db, document, actor, now)
    return document


def check_readable(db: Session, document: Document, actor: Actor, now: datetime) -> None:
    """Raise Refused(NOT_FOUND) unless the actor may read the paper now."""
    hidden = document.item_id in hidden_papers(db, document.meeting_id, actor.role)
    if hidden or not may_read(reader_of(db, actor), document.readers, now):
        raise Refused(NOT_FOUND)


def could_read(db: Session, gone: TakenOut, actor: Actor) -> bool:
    """Return whether the actor could read a removed paper when it was removed. Nobody else may see its name later.

    `actor` as found in this meeting.
    """
    if gone.internal and actor.role == Role.GUEST:
        return False
    return may_read(reader_of(db, actor), gone.readers, gone.taken_at)


def check_known(db: Session, readers: Readers) -> None:
    """Raise Refused for a window of time that ends before it begins, and for unknown groups or people."""
    check_readers(readers)
    _check_all(set(readers.groups), db.scalars(select(Group.id).where(Group.id.in_(readers.groups))).all())
    _check_all(set(readers.people), db.scalars(select(Person.id).where(Person.id.in_(readers.people))).all())


def _check_all(named: set[int], known: Sequence[int]) -> None:
    if named - set(known):
        raise Refused(NOT_FOUND)


def is_being_read(document: Document) -> bool:
    """Return whether a scan is hidden only until OCR has read its first page."""
    return document.readers.held and document.problem == BEING_READ


def hold(document: Document, problem: str = "") -> bool:
    """Hide a paper from everybody but the secretaries until they decide. Returns False if that was done or decided
    before. `problem`: why no program could check it, or `BEING_READ`; empty when OCR has read a mark."""
    if document.cleared or (document.readers.held and not is_being_read(document)):
        return False
    if is_being_read(document):
        document.problem = ""
    document.readers, document.problem = replace(document.readers, held=True), problem or document.problem
    return True
