"""Papers of a plan on screen: add, move to an item, replace, remove."""

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.access.policy import Capability, allowed
from meeting.agenda.rules import CHANGEABLE, MeetingState
from meeting.agenda.tables import find_meeting, items_of
from meeting.agenda.told import untold_rows
from meeting.contributions.tables import waiting_in
from meeting.documents import files
from meeting.documents.arranging import (
    ChangeDocument,
    ChooseKind,
    MoveDocument,
    RemoveDocument,
    ReplaceDocument,
    content_of,
    said_of,
)
from meeting.documents.commands import AddDocument
from meeting.documents.ocr import PACKAGES, can_read_scans
from meeting.documents.on_paper import AddOnPaper, ClearSuspicion, ConfirmSecret
from meeting.documents.order import offered_kinds, papers_beside
from meeting.documents.panels import document_model
from meeting.documents.rules import ON_PAPER_TITLE
from meeting.documents.tables import Document, documents_of, find_document, find_with, held_apart
from meeting.kernel.refusals import Refused, _l
from meeting.office.allotting import Named, item_named, plain_name, title_of
from meeting.office.deadlines import deadlines_model
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.office.dossiers import dossiers_model
from meeting.office.incoming import refused_json, take_slice, take_whole, taking_model, was_taken
from meeting.office.paper_readers import in_words
from meeting.office.press import Press
from meeting.planning.changes import untold
from meeting.reading.tables import taken_out_read
from meeting.search.indexes import index_of
from meeting.search.scans import Scan, scan_of
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("plan_papers", __name__)

SAVED = _l("Đã lưu.")
REMOVED = _l("Đã bỏ tài liệu.")
WIPED = _l("Đã xóa tệp khỏi máy chủ. Hãy phát bản giấy tại phòng.")
SHOWN = _l("Đã cho xem lại tài liệu.")
BY_NAME, WHOLE = "name", "meeting"
"""The choices besides an item: the item that the paper's name gives, or the whole meeting."""


@blueprint.get("/meetings/<int:meeting_id>/papers")
def papers(meeting_id: int) -> str:
    """Show the papers of the meeting and of each item, and the state of each."""
    require_maker(meeting_id)
    return _page(meeting_id)


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:document_id>/original")
def original(meeting_id: int, document_id: int) -> Response:
    """Send the original file to makers of the meeting.

    `of`: its SHA-256, to get the published file when the changed plan has another one.
    """
    require_maker(meeting_id)
    of = flask.request.args.get("of", "")
    with site().database.read() as db:
        paper = find_with(db, meeting_id, document_id, of) if of else find_document(db, meeting_id, document_id)
    return files.send(
        site().blobs.path(paper.sha256),
        sha256=paper.sha256,
        media_type=paper.media_type,
        filename=paper.filename,
        download=True,
    )


@blueprint.post("/meetings/<int:meeting_id>/papers/slices")
def put_slice(meeting_id: int) -> Response | tuple[Response, int]:
    """Store one slice of a paper (see incoming)."""
    require_maker(meeting_id)
    return take_slice()


@blueprint.post("/meetings/<int:meeting_id>/papers")
def take(meeting_id: int) -> Response | tuple[Response, int]:
    """Take a complete paper: examine it, store it, and add it to its item or replace another one by it."""
    require_maker(meeting_id)
    if was_taken(meeting_id):
        return flask.jsonify({"ok": True})
    form = flask.request.form
    filename = plain_name(form.get("name", ""))
    try:
        content = take_whole(filename)
        if replaced := number(form.get("replaces"), 0):
            seen = form.get("seen", "")
            hand_in(ReplaceDocument, meeting_id=meeting_id, document_id=replaced, seen=seen, **content)
        else:
            place = _place(meeting_id, form.get("item", WHOLE), filename)
            hand_in(AddDocument, meeting_id=meeting_id, **place, **content)
    except Refused as refused:
        return refused_json(refused)
    return flask.jsonify({"ok": True})


@blueprint.post("/meetings/<int:meeting_id>/papers/on-paper")
def hand_out(meeting_id: int) -> Response | tuple[str, int]:
    """Add a paper that is handed out in the room."""
    title = " ".join(flask.request.form.get("title", "").split())
    return _act(meeting_id, SAVED, AddOnPaper, title=title, item_id=number(flask.request.form.get("item"), 0) or None)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>")
