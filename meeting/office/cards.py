"""Cards on screen: made by an administrator for anybody, or by a keeper of the roll for a seat of their meeting."""

from typing import Any

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.accord.tables import waiting
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance.cards import AllowCard, ReissueCard, is_allowed, is_by_one, takes_two_officers
from meeting.conduct import card_makers, officers_cards
from meeting.conduct.officers_cards import AllowOfficersCard, DeclineOfficersCard
from meeting.entrance.cards import OFFICES
from meeting.entrance.reissue import Bearer, PutInForce, authority_spoken, bearer_of, make_card
from meeting.kernel.refusals import Refused, _l
from meeting.network.tables import wifi_name
from meeting.office.door import done, hand_in, number, page, require_reach, told
from meeting.people.commands import IssueCard
from meeting.people.scope import check_door_reached
from meeting.people.tables import find_login, find_person
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site
from meeting.witness.key import printed, public_half

blueprint = Blueprint("cards", __name__)

A_MORNING = "40 per minute; 1000 per day"
"""How many cards one server makes: each takes a tenth of a second of processor time, a signer's more."""
Answer = str | tuple[str, int]
DECLINED = _l("Đã bỏ đề nghị cấp thẻ. Thẻ cũ vẫn dùng được.")


@blueprint.get("/people/<int:person_id>/card")
def ask_for_person(person_id: int) -> str:
    """Ask for confirmation: who gets a card, and what stops working."""
    _require_door_reached(person_id)
    two = _two_administrators(person_id)
    return _ask(_person(person_id), back=f"/people/{person_id}", certifies=True, **two)


@blueprint.post("/people/<int:person_id>/card/ask")
def ask_administrator(person_id: int) -> Response | Answer:
    """Ask the second administrator to agree on a card with more access, or agree as the second one."""
    _require_door_reached(person_id)
    try:
        reason, answers = flask.request.form.get("reason", ""), number(flask.request.form.get("answers"), 0)
        hand_in(AllowOfficersCard, person_id=person_id, reason=reason, answers=answers)
    except Refused as refused:
        two = _two_administrators(person_id)
        back, problem = f"/people/{person_id}", told(refused)
        return _ask(_person(person_id), back=back, certifies=True, problem=problem, **two), refused.status
    return flask.redirect(f"/people/{person_id}/card", code=303)


@blueprint.post("/people/<int:person_id>/card/decline")
def decline(person_id: int) -> Response:
    """Decline the request: for administrators, and for the person who would get the card."""
    hand_in(DeclineOfficersCard, person_id=person_id)
    return done(DECLINED, "/")


@blueprint.post("/people/<int:person_id>/card")
@limiter.limit(A_MORNING)
def issue_for_person(person_id: int) -> Answer:
    """Make a new card for any person, shown once."""
    _require_door_reached(person_id)
    bearer = _person(person_id)

    def put(card_hash: str, pin_hash: str) -> object:
        made = {"card_hash": card_hash, "pin_hash": pin_hash, "signs": bearer.signs}
        return hand_in(IssueCard, person_id=person_id, **made)

    heading = {"body": current.settings().office_name, "title": ""}
    return _issue(bearer, put, heading, back=f"/people/{person_id}", certifies=True)


@blueprint.get("/m/<int:meeting_id>/seats/<int:seat_id>/card")
def ask_for_seat(meeting_id: int, seat_id: int) -> str:
    """Do the same during a meeting."""
    bearer, _ = _seat(meeting_id, seat_id)
    return _ask(bearer, back=f"/m/{meeting_id}/roll", certifies=False, **_accord(meeting_id, seat_id))


@blueprint.post("/m/<int:meeting_id>/seats/<int:seat_id>/card/ask")
def ask_second(meeting_id: int, seat_id: int) -> Response | Answer:
    """Ask the second officer to agree on the card of a person who conducts the meeting, or agree as the second one."""
    bearer, _ = _seat(meeting_id, seat_id)
    reason = flask.request.form.get("reason", "")
    try:
        hand_in(AllowCard, meeting_id=meeting_id, seat_id=seat_id, reason=reason)
    except Refused as refused:
        back, accord = f"/m/{meeting_id}/roll", _accord(meeting_id, seat_id)
        return _ask(bearer, back=back, certifies=False, problem=told(refused), **accord), refused.status
    return flask.redirect(f"/m/{meeting_id}/seats/{seat_id}/card", code=303)


@blueprint.post("/m/<int:meeting_id>/seats/<int:seat_id>/card")
@limiter.limit(A_MORNING)
def issue_for_seat(meeting_id: int, seat_id: int) -> Answer:
    """Make a new card for a seat's person, shown once."""
    bearer, heading = _seat(meeting_id, seat_id)

    def put(card_hash: str, pin_hash: str) -> object:
        current.hold_to_pace()
        command = ReissueCard(
            meeting_id=meeting_id, seat_id=seat_id, card_hash=card_hash, pin_hash=pin_hash, signs=bearer.signs
        )
        return site().commands.submit(command, token=current.token(), key=flask.request.form.get("key", ""))

    return _issue(bearer, put, heading, back=f"/m/{meeting_id}/roll", certifies=False)


