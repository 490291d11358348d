"""Papers on screen: those that everybody in a view may read, drawn once; and those of single people.

A panel is the same for everybody in a view, so it shows only what all of them may read at any time. Each person
requests the other papers as a separate part of the page (`own_model`).
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import View
from meeting.agenda.events import ORDER_EVENTS, ItemOpened
from meeting.agenda.panels import hidden_items
from meeting.agenda.tables import agenda_lines, find_meeting, internal_items, item_after
from meeting.documents.allowing import hidden_papers, is_being_read, reader_of
from meeting.documents.events import DOCUMENT_EVENTS
from meeting.documents.readers import is_common, is_meant_for, is_open, next_change
from meeting.documents.rules import CONTENT_DIGITS, DocumentState
from meeting.documents.tables import Document, documents_of, documents_under, restricted_of
from meeting.kernel.clock import read_stamp
from meeting.kernel.roles import Role
from meeting.panels.registry import Sight, panel
from meeting.panels.views import READERS


def document_model(document: Document) -> dict[str, Any]:
    """Return a paper for templates."""
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "pages": document.pages,
        "state": document.state,
        "filename": document.filename,
        "size": document.size,
        "problem": document.problem,
        "being_read": is_being_read(document),
        "version": document.version,
        "signed": document.signed,
        "readers": document.readers,
        "closes_at": read_stamp(closes) if (closes := document.readers.closes_at) else None,
        "url": (url := f"/m/{document.meeting_id}/papers/{document.id}"),
        "file": f"{url}/file.pdf?of={(document.pdf_sha256 or '')[:CONTENT_DIGITS]}",
    }


AHEAD = 6
"""The number of papers to fetch before anybody opens them."""


def documents_by_item(sight: Sight, only: Collection[int] | None = None) -> dict[int | None, list[dict[str, Any]]]:
    """Return the papers by item, all or only these items; under None those of the whole meeting."""
    db, meeting_id = sight.db, sight.meeting_id
    found: dict[int | None, list[dict[str, Any]]] = {}
    papers = documents_of(db, meeting_id) if only is None else documents_under(db, meeting_id, tuple(only))
    for document in seen_by_all(sight, papers):
        found.setdefault(document.item_id, []).append(document_model(document))
    return found


def seen_by_all(sight: Sight, papers: Iterable[Document]) -> list[Document]:
    """Return the papers that everybody who sees this drawing may read. The hall screen shows none."""
    role = Role(drawn) if (drawn := drawn_for(sight.view)) != View.SCREEN else Role.NOBODY
    hidden = hidden_items(sight)
    return [paper for paper in papers if is_common(role, paper.readers) and paper.item_id not in hidden]


def drawn_for(view: View) -> View:
    """Return the view whose drawing a view gets.

    The chair gets the members' drawing, and further papers as their own.
    """
    return View.MEMBER if view == View.CHAIR else view


def own_model(db: Session, meeting_id: int, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return `{papers, changes_at}`: the papers that this person may read now and not everybody in their view.

    `changes_at`: the stamp of the next change of this list, empty when none is known. A paper has `place`, the number
    of its item.
    """
    restricted = restricted_of(db, meeting_id) if actor.role in (Role.CHAIR, Role.MEMBER, Role.GUEST) else []
    if not restricted:
        return {"papers": [], "changes_at": ""}
    reader = reader_of(db, actor)
    shown = Role.MEMBER if actor.role == Role.CHAIR else actor.role
    hidden = hidden_papers(db, meeting_id, actor.role)
    own = [
        each
        for each in restricted
        if is_meant_for(reader, each.readers) and not is_common(shown, each.readers) and each.item_id not in hidden
    ]
    places = {line.id: place for place, line in enumerate(agenda_lines(db, meeting_id), start=1)}
    officer = actor.role == Role.CHAIR
    changes = [] if officer else [at for each in own if (at := next_change(each.readers, now))]
    return {
        "papers": [
            document_model(each) | {"place": places.get(each.item_id or 0)}
            for each in own
            if officer or is_open(each.readers, now)
        ],
        "changes_at": min(changes, default=""),
    }


def _own_token(db: Session, meeting_id: int) -> str:
    """Return a value that changes whenever somebody's own papers may look different; empty when nobody has any."""
    restricted = restricted_of(db, meeting_id)
    if not restricted:
        return ""
    told = [(p.id, p.item_id, p.position, p.title, p.state, p.sha256, p.pdf_sha256, p.readers) for p in restricted]
    closed = sorted(internal_items(db, meeting_id))
    return hashlib.sha256(msgspec.json.encode([told, closed])).hexdigest()[:12]


@panel(
    "papers",
    "documents/_papers.html",
    views=READERS,
    shows=(*ORDER_EVENTS, ItemOpened, *DOCUMENT_EVENTS),
    alike=(View.MEMBER, View.CHAIR),
)
def papers(sight: Sight) -> dict[str, Any]:
    """Return `{papers: […], ahead: […], own}`.

    `ahead`: the files of these papers and of the next item's, to fetch early. `own`: see `_own_token`.
    """
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    coming = item_after(sight.db, sight.meeting_id, item_id)
    found = documents_by_item(sight, [item for item in (item_id, coming) if item is not None])
    here = found.get(item_id, []) if item_id is not None else []
    ready = [each["file"] for each in here + found.get(coming, []) if each["state"] == DocumentState.READY]
    return {"papers": here, "ahead": ready[:AHEAD], "own": _own_token(sight.db, sight.meeting_id)}