def change(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Rename a paper, or move it to another item."""
    title = " ".join(flask.request.form.get("title", "").split())
    item_id = number(flask.request.form.get("item"), 0) or None
    said: dict[str, Any] = {"title": title, "item_id": item_id}
    seen = flask.request.form.get("seen", "")
    return _act(
        meeting_id, SAVED, ChangeDocument, typed=(document_id, said), document_id=document_id, seen=seen, **said
    )


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>/kind")
def choose_kind(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Set the kind of a paper, according to the pressed button."""
    kind = " ".join(flask.request.form.get("kind", "").split())
    return _act(meeting_id, SAVED, ChooseKind, document_id=document_id, kind=kind, at=document_id)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>/move")
def move(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Move a paper one place up or down among the papers of its item, with the buttons of the list."""
    require_maker(meeting_id)
    with site().database.read() as db:
        paper = find_document(db, meeting_id, document_id)
        order = [each.id for each in papers_beside(db, meeting_id, paper.item_id)]
    position = order.index(paper.id) + (2 if flask.request.form.get("step") == Press.DOWN else 0)
    return _act(meeting_id, SAVED, MoveDocument, document_id=document_id, position=position, at=document_id)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>/remove")
def remove(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Remove a paper. Readers of a published plan keep it until the next publication, unless `at_once` is chosen."""
    at_once = flask.request.form.get("at_once") == "yes"
    return _act(meeting_id, REMOVED, RemoveDocument, document_id=document_id, at_once=at_once)


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:document_id>/secret")
def decide(meeting_id: int, document_id: int) -> Response | tuple[str, int]:
    """Decide whether a held paper is secret."""
    which: dict[str, Any] = {"document_id": document_id, "of": flask.request.form.get("of", "")}
    if flask.request.form.get("secret") == "yes":
        return _act(meeting_id, WIPED, ConfirmSecret, **which)
    return _act(meeting_id, SHOWN, ClearSuspicion, **which)


def _place(meeting_id: int, wanted: str, filename: str) -> dict[str, Any]:
    with site().database.read() as db:
        items = [Named(item.id, item.title) for item in items_of(db, meeting_id)]
    item_id = item_named(filename, items) if wanted == BY_NAME else number(wanted, 0) or None
    return {"item_id": item_id, "title": title_of(filename, len(items))[:400]}


def _act(
    meeting_id: int,
    words: str,
    asked: Any,
    typed: tuple[int, dict[str, Any]] | None = None,
    at: int = 0,
    **fields: Any,
) -> Response | tuple[str, int]:
    """Redirect to the page. `at`: the paper to show there."""
    require_maker(meeting_id)
    try:
        hand_in(asked, meeting_id=meeting_id, **fields)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused), again=dict([typed] if typed else [])), refused.status
    return done(words, f"/meetings/{meeting_id}/papers{f'#paper-{at}' if at else ''}")


def _scans(papers: list[Document]) -> dict[int, Scan]:
    """Return the progress of each scanned paper; nothing while the index cannot be read."""
    index = index_of(site().database, site().settings.data, site().offload)
    try:
        known = index.known({paper.pdf_sha256 for paper in papers if paper.pdf_sha256})
    except Refused:
        return {}
    can_read = can_read_scans() if known else False
    told = {paper.id: scan_of(known.get(paper.pdf_sha256 or ""), can_read=can_read) for paper in papers}
    return {number: scan for number, scan in told.items() if scan}


def _page(meeting_id: int, problem: str = "", again: dict[int, dict[str, Any]] | None = None) -> str:
    """Render the page. `again`: refused text, by paper."""
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        items = [{"id": item.id, "position": item.position, "title": item.title} for item in items_of(db, meeting_id)]
        found = documents_of(db, meeting_id)
        waiting = waiting_in(db, {meeting_id}).get(meeting_id, 0)
        due, dossiers = deadlines_model(db, meeting), dossiers_model(db, meeting)
        rows, changed = untold_rows(db, meeting, Document), bool(untold(db, meeting_id))
        meant, kinds = in_words(db, meeting, found, current.language()), offered_kinds(db)
        shown = [
            document_model(paper)
            | {"item_id": paper.item_id, "meant": meant[paper.id], "seen": said_of(paper)}
            | {"content": content_of(paper), "untold": paper.id in rows, "sha256": paper.sha256}
            | {"cleared": paper.cleared}
            | {"typed": (again or {}).get(paper.id)}
            for paper in found
        ]
        known = [document_model(paper) | {"sha256": paper.sha256} for paper in held_apart(db, meeting_id)]
        read = taken_out_read(db, meeting_id)
        keeps_house = allowed(current.require_actor(db, None), Capability.KEEP_HOUSE)
    scans, held = _scans(found), [paper for paper in (*shown, *known) if paper["readers"].held]
    groups: list[dict[str, Any]] = [{"item": None, "papers": [paper for paper in shown if paper["item_id"] is None]}]
    groups += [{"item": item, "papers": [paper for paper in shown if paper["item_id"] == item["id"]]} for item in items]
    return page(
        "office/papers.html",
        meeting=meeting,
        open=meeting.state in CHANGEABLE,
        amendable=meeting.state not in (MeetingState.SUBMITTED, MeetingState.WITHDRAWN) and not meeting.minutes_signed,
        items=items,
        groups=groups,
        deadlines=due,
        dossiers=dossiers,
        kinds=kinds,
        untold=changed,
        scans=scans,
        held=[paper["title"] for paper in held if not paper["problem"]],
        unjudged=[paper["title"] for paper in held if paper["problem"] and not paper["being_read"]],
        known=known,
        taken_out=read,
        packages=PACKAGES if keeps_house else "",
        count=len(shown),
        waiting=waiting,
        problem=problem,
        on_paper=ON_PAPER_TITLE,
        chosen=number(flask.request.args.get("item"), 0),
        **taking_model(keeps_house=keeps_house),
    )
