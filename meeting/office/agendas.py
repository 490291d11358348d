"""The agenda of a plan on screen: items in order, one of them open for editing; splits pasted agendas."""

from typing import Any

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.commands import AddItem
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.rules import CHANGEABLE, CHANGED_MEANWHILE, DEEPEST, ItemForm
from meeting.agenda.tables import Item, Meeting, find_item, find_meeting, items_of
from meeting.agenda.told import untold_rows
from meeting.commands import caps
from meeting.documents.tables import documents_of
from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.text import Cap
from meeting.office.door import done, hand_in, hand_in_all, number, page, require_maker, told
from meeting.office.dossiers import dossiers_model
from meeting.office.planned_times import sittings_model
from meeting.office.press import Press
from meeting.office.splitting import Split, split
from meeting.office.wording import questions_model
from meeting.planning.changes import untold
from meeting.planning.commands import RemoveItem
from meeting.voting.tables import vote_lines
from meeting.web.site import site

blueprint = Blueprint("agendas", __name__)
caps.form("agenda.split", pasted=Cap("Chương trình dán vào", 100_000))

MOST_SPLIT = 200
TOO_MANY = declare("office.too_many_items", 400, "Một lần tách được nhiều nhất {most} nội dung. Chia làm nhiều lần.")
NOTHING = declare("office.nothing_to_split", 400, "Chưa dán chương trình.")
SAVED = _l("Đã lưu.")
REMOVED = _l("Đã bỏ nội dung.")
ADDED = _l("Đã thêm các nội dung.")
FIELDS = ("title", "presenter", "minutes", "form", "text", "level", "internal", "start", "sitting_id")
STEPS = (Press.UP, Press.DOWN, Press.DEEPER, Press.SHALLOWER)
"""The buttons of an item. Their value is the number of the item."""


