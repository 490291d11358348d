"""The work of a unit: items of coming meetings allotted to it, and its papers for them.

Makers see the plan with its unpublished changes.
"""

from typing import Any

import flask
import msgspec
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.panels import words_of
from meeting.agenda.rules import ItemState
from meeting.agenda.tables import Meeting, items_among
from meeting.contributions.commands import Contribute, Recall, awaited, coming, own_contribution
from meeting.contributions.rules import ContributionState
from meeting.contributions.tables import Allotment, allotment_timeliness, contributions_of, units_of, work_of
from meeting.documents.conversion import read_signatures
from meeting.documents.rules import PDF
from meeting.documents.tables import documents_of
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import clean
from meeting.office.allotting import plain_name, title_of
from meeting.office.contributions import contribution_models, send_file
from meeting.office.deadlines import timeliness_model
from meeting.office.door import done, hand_in, number, page, told
from meeting.office.dossiers import dossiers_model
from meeting.office.incoming import refused_json, take_slice, take_whole, taking_model, was_taken
from meeting.people.unit_tables import tree
from meeting.register.keeping import revocations_of
from meeting.store.database import Database
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("unit_work", __name__)

Model = dict[str, Any]
RECALLED = _l("Đã rút lại tài liệu.")


@blueprint.get("/unit-work")
def unit_work() -> str:
    """Show everything allotted to a unit of the actor, the next meeting first."""
    return _page()


@blueprint.post("/unit-work/<int:meeting_id>/<int:item_id>/slices")
def put_slice(meeting_id: int, item_id: int) -> Response | tuple[Response, int]:
    """Store one slice of a paper (see incoming). Raises no error: a refusal is returned as JSON."""
    try:
        with Database.read(site().database) as db:
            awaited(db, current.require_actor(db, meeting_id), meeting_id, item_id)
    except Refused as refused:
        return refused_json(refused)
    return take_slice()


@blueprint.post("/unit-work/<int:meeting_id>/<int:item_id>")
def take(meeting_id: int, item_id: int) -> Response | tuple[Response, int]:
    """Take a complete paper, which then waits for the makers of the meeting. A refused one is not stored."""
    form = flask.request.form
    filename = plain_name(form.get("name", ""))
    said: Model = {
        "meeting_id": meeting_id,
        "item_id": item_id,
        "replaces": number(form.get("replaces"), 0) or None,
        "reason": clean(form.get("reason", "")).strip(),
    }
    try:
        if was_taken(meeting_id):
            return flask.jsonify({"ok": True})
        with Database.read(site().database) as db:
            coming(db, current.require_actor(db, meeting_id), current.now(), **said)
        content = take_whole(filename)
        said["signed"] = _signatures(content)
        hand_in(Contribute, title=title_of(filename, 999)[:400], **said, **content)
    except Refused as refused:
        return refused_json(refused)
    return flask.jsonify({"ok": True})


@blueprint.post("/unit-work/<int:meeting_id>/contributions/<int:contribution_id>/recall")
def recall(meeting_id: int, contribution_id: int) -> Response | tuple[str, int]:
    """Take it back."""
    try:
        hand_in(Recall, meeting_id=meeting_id, contribution_id=contribution_id)
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(RECALLED, "/unit-work")


@blueprint.get("/unit-work/<int:meeting_id>/contributions/<int:contribution_id>/file")
def file(meeting_id: int, contribution_id: int) -> Response:
    """Send a paper that the actor's unit has handed in."""
    with Database.read(site().database) as db:
        return send_file(own_contribution(db, current.require_actor(db, meeting_id), meeting_id, contribution_id))


def _signatures(content: Model) -> Model | None:
    """Return the signatures in a PDF, before the contribution is answered; None for other files."""
    if content["media_type"] != PDF:
        return None
    trusted = site().keyring.trusted()
    with Database.read(site().database) as db:
        revoked = revocations_of(db)
    seen: Model = msgspec.to_builtins(read_signatures(site().blobs.path(content["sha256"]), trusted, revoked))
    return seen


def _page(problem: str = "") -> str:
    with Database.read(site().database) as db:
        actor = policy.require(current.require_actor(db, None), Capability.CONTRIBUTE)
        units = units_of(db, actor)
        work: dict[int, tuple[Meeting, list[Allotment]]] = {}
        for meeting, each in work_of(db, units):
            work.setdefault(meeting.id, (meeting, []))[1].append(each)
        names = {branch.id: branch.title for branch in tree(db)}
        meetings = [_meeting(db, meeting, each, names) for meeting, each in work.values()]
    return page(
        "office/unit_work.html",
        meetings=meetings,
        units=[names[each] for each in sorted(units) if each in names],
        problem=problem,
        **taking_model(keeps_house=policy.allowed(actor, Capability.KEEP_HOUSE)),
    )


def _meeting(db: Session, meeting: Meeting, allotments: list[Allotment], names: dict[int, str]) -> Model:
    """Return `{id, title, …, items}`: for each item its checklist, its last day, and the unit's papers for it."""
    by_item = {each.item_id: each for each in allotments}
    sent = [each for each in contributions_of(db, meeting.id) if _is_theirs(each, by_item) and each.state != _RECALLED]
    waiting: dict[int, list[str]] = {}
    for each in sent:
        if each.state == ContributionState.WAITING:
            waiting.setdefault(each.item_id, []).append(each.title)
    dossiers = dossiers_model(db, meeting, waiting)
    told_of = contribution_models(db, sent)
    papers = {paper.id: paper.title for paper in documents_of(db, meeting.id)}
    items = []
    for item in items_among(db, meeting.id, tuple(by_item)):
        withdrawn = item.state == ItemState.WITHDRAWN
        stands = None if withdrawn else allotment_timeliness(meeting, by_item[item.id], current.now())
        own = [each for each in told_of if each["item_id"] == item.id]
        accepted = {each["document_id"] for each in own if each["state"] == ContributionState.ACCEPTED}
        items.append(
            {
                "id": item.id,
                "title": item.title,
                "unit": names.get(by_item[item.id].unit_id, ""),
                "withdrawn": withdrawn,
                "dossier": None if withdrawn else dossiers.get(item.id),
                "line": timeliness_model(stands) if stands else None,
                "sent": own,
                "papers": [(number, papers[number]) for number in sorted(accepted) if number in papers],
            }
        )
    said = {name: getattr(meeting, name) for name in ("id", "title", "place", "starts_at", "ends_at", "body")}
    return said | {"members": words_of(meeting, current.language())["members"], "items": items}


_RECALLED = ContributionState.RECALLED


def _is_theirs(each: Any, by_item: dict[int, Allotment]) -> bool:
    return each.item_id in by_item and each.unit_id == by_item[each.item_id].unit_id
