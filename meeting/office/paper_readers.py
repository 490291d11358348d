"""The page that chooses who may read a paper: members, guests, groups, people by name, and when."""

from datetime import datetime
from typing import Any

import flask
from flask import Blueprint
from msgspec.structs import asdict
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.panels import words_of
from meeting.agenda.tables import Meeting, find_meeting, seats_of
from meeting.documents.arranging import ChooseReaders
from meeting.documents.readers import BAD_TIME, Readers
from meeting.documents.tables import Document, find_document
from meeting.kernel.clock import VIETNAM, local, read_stamp, stamp
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.roles import Role
from meeting.kernel.words import say
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.office.models import all_groups
from meeting.people.tables import Group, Person
from meeting.web.site import site

blueprint = Blueprint("paper_readers", __name__)

SAVED = _l("Đã lưu.")
_GUESTS = _l("mọi khách mời")
_NOBODY = _l("chỉ {chair} và thư ký")
_FROM, _UNTIL = _l("từ {at}"), _l("đến {at}")
_NAMED = 4
TIMES = ("opens_at", "closes_at")


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:document_id>/readers")
def readers(meeting_id: int, document_id: int) -> str:
    """Show who may read the paper."""
    require_maker(meeting_id)
    with site().database.read() as db:
        present = find_document(db, meeting_id, document_id).readers
    return _page(meeting_id, document_id, _as_typed(present))


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>/readers")
def choose(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Store who may read the paper."""
    require_maker(meeting_id)
    typed = _typed()
    try:
        chosen = typed | {field: _moment(typed[field]) for field in TIMES}
        hand_in(ChooseReaders, meeting_id=meeting_id, document_id=document_id, readers=chosen)
    except Refused as refused:
        return _page(meeting_id, document_id, typed, problem=told(refused)), refused.status
    return done(SAVED, f"/meetings/{meeting_id}/papers")


def _typed() -> dict[str, Any]:
    """Return the form as it was sent."""
    form = flask.request.form
    said: dict[str, Any] = {"members": form.get("members") == "yes", "guests": form.get("guests") == "yes"}
    for field, name in (("groups", "group"), ("people", "person")):
        said[field] = sorted({number(each, 0) for each in form.getlist(name)} - {0})
    return said | {field: form.get(field, "") for field in TIMES}


def _as_typed(readers: Readers) -> dict[str, Any]:
    """Return the readers of a paper as the form shows them."""
    said = {field: getattr(readers, field) for field in ("members", "guests", "groups", "people")}
    times = {field: getattr(readers, field) for field in TIMES}
    return said | {field: f"{local(read_stamp(at)):%Y-%m-%dT%H:%M}" if at else "" for field, at in times.items()}


def _moment(typed: str) -> str:
    """Return the stamp of a typed day and time in Vietnam; empty when blank. Raises Refused when not understood."""
    if not typed.strip():
        return ""
    try:
        return stamp(datetime.fromisoformat(typed.strip()).replace(tzinfo=VIETNAM))
    except (ValueError, OverflowError):
        raise Refused(BAD_TIME) from None


def in_words(db: Session, meeting: Meeting, papers: list[Document], language: str) -> dict[int, str]:
    """Return who may read each paper of a meeting and when, in words; names at most a few people, each once."""
    called = words_of(meeting, language)
    titles = {group.id: group.title for group in db.scalars(select(Group))}
    wanted = {person for paper in papers for person in paper.readers.people}
    people = db.scalars(select(Person).where(Person.id.in_(wanted)))
    names = {person.id: person.particulars.full_name for person in people}
    return {paper.id: _words(paper.readers, titles, names, called, language) for paper in papers}


def _words(
    readers: Readers, titles: dict[int, str], names: dict[int, str], called: dict[str, str], language: str
) -> str:
    parts = [called["members"]] * readers.members + [say(_GUESTS, language)] * readers.guests
    parts += [titles[group] for group in readers.groups if group in titles]
    people = [names[person] for person in readers.people if person in names]
    parts += people[:_NAMED] + ([f"+ {len(people) - _NAMED}"] if len(people) > _NAMED else [])
    said = ", ".join(parts) or say(_NOBODY, language).format(**called)
    for words, at in ((_FROM, readers.opens_at), (_UNTIL, readers.closes_at)):
        if at:
            said += " " + say(words, language).format(at=f"{local(read_stamp(at)):%H:%M %d/%m/%Y}")
    return said


def _page(meeting_id: int, document_id: int, typed: dict[str, Any], problem: str = "") -> str:
    with site().database.read() as db:
        meeting, paper = find_meeting(db, meeting_id), find_document(db, meeting_id, document_id)
        groups = all_groups(db)
        seats = sorted(seats_of(db, meeting_id), key=lambda seat: (seat.role != Role.GUEST, seat.position))
        offered = [
            {"id": seat.person_id, "guest": seat.role == Role.GUEST} | asdict(seat.particulars)
            for seat in seats
            if seat.role in (Role.GUEST, Role.MEMBER)
        ]
    return page(
        "office/paper_readers.html",
        meeting=meeting,
        paper=paper,
        typed=typed,
        groups=groups,
        offered=offered,
        problem=problem,
    )