def _accord(meeting_id: int, seat_id: int) -> dict[str, Any]:
    """Return `{accord: {asked, slug, account}}` when a card needs two officers and they have not agreed yet.

    `asked`: until when a request waits, or None. Otherwise returns `{alone}`: one officer makes the card alone.
    """
    with site().database.read() as db:
        meeting, seat = find_meeting(db, meeting_id), find_seat(db, meeting_id, seat_id)
        asker = current.require_actor(db, meeting_id)
        if not takes_two_officers(db, meeting, seat, asker, current.now()) or is_allowed(db, seat, current.now()):
            return {"alone": is_by_one(db, meeting, seat, asker, current.now())}
        login = find_login(db, seat.person_id)
        rows = [row for row in waiting(db, meeting_id) if (row.act, row.subject) == (AllowCard.name, str(seat_id))]
        asked = [row.until for row in rows if row.until > current.now()]
        until = asked[-1] if asked else None
        return {"accord": {"asked": until, "slug": meeting.slug, "account": login.account if login else ""}}


def _two_administrators(person_id: int) -> dict[str, Any]:
    """Return `{accord: {account, mine, own, who, reason, line, alone_from}}` when a card needs two administrators who
    have not agreed yet.

    `mine`: whether the viewing administrator made the request, None without a request. `own`: it is their own card.
    `line`: the request's number in the journal.
    When one administrator may make the card, returns `{alone, helpers}`. `helpers`: the names of administrators who do
    not count as a second one yet. Returns an empty map once two have agreed.
    """
    with site().database.read() as db:
        me, now = current.require_actor(db, None).person_id or 0, current.now()
        if not officers_cards.takes_two_administrators(db, person_id, me, now):
            alone = officers_cards.opens_more(db, person_id, now)
            helpers = [find_person(db, each).particulars.named() for each in officers_cards.helpers_of(db, me, now)]
            return {"alone": alone, "helpers": helpers}
        if officers_cards.is_agreed(db, person_id, now):
            return {}
        if officers_cards.is_unanswered(db, person_id, me, now):
            return {"alone": True}
        login, asked = find_login(db, person_id), officers_cards.request_of(db, person_id, now)
        known = {"office": True, "account": login.account if login else ""}
        if asked is None:
            return {"accord": known | {"mine": None}}
        asker = card_makers.person_of(asked)
        who = find_person(db, asker).particulars.named()
        told = {"mine": asker == me, "own": person_id == me, "who": who, "reason": asked.body["reason"]}
        return {"accord": known | told | {"line": asked.seq, "alone_from": officers_cards.alone_from(asked)}}


def _require_door_reached(person_id: int) -> None:
    """Raise Refused, before anything is made or shown, when the actor may not give this person a card."""
    if require_reach() is not None:
        with site().database.read() as db:
            check_door_reached(db, current.require_actor(db, None), find_person(db, person_id))


def _person(person_id: int) -> Bearer:
    with site().database.read() as db:
        return bearer_of(db, person_id)


def _seat(meeting_id: int, seat_id: int) -> tuple[Bearer, dict[str, str]]:
    """Return the bearer and the card's heading. Raises Refused for people who may not keep the roll."""
    with site().database.read() as db:
        policy.require(current.require_actor(db, meeting_id), Capability.KEEP_ROLL)
        meeting, seat = find_meeting(db, meeting_id), find_seat(db, meeting_id, seat_id)
        bearer = bearer_of(db, seat.person_id, office=OFFICES.get(seat.role, ""), seat_label=seat.label)
        return bearer, {"body": meeting.body, "title": meeting.title}


def _ask(bearer: Bearer, *, back: str, certifies: bool, problem: str = "", **two: Any) -> str:
    """Return the page that asks for confirmation. `two`: the answer of `_accord` or `_two_administrators`."""
    with site().database.read() as db:
        login = find_login(db, bearer.person_id)
    has_card = login is not None and login.card_hash is not None
    model = {"bearer": bearer, "has_card": has_card, "back": back, "certifies": certifies, "problem": problem}
    return page("office/card.html", **({"accord": None, "alone": False, "helpers": []} | two), **model)


def _issue(bearer: Bearer, put: PutInForce, heading: dict[str, Any], *, back: str, certifies: bool) -> Answer:
    words = flask.request.form.get("words", "") if certifies else ""
    try:
        card = make_card(bearer, words, put)
    except Refused as refused:
        return _ask(bearer, back=back, certifies=certifies, problem=told(refused)), refused.status
    return render_template(
        "entrance/cards.html",
        cards=[card],
        meeting=heading,
        address=card.url.partition("/c/")[0],
        wifi=_wifi(),
        authority=authority_spoken(),
        event_key=printed(public_half(site().settings.data)),
        back=back,
    )


def _wifi() -> str:
    with site().database.read() as db:
        return wifi_name(db, site().settings)
