"""The search page: papers, minutes, agendas, conclusions and decisions that a reader may see, with words marked."""

import dataclasses
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access import policy
from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.agenda.tables import Item, Meeting
from meeting.agenda.told import as_seen, headed
from meeting.commands import caps
from meeting.documents.rules import DocumentState
from meeting.documents.tables import Document
from meeting.kernel.text import Cap, clean
from meeting.office.door import number, page
from meeting.search.index import MOST_HITS, Hit, Index
from meeting.search.indexes import index_of
from meeting.search.reading import ReadablePaper, SearchSight, sight_of
from meeting.search.rules import FoundKind, FoundPiece, SearchWords, marks, question
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("search", __name__)
caps.form("search.find", words=Cap("Từ cần tìm", 200))

Model = dict[str, Any]
A_PAGE = 10
SHOWN = 3
"""The most places of one paper shown with their words; for the others only the page numbers."""
MORE_PAGES = 20


@blueprint.get("/search")
def search() -> str:
    """Show where `words` were found, one part at a time."""
    words = clean(flask.request.args.get("words", "")[: caps.limit("search.find", "words")])
    sought = question(words)
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        policy.require(actor, Capability.OWN_SETTINGS)
        sight = sight_of(db, actor, current.now())
        index = index_of(site().database, site().settings.data, site().offload)
        found = _found(db, index, sight, sought) if sought.exact else {"groups": [], "count": 0}
        scans = _scans(db, index, sight)
    return page("office/search.html", words=words, asked=bool(sought.exact), scans=scans, most=MOST_HITS, **found)


def found_inside(db: Session, actor: Actor, words: str) -> frozenset[int]:
    """Return the meetings that contain the words in a name, item, conclusion or decision visible to the reader."""
    sought = question(words)
    if not sought.exact:
        return frozenset()
    seen = dataclasses.replace(sight_of(db, actor, current.now()).allowed, officers=(), documents=(), contents=())
    index = index_of(site().database, site().settings.data, site().offload)
    return frozenset(hit.meeting for hit in index.find(sought, seen))


