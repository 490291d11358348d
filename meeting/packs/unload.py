"""Write a meeting as a pack, from its present state in the database."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.agenda.planned import planned_sittings
from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Item, Meeting, Seat, items_of, seating_of, seats_of
from meeting.attendance.points import expected_of, named_point, points_of
from meeting.documents.readers import Readers
from meeting.documents.tables import Document, documents_of
from meeting.kernel.clock import read_stamp
from meeting.packs.folder.model import (
    Pack,
    PackItem,
    PackMandate,
    PackMotion,
    PackPaper,
    PackPerson,
    PackReaders,
    PackSitting,
)
from meeting.people.tables import Group
from meeting.store.blobs import Blobs
from meeting.voting.rules import MotionState
from meeting.voting.tables import Motion, motions_of


def pack_of(db: Session, meeting: Meeting, blobs: Blobs) -> Pack:
    """Return the plan of a meeting as a pack: frame, agenda, papers and people.

    What happened in the meeting is left out.
    """
    papers: dict[int | None, list[PackPaper]] = {}
    for document in documents_of(db, meeting.id):
        papers.setdefault(document.item_id, []).append(_paper(db, document, blobs))
    return Pack(
        slug=meeting.slug,
        title=meeting.title,
        parent_body=meeting.parent_body,
        body=meeting.body,
        body_code=meeting.body_code,
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        preset=meeting.preset,
        papers=tuple(papers.get(None, [])),
        items=tuple(_item(db, meeting, item, papers.get(item.id, [])) for item in items_of(db, meeting.id)),
        people=tuple(_person(db, seat) for seat in seats_of(db, meeting.id)),
        seating=seating_of(meeting),
        sittings=tuple(
            PackSitting(title=each.title, starts_at=each.starts_at, ends_at=each.ends_at)
            for each in planned_sittings(db, meeting.id)
        ),
        points=tuple(each.name for each in points_of(db, meeting.id)),
    )


def _item(db: Session, meeting: Meeting, item: Item, papers: list[PackPaper]) -> PackItem:
    of_item = (one for one in motions_of(db, meeting.id) if one.item_id == item.id)
    numbers = {each.id: number for number, each in enumerate(planned_sittings(db, meeting.id), start=1)}
    motions = [one for one in of_item if one.state != MotionState.CANCELLED and not one.steps]
    return PackItem(
        number=item.position,
        title=item.title,
        presenter=item.presenter,
        minutes=item.minutes,
        form=item.form,
        text=item.text,
        papers=tuple(papers),
        motions=tuple(_motion(one) for one in motions),
        level=item.level,
        internal=item.internal,
        start=item.start,
        sitting=numbers.get(item.sitting_id or 0, 0),
    )


def _motion(motion: Motion) -> PackMotion:
    return PackMotion(title=motion.title, form=motion.form, decision=motion.decision)


def _paper(db: Session, document: Document, blobs: Blobs) -> PackPaper:
    return PackPaper(
        title=document.title,
        filename=document.filename,
        media_type=document.media_type,
        path=blobs.path(document.sha256) if document.sha256 else Path(),
        readers=_readers(db, document.readers),
        kind=document.kind,
    )


def _readers(db: Session, readers: Readers) -> PackReaders:
    """Return a paper's readers.

    People without an account and dissolved groups are left out: a folder cannot name them.
    """
    groups = db.scalars(select(Group.title).where(Group.id.in_(readers.groups)))
    accounts = db.scalars(select(Login.account).where(Login.person_id.in_(readers.people)))
    return PackReaders(
        members=readers.members,
        guests=readers.guests,
        groups=tuple(sorted(groups)),
        accounts=tuple(sorted(accounts)),
        opens_at=read_stamp(readers.opens_at) if readers.opens_at else None,
        closes_at=read_stamp(readers.closes_at) if readers.closes_at else None,
    )


def _person(db: Session, seat: Seat) -> PackPerson:
    login = db.get(Login, seat.person_id)
    return PackPerson(
        account=login.account if login else "",
        particulars=seat.particulars,
        role=seat.role,
        votes=seat.votes,
        weight=seat.weight,
        label=seat.label,
        head=seat.head,
        out=_out(seat),
        point=named_point(db, expected_of(db, seat.meeting_id).get(seat.id)),
    )


def _out(seat: Seat) -> PackMandate | None:
    if seat.mandate == Mandate.HELD:
        return None
    by = seat.mandate_by or {}
    said = {field: by.get(field, "") for field in ("number", "dated", "reason")}
    return PackMandate(mandate=seat.mandate, **said)
