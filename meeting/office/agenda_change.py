"""Changing the agenda in session by a form: items are withdrawn, moved or added, and the change is put to the vote."""

from typing import Any

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.policy import Capability, allowed
from meeting.agenda.rules import ItemForm, check_running
from meeting.agenda.steps import StepKind
from meeting.agenda.tables import find_meeting, items_of
from meeting.kernel.refusals import Refused, _l, declare
from meeting.law import editions as law
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.voting.commands.agenda_change import ProposeAgendaChange
from meeting.voting.rules import MotionForm
from meeting.voting.tables import prepared_under
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("agenda_change", __name__)

NO_SUCH_NUMBER = declare("office.no_such_number", 400, "Không có nội dung số {number} ở phía sau.")
PROPOSED = _l("Đã ghi đề nghị. Mở biểu quyết ở trang Điều hành.")
ROWS = 3
"""How many items may be added at once."""


@blueprint.get("/meetings/<int:meeting_id>/agenda/change")
def change(meeting_id: int) -> str:
    """Show every item ahead with its possible changes."""
    require_maker(meeting_id)
    return show(meeting_id, {})


@blueprint.post("/meetings/<int:meeting_id>/agenda/change")
def propose(meeting_id: int) -> Response | tuple[str, int]:
    """Put the chosen changes to the vote as one question."""
    require_maker(meeting_id)
    form = flask.request.form
    said = {"form": form.get("form", ""), "decision": form.get("decision", "")}
    try:
        hand_in(ProposeAgendaChange, meeting_id=meeting_id, steps=_steps(meeting_id), **said)
    except Refused as refused:
        return show(meeting_id, form.to_dict(), problem=told(refused)), refused.status
    with site().database.read() as db:
        back = _back(db, meeting_id)
    return done(PROPOSED, back)


def _back(db: Session, meeting_id: int) -> str:
    """Return the console for its officers, and the agenda for administrators, who have no console there."""
    runs = allowed(current.require_actor(db, meeting_id), Capability.RUN)
    return f"/m/{meeting_id}/console" if runs else f"/meetings/{meeting_id}/agenda"


def _steps(meeting_id: int) -> list[dict[str, Any]]:
    """Return the steps of the form: withdrawals first, then moves, then new items."""
    form = flask.request.form
    with site().database.read() as db:
        items = items_of(db, meeting_id)
    numbers = {item.position: item.id for item in items}
    chosen = [(item.id, form.get(f"do-{item.id}", "")) for item in items]
    withdrawn = [{"kind": kind, "item_id": each} for each, kind in chosen if kind == StepKind.WITHDRAW]
    moved = [
        {"kind": kind, "item_id": each, "before": _before(numbers, form.get(f"before-{each}", "").strip())}
        for each, kind in chosen
        if kind == StepKind.MOVE
    ]
    added = [
        {"kind": StepKind.ADD.value, "title": row["title"], "presenter": row["presenter"]}
        | {"minutes": number(row["minutes"], 0), "form": row["item_form"], "internal": row["internal"]}
        | {"before": _before(numbers, row["place"])}
        for row in _rows()
        if row["title"]
    ]
    return [*withdrawn, *moved, *added]


def _rows() -> list[dict[str, Any]]:
    """Return the filled-in rows for new items; their fields have the same names."""
    form = flask.request.form
    lists = {field: form.getlist(field) for field in ("title", "presenter", "minutes", "item_form", "place")}
    internal = form.getlist("internal")
    return [
        {field: " ".join(said[row].split()) if row < len(said) else "" for field, said in lists.items()}
        | {"internal": str(row) in internal}
        for row in range(ROWS)
    ]


def _before(numbers: dict[int, int], written: str) -> int:
    """Return the id of the item with this number; 0, the end of the agenda, when the field is empty.

    Raises Refused when no item has the number.
    """
    if not written:
        return 0
    found = numbers.get(number(written, 0))
    if found is None:
        raise Refused(NO_SUCH_NUMBER, number=written)
    return found


def show(meeting_id: int, typed: dict[str, str], *, problem: str = "") -> str:
    """Return the page with the form as it was filled in."""
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        check_running(meeting.state)
        items = items_of(db, meeting_id)
        votes = prepared_under(db, meeting_id, tuple(item.id for item in items))
        body = law.preset(meeting.edition, meeting.preset)
        return page(
            "office/agenda_change.html",
            meeting=meeting,
            items=items,
            votes={item.id: [vote.title for vote in votes if vote.item_id == item.id] for item in items},
            typed=typed,
            rows=_rows(),
            forms=tuple(ItemForm),
            vote_forms=tuple(MotionForm),
            decisions={key: rule.title.say(current.language()) for key, rule in body.decisions.items()},
            usual=body.procedural_decision,
            back=_back(db, meeting_id),
            problem=problem,
        )