@blueprint.get("/meetings/<int:meeting_id>/agenda")
def agenda(meeting_id: int) -> str:
    """Show every item in order. `item`: the open one."""
    require_maker(meeting_id)
    return show(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/agenda")
def add_item(meeting_id: int) -> Response | tuple[str, int]:
    """Add an item at the end."""
    require_maker(meeting_id)
    form = flask.request.form
    said: dict[str, Any] = {field: _line(field) for field in ("title", "presenter", "start")}
    said |= {"form": form.get("form", ""), "minutes": number(form.get("minutes"), 0), "sitting_id": _sitting()}
    try:
        hand_in(AddItem, meeting_id=meeting_id, **said)
    except Refused as refused:
        return show(meeting_id, problem=told(refused), adding=said), refused.status
    return flask.redirect(f"/meetings/{meeting_id}/agenda#add", code=303)


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>")
def change_item(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Correct an item. If somebody else has corrected it meanwhile, their text is shown beside the typed one."""
    require_maker(meeting_id)
    form = flask.request.form
    typed: dict[str, Any] = {field: _line(field) for field in ("title", "presenter", "start")}
    typed |= {"text": form.get("text", "")}
    typed |= {"form": form.get("form", ""), "internal": form.get("internal") == "yes"}
    typed |= {each: number(form.get(each), 0) for each in ("minutes", "level")} | {"sitting_id": _sitting()}
    try:
        hand_in(ChangeItem, meeting_id=meeting_id, item_id=item_id, version=number(form.get("version"), 0), **typed)
    except Refused as refused:
        meanwhile = refused.code == CHANGED_MEANWHILE
        shown = show(meeting_id, item_id=item_id, typed=typed, problem=told(refused), meanwhile=meanwhile)
        return shown, refused.status
    return done(SAVED, f"/meetings/{meeting_id}/agenda?item={item_id}")


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/remove")
def remove_item(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Take an item off the agenda."""
    require_maker(meeting_id)
    try:
        hand_in(RemoveItem, meeting_id=meeting_id, item_id=item_id)
    except Refused as refused:
        return show(meeting_id, item_id=item_id, problem=told(refused)), refused.status
    return done(REMOVED, f"/meetings/{meeting_id}/agenda")


@blueprint.post("/meetings/<int:meeting_id>/agenda/order")
def order(meeting_id: int) -> Response | tuple[str, int]:
    """Move an item one place up or down, or one level in or out, with the buttons of the list."""
    require_maker(meeting_id)
    form = flask.request.form
    step, item_id = next(((name, number(form.get(name), 0)) for name in STEPS if form.get(name)), (None, 0))
    with site().database.read() as db:
        item = find_item(db, meeting_id, item_id)
        stands = {field: getattr(item, field) for field in FIELDS}
    try:
        if step in (Press.UP, Press.DOWN):
            position = item.position + (1 if step == Press.DOWN else -1)
            hand_in(MoveItem, meeting_id=meeting_id, item_id=item_id, position=position)
        else:
            level = min(DEEPEST, stands["level"] + 1) if step == Press.DEEPER else max(0, stands["level"] - 1)
            said = stands | {"form": stands["form"].value, "level": level}
            hand_in(ChangeItem, meeting_id=meeting_id, item_id=item_id, version=item.version, **said)
    except Refused as refused:
        return show(meeting_id, problem=told(refused)), refused.status
    return flask.redirect(f"/meetings/{meeting_id}/agenda?item={item_id}#item-{item_id}", code=303)


@blueprint.post("/meetings/<int:meeting_id>/agenda/split")
def split_agenda(meeting_id: int) -> Response | tuple[str, int]:
    """Show how a pasted agenda would be split; with `add`, put its items at the end."""
    require_maker(meeting_id)
    pasted = flask.request.form.get("pasted", "")
    found: list[Split] = []
    try:
        caps.check_text("agenda.split", "pasted", pasted)
        found = split(pasted)
        if not found:
            raise Refused(NOTHING)
        if len(found) > MOST_SPLIT:
            raise Refused(TOO_MANY, most=MOST_SPLIT)
        if flask.request.form.get("add") != "yes":
            return show(meeting_id, pasted=pasted, found=found), 200
        hand_in_all([_asked(meeting_id, each) for each in found], part="item")
    except Refused as refused:
        return show(meeting_id, pasted=pasted, found=found, problem=told(refused)), refused.status
    return done(ADDED, f"/meetings/{meeting_id}/agenda")


def _asked(meeting_id: int, each: Split) -> tuple[type[AddItem], dict[str, Any]]:
    return AddItem, {"meeting_id": meeting_id} | each._asdict() | {"form": each.form.value}


def show(
    meeting_id: int,
    *,
    item_id: int | None = None,
    typed: dict[str, Any] | None = None,
    problem: str = "",
    meanwhile: bool = False,
    **more: Any,
) -> str:
    """Return the page with one item open. `typed`: a refused text that somebody typed into it. It is shown to be copied
    when somebody else has removed the item meanwhile.
    """
    wanted = item_id or number(flask.request.args.get("item"), 0)
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        items = items_of(db, meeting_id)
        opened = next((item for item in items if item.id == wanted), None)
        model = {"meeting": meeting, "open": meeting.state in CHANGEABLE, "items": _lines(db, meeting, items)}
        model["untold"] = bool(untold(db, meeting_id))
        model |= sittings_model(db, meeting, items, more)
        if opened is not None:
            stands = {field: getattr(opened, field) for field in FIELDS}
            model |= {"item": opened, "typed": typed or stands, "stands": stands if meanwhile else {}}
            model |= questions_model(db, meeting, opened.id, more)
            model["dossier"] = dossiers_model(db, meeting).get(opened.id)
            model["papers"] = [paper for paper in documents_of(db, meeting_id) if paper.item_id == opened.id]
        model["lost"] = typed if opened is None else None
        blank: dict[str, Any] = {"title": "", "presenter": "", "form": "", "start": "", "minutes": 0}
        blank["sitting_id"] = items[-1].sitting_id if items else None
        return page(
            "office/agenda.html",
            problem=problem,
            forms=tuple(ItemForm),
            deepest=DEEPEST,
            longest=caps.limit("agenda.add_item", "text"),
            **({"adding": blank, "pasted": "", "found": []} | model | more),
        )


def _lines(db: Session, meeting: Meeting, items: list[Item]) -> list[dict[str, Any]]:
    """Return each item with its numbers of papers and questions, and whether it has unpublished changes."""
    papers = [paper.item_id for paper in documents_of(db, meeting.id)]
    votes = [line.item_id for line in vote_lines(db, meeting.id, None)]
    changed = untold_rows(db, meeting, Item)
    fields = ("id", "position", "title", "presenter", "minutes", "form", "level", "internal", "start", "sitting_id")
    return [
        {name: getattr(item, name) for name in fields}
        | {"papers": papers.count(item.id), "questions": votes.count(item.id), "untold": item.id in changed}
        for item in items
    ]


def _sitting() -> int | None:
    """Return the id of the chosen planned sitting, or None."""
    return number(flask.request.form.get("sitting"), 0) or None


def _line(field: str) -> str:
    return " ".join(flask.request.form.get(field, "").split())
