"""Invitations on screen: people found by name or by group get a seat; roles and order of a draft."""

from typing import Any

import flask
from flask import Blueprint
from msgspec.structs import asdict
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.agenda.commands import AddSeat
from meeting.agenda.rules import CHANGEABLE, SEAT_ROLES, MeetingState
from meeting.agenda.seating import MoveSeat
from meeting.agenda.tables import Seat, find_meeting, seats_of
from meeting.commands import caps
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.roles import Role
from meeting.kernel.text import clean
from meeting.office.door import done, hand_in, hand_in_all, number, page, require_maker, told
from meeting.office.models import all_groups
from meeting.office.press import Press
from meeting.people.tables import Person, groups_of, sought_people
from meeting.planning.seats import ChangeSeat, RemoveSeat, said_of
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("invited", __name__)

OFFERED = 50
INVITED = _l("Đã thêm vào thành phần.")
SAVED = _l("Đã lưu.")
REMOVED = _l("Đã bỏ khỏi thành phần.")


@blueprint.get("/meetings/<int:meeting_id>/people")
def invited(meeting_id: int) -> str:
    """Show the seats in order of protocol, and people to choose from, by `words` and by `group`."""
    require_maker(meeting_id)
    return _page(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/people")
def invite(meeting_id: int) -> Response | tuple[str, int]:
    """Give the chosen people seats of one role. Names the people who got one in the meantime."""
    require_maker(meeting_id)
    form = flask.request.form
    said = {"meeting_id": meeting_id, "role": form.get("role", ""), "votes": form.get("votes") == "yes"}
    chosen = [number(each, 0) for each in form.getlist("person")]
    try:
        hand_in_all([(AddSeat, said | {"person_id": person}) for person in chosen], part="seat")
    except Refused as refused:
        return _page(meeting_id, problem=told(refused), inviting=said | {"people": chosen}), refused.status
    return done(INVITED, f"/meetings/{meeting_id}/people")


@blueprint.post("/meetings/<int:meeting_id>/people/<int:seat_id>")
def change_seat(meeting_id: int, seat_id: int) -> Response | tuple[str, int]:
    """Change somebody's role and rights in the meeting."""
    form = flask.request.form
    said: dict[str, Any] = {each: form.get(each) == "yes" for each in ("votes", "head")}
    said |= {"role": form.get("role", "")}
    said |= {"label": clean(form.get("label", "")).strip()}
    seen = form.get("seen", "")
    return _act(meeting_id, SAVED, ChangeSeat, typed=(seat_id, said), seat_id=seat_id, seen=seen, **said)


@blueprint.post("/meetings/<int:meeting_id>/people/<int:seat_id>/remove")
def remove_seat(meeting_id: int, seat_id: int) -> Response | tuple[str, int]:
    """Withdraw somebody's invitation."""
    return _act(meeting_id, REMOVED, RemoveSeat, seat_id=seat_id)


@blueprint.post("/meetings/<int:meeting_id>/people/order")
def order(meeting_id: int) -> Response | tuple[str, int]:
    """Move a seat one place up or down, with the buttons of the list."""
    require_maker(meeting_id)
    form = flask.request.form
    seat_id = number(form.get(Press.UP) or form.get(Press.DOWN), 0)
    with site().database.read() as db:
        place = next((seat.position for seat in seats_of(db, meeting_id) if seat.id == seat_id), 0)
    position = place - 1 if form.get(Press.UP) else place + 1
    return _act(meeting_id, "", MoveSeat, seat_id=seat_id, position=position)


def _act(
    meeting_id: int, words: str, kind: Any, typed: tuple[int, dict[str, Any]] | None = None, **fields: object
) -> Response | tuple[str, int]:
    require_maker(meeting_id)
    try:
        hand_in(kind, meeting_id=meeting_id, **fields)
    except Refused as refused:
        return _page(meeting_id, problem=told(refused), again=dict([typed] if typed else [])), refused.status
    address = f"/meetings/{meeting_id}/people"
    return done(words, address) if words else flask.redirect(f"{address}#seats", code=303)


def _page(
    meeting_id: int,
    problem: str = "",
    again: dict[int, dict[str, Any]] | None = None,
    inviting: dict[str, Any] | None = None,
) -> str:
    """Render the page. `again`: refused text, by seat; `inviting`: the people and role chosen in a refused form."""
    asked = flask.request.args
    words = clean(asked.get("words", "")[: caps.limit("people.find", "words")])
    group_id = number(asked.get("group"), 0) or None
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        seats = seats_of(db, meeting_id)
        model = {
            "meeting": meeting,
            "seats": [_seat(seat) | {"typed": (again or {}).get(seat.id)} for seat in seats],
            "offered": _offered(db, {seat.person_id for seat in seats}, words, group_id),
            "groups": all_groups(db),
            "draft": meeting.state == MeetingState.DRAFT,
            "open": meeting.state in CHANGEABLE,
            "voters": sum(seat.votes for seat in seats),
            "gives_cards": current.require_actor(db, None).admin,
            "inviting": inviting or {"people": [], "role": Role.MEMBER, "votes": True},
        }
        return page("office/invited.html", problem=problem, words=words, group_id=group_id, roles=SEAT_ROLES, **model)


def _seat(seat: Seat) -> dict[str, Any]:
    fields = ("id", "role", "votes", "label", "head", "position")
    return {name: getattr(seat, name) for name in fields} | {"seen": said_of(seat)} | asdict(seat.particulars)


def _offered(db: Session, seated: set[int], words: str, group_id: int | None) -> list[dict[str, Any]]:
    """Return people without a seat here, at most fifty, by given name."""
    query = sought_people(words, group_id=group_id).where(Person.id.not_in(seated))
    people = db.scalars(query.order_by(Person.place, Person.id).limit(OFFERED)).all()
    groups = groups_of(db, [person.id for person in people])
    return [{"id": each.id, "groups": groups.get(each.id, [])} | asdict(each.particulars) for each in people]
