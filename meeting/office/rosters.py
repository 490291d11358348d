"""Lists of people on screen: hand in, review line by line, accept, undo."""

from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.kernel.refusals import Refused, _l
from meeting.kernel.words import say
from meeting.office.door import done, hand_in, number, page, require_administrator, told
from meeting.office.models import all_groups
from meeting.people.particulars import Particulars
from meeting.roster.commands import WRITES, AcceptRoster, OfferRoster, WithdrawRoster
from meeting.roster.rules import BUSY, DOUBTS, NOT_A_LIST, SUFFIXES, LineKind, LineState
from meeting.roster.tables import Roster, RosterLine, count_absent, counted, find_roster
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("rosters", __name__)

A_PAGE = 50
LATEST = 10
ACCEPTED = _l("Đang nhập. Trang này tự báo khi xong.")
WITHDRAWN = _l("Đang hoàn tác. Trang này tự báo khi xong.")


@blueprint.get("/people/import")
def rosters() -> str:
    """Show the form and the latest lists."""
    require_administrator()
    return _form()


@blueprint.post("/people/import")
def offer() -> Response | tuple[str, int]:
    """Keep the file and have it read."""
    require_administrator()
    sent = flask.request.files.get("list")
    filename = (sent.filename or "").replace("\\", "/").rpartition("/")[2][:255] if sent else ""
    try:
        if sent is None or not filename.lower().endswith(SUFFIXES):
            raise Refused(NOT_A_LIST)
        reply = hand_in(OfferRoster, filename=filename, sha256=site().blobs.put(sent.read()))
    except Refused as refused:
        return _form(problem=told(refused)), refused.status
    return flask.redirect(f"/people/import/{reply.made['roster_id']}", code=303)


@blueprint.get("/people/import/<int:roster_id>")
def roster(roster_id: int) -> str:
    """Show the effect of a list, before or after it is accepted, fifty lines at a time."""
    require_administrator()
    return _page(roster_id)


@blueprint.post("/people/import/<int:roster_id>")
def accept(roster_id: int) -> Response | tuple[str, int]:
    """Import the list. People missing from the directory leave only if their number was typed."""
    typed = flask.request.form.get("departures")
    fields = {} if typed is None else {"departures": number(typed.strip(), 0)}
    return _act(roster_id, AcceptRoster, ACCEPTED, **fields)


@blueprint.post("/people/import/<int:roster_id>/withdraw")
def withdraw(roster_id: int) -> Response | tuple[str, int]:
    """Take it back."""
    return _act(roster_id, WithdrawRoster, WITHDRAWN)


def _act(roster_id: int, kind: Any, words: str, **fields: int) -> Response | tuple[str, int]:
    require_administrator()
    try:
        hand_in(kind, roster_id=roster_id, **fields)
    except Refused as refused:
        return _page(roster_id, problem=told(refused)), refused.status
    return done(words, f"/people/import/{roster_id}")


def _form(problem: str = "") -> str:
    with site().database.read() as db:
        latest = db.scalars(select(Roster).order_by(Roster.id.desc()).limit(LATEST)).all()
        return page("office/rosters.html", rosters=latest, problem=problem)


def _page(roster_id: int, problem: str = "") -> str:
    asked = flask.request.args
    kind = next((each for each in LineKind if each == asked.get("kind")), None)
    with site().database.read() as db:
        found = find_roster(db, roster_id)
        lines = _lines(db, roster_id, kind, number(asked.get("page")))
        figures = _figures(counted(db, roster_id)) | {"absent": count_absent(db, roster_id)}
    model = {"roster": found, "busy": found.state in BUSY, "kind": kind} | figures | lines
    return page("office/roster.html", problem=problem, **model)


def _lines(db: Session, roster_id: int, kind: LineKind | None, wanted: int) -> dict[str, Any]:
    """Return `{lines, page, pages}` of one kind, or of all."""
    query = select(RosterLine).where(RosterLine.roster_id == roster_id)
    if kind is not None:
        query = query.where(RosterLine.kind == kind)
    count = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-count // A_PAGE))
    at = min(wanted, pages)
    rows = db.scalars(query.order_by(RosterLine.line).limit(A_PAGE).offset((at - 1) * A_PAGE)).all()
    groups = {group.id: group.title for group in all_groups(db)}
    return {"lines": [_line(row, groups) for row in rows], "page": at, "pages": pages}


def _line(row: RosterLine, groups: dict[int, str]) -> dict[str, Any]:
    """Return the model of a line: its changed fields (old, new), and why it is in conflict."""
    before = Particulars(*row.before) if row.before else row.particulars
    changed = [(getattr(before, f), getattr(row.particulars, f)) for f in Particulars.__struct_fields__]
    doubt = say(DOUBTS[row.doubt], current.language()).format(fact=row.fact) if row.doubt else ""
    told = {"row": row, "changed": [(old, new) for old, new in changed if old != new], "doubt": doubt}
    return told | {"group": groups.get((row.given or {}).get("group_id") or 0, "")}


def _figures(lines: dict[tuple[LineKind, LineState], int]) -> dict[str, Any]:
    """Return `{kinds: {kind: count}, states: {state: count}, looked, writes}`.

    `looked`: the number of lines read so far; `states`: of the lines that change something.
    """
    kinds = {kind: sum(count for (of, _), count in lines.items() if of == kind) for kind in LineKind}
    states = {
        state: sum(count for (of, at), count in lines.items() if at == state and of in WRITES) for state in LineState
    }
    return {
        "kinds": kinds,
        "states": states,
        "looked": sum(kinds.values()),
        "writes": sum(kinds[kind] for kind in WRITES),
    }
