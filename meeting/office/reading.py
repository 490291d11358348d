"""Reading of papers: those that a person has opened, changes since then, and, for officers, everybody's progress."""

from typing import Any

import flask
from flask import Blueprint, render_template
from msgspec.structs import asdict
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.actors import Actor
from meeting.access.policy import Capability, view_of
from meeting.agenda.tables import find_meeting, seats_of
from meeting.documents.allowing import could_read, find_readable, meant_people, readable_papers
from meeting.documents.files import NEVER
from meeting.documents.tables import (
    Document,
    TakenOut,
    documents_of,
    find_document,
    find_version,
    papers_seen,
    taken_out_of,
)
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.office.compared import changed_pages
from meeting.office.door import number, page
from meeting.reading.news import news_model
from meeting.reading.rules import spans
from meeting.reading.tables import PageRead, PaperRead, pages_of, read_by, read_of, spans_of, versions_opened
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("own_reading", __name__)

Model = dict[str, Any]


@blueprint.get("/m/<int:meeting_id>/reading/news")
def news(meeting_id: int) -> Response:
    """Send the newer versions as a part of a page."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        view_of(actor)
        answer = flask.make_response(
            render_template("reading/_news.html", newer=news_model(db, meeting_id, actor, current.now()))
        )
    answer.headers["Cache-Control"] = NEVER
    return answer


@blueprint.get("/m/<int:meeting_id>/reading")
def own(meeting_id: int) -> str:
    """Show the papers that the person has opened, and the people who can see that."""
    with site().database.read() as db:
        actor = _require_person(db, meeting_id)
        read = read_by(db, meeting_id, actor.person_id or 0)
        papers = [
            {"title": paper.title, "count": paper.pages, "version": paper.version, "gone": gone}
            | {"read": [_line(row, pages_of(db, number, actor.person_id)) for row in read[number]]}
            for number, paper, gone in _own_papers(db, meeting_id, actor)
            if number in read
        ]
        meeting = find_meeting(db, meeting_id)
    return page("office/own_reading.html", meeting=meeting, papers=papers)


def _own_papers(db: Session, meeting_id: int, actor: Actor) -> list[tuple[int, Document | TakenOut, bool]]:
    """Return (number, paper, removed) of the papers that the actor may read now, and of the removed ones that they
    could read until then."""
    there = [(paper.id, paper, False) for paper in readable_papers(db, meeting_id, actor, current.now())]
    known = {paper.id for paper in documents_of(db, meeting_id)}
    gone = [paper for paper in taken_out_of(db, meeting_id) if paper.document_id not in known]
    return there + [(paper.document_id, paper, True) for paper in gone if could_read(db, paper, actor)]


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>/changes")
def changes(meeting_id: int, document_id: int) -> str:
    """Show the changes since the version that the person opened last. They see nothing of others' reading."""
    with site().database.read() as db:
        actor = _require_person(db, meeting_id)
        paper = find_readable(db, meeting_id, document_id, actor, current.now())
        older = [each for each in versions_opened(db, paper.id, actor.person_id) if each < paper.version]
        if not older:
            raise Refused(NOT_FOUND)
        former = find_version(db, paper, max(older))
        meeting = find_meeting(db, meeting_id)
    changed = changed_pages(former, paper)
    told: Model = {"had": max(older), "readable": changed is not None, "changed": changed or []}
    return page("office/paper_changes.html", meeting=meeting, paper=paper, **told)


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:document_id>/reading")
def everybody(meeting_id: int, document_id: int) -> str:
    """Show how far everybody has read, to the meeting's makers and its chair.

    `of`: the person whose pages are listed one by one.
    """
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
    prepares = policy.allowed(actor, Capability.PREPARE)
    flask.g.makes = meeting_id if prepares else 0
    with site().database.read() as db:
        meeting, paper = find_meeting(db, meeting_id), _known_paper(db, meeting_id, document_id, actor)
        read: dict[int, list[PaperRead]] = {}
        for row in read_of(db, document_id):
            read.setdefault(row.person_id, []).append(row)
        opened, told = spans_of(db, document_id), number(flask.request.args.get("of"), 0)
        times = pages_of(db, document_id, told) if told in read else []
        seats = seats_of(db, meeting_id)
        meant = meant_people(db, paper, seats) if isinstance(paper, Document) else set()
        people = []
        for seat in seats:
            who = seat.person_id
            if who not in read and who not in meant:
                continue
            lines = [_summary(row, opened.get((who, row.version), [])) for row in read.get(who, [])]
            for line in lines if who == told else []:
                line["each"] = [each for each in times if each.version == line["version"]]
            people.append(asdict(seat.particulars) | {"id": who, "read": lines})
    newest = [each for each in people if any(row["version"] == paper.version for row in each["read"])]
    return page(
        "office/paper_reading.html",
        prepares=prepares,
        meeting=meeting,
        paper=paper,
        gone=paper.taken_at if isinstance(paper, TakenOut) else None,
        people=people,
        newest=len(newest),
    )


def _known_paper(db: Session, meeting_id: int, document_id: int, actor: Actor) -> Document | TakenOut:
    """Return a paper, or a removed one: any for makers of the meeting, and for its chair what a chair may read."""
    gone = db.get(TakenOut, document_id)
    if gone is not None and gone.meeting_id == meeting_id and db.get(papers_seen(db, meeting_id), document_id) is None:
        if actor.role != Role.CHAIR:
            policy.require(actor, Capability.PREPARE)
        elif not could_read(db, gone, actor):
            raise Refused(NOT_FOUND)
        return gone
    if actor.role == Role.CHAIR:
        return find_readable(db, meeting_id, document_id, actor, current.now())
    policy.require(actor, Capability.PREPARE)
    return find_document(db, meeting_id, document_id)


def _line(row: PaperRead, pages: list[PageRead]) -> Model:
    mine = [each for each in pages if each.version == row.version]
    return _summary(row, spans([each.page for each in mine])) | {"each": mine}


def _summary(row: PaperRead, opened: list[tuple[int, int]]) -> Model:
    said = {name: getattr(row, name) for name in ("version", "pages", "furthest", "first_at", "last_at")}
    return said | {"spans": opened}


def _require_person(db: Session, meeting_id: int) -> Actor:
    """Return the actor. Raises Refused for people without a seat in the meeting."""
    return policy.require(current.require_actor(db, meeting_id), Capability.CHECK_IN)