def _found(db: Session, index: Index, sight: SearchSight, sought: SearchWords) -> Model:
    """Return `{groups, count, page, pages, more}`: hits grouped by what they belong to, the best first."""
    hits = index.find(sought, sight.allowed)
    groups = _grouped(hits[:MOST_HITS], sight)
    pages = max(1, -(-len(groups) // A_PAGE))
    shown = min(number(flask.request.args.get("page")), pages)
    part = groups[(shown - 1) * A_PAGE : shown * A_PAGE]
    texts = index.texts([hit.id for group in part for hit in group[:SHOWN]])
    names = _Names(db, part, sight)
    return {
        "groups": [_group(group, texts, sight, sought, names) for group in part],
        "count": len(groups),
        "more": len(hits) > MOST_HITS,
        "page": shown,
        "pages": pages,
    }


def _grouped(hits: Sequence[Hit], sight: SearchSight) -> list[list[Hit]]:
    """Group the pages of one paper under its title; other hits stay single."""
    content_of = {paper.document_id: sha256 for sha256, papers in sight.papers.items() for paper in papers}
    groups: dict[object, list[Hit]] = {}
    for hit in hits:
        own = content_of.get(hit.ref, "") if hit.kind == FoundKind.PAPER else hit.content
        groups.setdefault(own or hit.id, []).append(hit)
    return list(groups.values())


class _Names:
    """The names of the things found, looked up for a whole page by a few statements."""

    def __init__(self, db: Session, groups: Sequence[Sequence[Hit]], sight: SearchSight) -> None:
        hits = [hit for group in groups for hit in group]
        papers = [paper for hit in hits if hit.content for paper in sight.papers[hit.content]]
        documents = {paper.document_id for paper in papers} | {h.ref for h in hits if h.kind == FoundKind.PAPER}
        meetings = {paper.meeting_id for paper in papers} | {hit.meeting for hit in hits}
        found = db.scalars(select(Meeting).where(Meeting.id.in_(meetings)))
        self.meetings: dict[int, Meeting] = {row.id: headed(db, row) for row in found}
        paper, item = as_seen(db, Document), as_seen(db, Item)
        rows = db.execute(select(paper.id, paper.title, paper.state).where(paper.id.in_(documents)))
        self.documents = {row.id: row for row in rows}
        items = select(item.id, item.title, item.position).where(item.id.in_({hit.item for hit in hits if hit.item}))
        self.items = {row.id: row for row in db.execute(items)}


def _group(
    group: Sequence[Hit], texts: dict[int, str], sight: SearchSight, sought: SearchWords, names: _Names
) -> Model:
    first = group[0]
    if first.content or first.kind == FoundKind.PAPER:
        return _paper(group, texts, sight, sought, names)
    meeting = names.meetings[first.meeting]
    item = names.items.get(first.item)
    seated = first.meeting in sight.seated
    pieces = marks(texts.get(first.id, ""), sought)
    return {
        "kind": first.kind,
        "title": item.title if item else meeting.title,
        "meeting": meeting,
        "others": [],
        "url": f"/m/{meeting.id}/tablet" if seated else f"/meetings/{meeting.id}",
        "places": [{"page": 0, "url": "", "marks": pieces}],
        "pages": [],
    }


def _paper(
    group: Sequence[Hit], texts: dict[int, str], sight: SearchSight, sought: SearchWords, names: _Names
) -> Model:
    content = next((hit.content for hit in group if hit.content), "")
    papers = sight.papers.get(content) or [_paper_of(group[0], sight)]
    known = sorted(papers, key=lambda each: names.meetings[each.meeting_id].starts_at, reverse=True)
    newest = known[0]
    row = names.documents.get(newest.document_id)
    meeting = names.meetings[newest.meeting_id]
    on_pages = sorted((hit for hit in group[:SHOWN] if hit.page), key=lambda hit: hit.page)
    places = [_place(hit, texts.get(hit.id, ""), newest, sought) for hit in on_pages]
    rest = sorted(hit.page for hit in group[SHOWN:] if hit.page)[:MORE_PAGES]
    title = marks(row.title, sought, 400) if row and not places else []
    return {
        "kind": FoundKind.PAGE if newest.document_id else "minutes",
        "title": row.title if row else "",
        "meeting": meeting,
        "others": [names.meetings[each.meeting_id] for each in known[1:4]],
        "url": _on_paper(newest) if row and row.state == DocumentState.ON_PAPER else _address(newest),
        "places": places or ([{"page": 0, "url": "", "marks": title}] if title else []),
        "pages": [{"page": each, "url": _address(newest, each)} for each in rest],
    }


def _paper_of(hit: Hit, sight: SearchSight) -> ReadablePaper:
    return ReadablePaper(hit.meeting, hit.ref, hit.meeting in sight.seated)


def _place(hit: Hit, text: str, paper: ReadablePaper, sought: SearchWords) -> Model:
    pieces = marks(text, sought)
    return {"page": hit.page, "url": _address(paper, hit.page, _run(pieces)), "marks": pieces}


def _run(pieces: Sequence[FoundPiece]) -> str:
    """Return the longest run of found words, for the reader to search."""
    runs, run = [""], ""
    for piece in pieces:
        if piece.found or (run and not piece.text.strip()):
            run += piece.text
            runs.append(run.strip())
        else:
            run = ""
    return max(runs, key=len)


def _address(paper: ReadablePaper, at: int = 0, words: str = "") -> str:
    """Return the address where a paper can be read, with page and words; people without a seat get the file."""
    place = (f"#page={at}" if at else "") + (f"&words={quote(words)}" if at and words else "")
    if not paper.document_id:
        return f"/m/{paper.meeting_id}/minutes.pdf" + (f"#page={at}" if at else "")
    if not paper.seated:
        return f"/meetings/{paper.meeting_id}/papers/{paper.document_id}/original"
    return f"/m/{paper.meeting_id}/papers/{paper.document_id}{place}"


def _on_paper(paper: ReadablePaper) -> str:
    """Return the page that lists a paper handed out in the room: it cannot be opened."""
    return f"/m/{paper.meeting_id}/tablet" if paper.seated else f"/meetings/{paper.meeting_id}/papers"


def _scans(db: Session, index: Index, sight: SearchSight) -> int:
    """Return the number of papers visible to the reader that are pictures without searchable words."""
    known = index.known(sight.allowed.contents)
    return sum(1 for each in known.values() if each.pages and each.written <= 0)
