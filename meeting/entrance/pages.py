"""Signing in by card, or by code and PIN; and signing out."""

import logging

import flask
from flask import Blueprint, render_template
from msgspec.structs import asdict
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import sessions
from meeting.access.tables import Way
from meeting.agenda.rules import OVER, UNSEEN
from meeting.agenda.tables import Meeting, Seat
from meeting.agenda.told import starts_as_told
from meeting.commands import caps
from meeting.commands.replies import sentence
from meeting.entrance import locking, tries
from meeting.entrance.entering import go_on
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import Cap
from meeting.kernel.tokens import token_hash
from meeting.people.tables import find_person
from meeting.private import registry as private
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("entrance", __name__)
caps.form("access.sign_in", account=Cap("Tài khoản", 64), pin=Cap("Mã PIN", 64))

log = logging.getLogger(__name__)

A_HALL = "600 per minute"
"""How often one address may try: five hundred people behind it may sign in at once."""
UNKNOWN = declare("access.unknown", 403, "Tài khoản hoặc mã PIN chưa đúng.")
CARD_SECONDS = 600
"""The time for which a scanned card waits for “Đúng là tôi”."""

READ_AGAIN = declare("access.read_again", 410, "Đã quá lâu từ khi quét thẻ. Mời quét lại mã QR trên thẻ.")
UNKNOWN_CARD = declare("access.unknown_card", 404, "Thẻ này không còn hiệu lực. Nhờ thư ký cấp thẻ mới.")


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Ask for a code and a PIN. Also makes the device forget the data of a person who has just signed out, or was
    signed out from elsewhere."""
    left = flask.session.pop("left", False) or current.was_ended()
    return _ask_who(shared=current.is_shared(), left=left)


def _ask_who(error: str = "", account: str = "", *, shared: bool, left: bool = False) -> str:
    passwords = site().directory.takes_passwords()
    told = {"error": error, "account": account, "shared": shared, "all_shared": current.all_shared(), "left": left}
    return render_template("entrance/sign_in.html", passwords=passwords, **told)


@blueprint.post("/sign-in")
@limiter.limit(tries.FROM_HERE, key_func=tries.from_here, on_breach=tries.refuse_pin)
@limiter.limit(
    tries.FROM_ANYWHERE, key_func=tries.from_anywhere, deduct_when=tries.was_wrong, on_breach=tries.refuse_pin
)
@limiter.limit(A_HALL)
def sign_in_with_pin() -> Response | tuple[str, int]:
    """Sign in by account and PIN. Slow for guessing; the answer is the same for an unknown account and a wrong PIN."""
    account, pin = flask.request.form.get("account", ""), flask.request.form.get("pin", "")
    pin = pin[: caps.limit("access.sign_in", "pin") + 1]  # a longer PIN is wrong; the cut keeps its check cheap
    person_id = site().directory.authenticate(account, pin)
    if person_id is None:
        typed = (
            "?" if tries.account_typed().isdigit() else tries.account_typed()[:40]
        )  # a PIN typed as an account must not be stored
        log.warning("sign-in refused: %r from %s", typed, current.address())
        current.note_refused(Way.CODE, typed)
        error = sentence(Refused(UNKNOWN), current.language())
        return _ask_who(error, account, shared=bool(flask.request.form.get("shared"))), 403
    tries.take_back()
    current.note_shared()
    return go_on(person_id, Way.CODE)


@blueprint.get("/c/<card>")
@limiter.limit(A_HALL)
def read_card(card: str) -> Response:
    """Remember which card was read, and redirect to an address without it: the card's address is a secret and must not
    stay in the address bar, the history or a referrer. This does not sign anybody in."""
    card_hash = token_hash(card)
    with site().database.read() as db:
        known = sessions.person_of_card(db, card_hash) is not None
    if not known:
        current.note_refused(Way.CARD)
        raise Refused(UNKNOWN_CARD)
    flask.session["card"] = [card_hash, int(current.now().timestamp()) + CARD_SECONDS]
    answer = flask.redirect("/card", code=303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.get("/card")
def card() -> str:
    """Show whose card was read. The sign-in begins when the person confirms."""
    with site().database.read() as db:
        person = find_person(db, _person_of(db, _card_read()))
        model = asdict(person.particulars) | {"seat_label": _seat_label(db, person.id)}
        reopens = locking.is_theirs(db, person.id)
    shared = {"shared": current.is_shared(), "all_shared": current.all_shared()}
    return render_template("entrance/card.html", person=model, reopens=reopens, **shared)


@blueprint.post("/card")
def answer_card() -> Response:
    """“Đúng là tôi”, or not. Either way the card is forgotten: the next person reads their own."""
    card_hash = _card_read()
    flask.session.pop("card")
    if flask.request.form.get("answer") != "yes":
        return flask.redirect("/sign-in", code=303)
    with site().database.read() as db:
        person_id = _person_of(db, card_hash)
        reopens = locking.is_theirs(db, person_id)
    if reopens:
        return locking.reopen()
    current.note_shared()
    return go_on(person_id, Way.CARD)


def _card_read() -> str:
    """Return the hash of the card read on this device just now. Raises Refused when that is too long ago."""
    card_hash, until = flask.session.get("card") or ("", 0)
    if current.now().timestamp() > until:
        raise Refused(READ_AGAIN)
    return str(card_hash)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Leave this device; what it kept of the person is cleared, its cache here and the rest by the page that follows.

    The header "storage" would take along the heads of the journal that it keeps as a witness.
    """
    current.sign_out()
    flask.session["left"] = True
    answer = flask.redirect("/sign-in", code=303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.post("/language")
def language() -> Response:
    """Choose the language of one's screens."""
    chosen = flask.request.form.get("language", "")
    site().private.submit(private.decode("display.choose_language", {"language": chosen}), token=current.token())
    current.remember_language(chosen)
    return flask.redirect(flask.request.referrer or "/", code=303)


def _person_of(db: Session, card_hash: str) -> int:
    person_id = sessions.person_of_card(db, card_hash)
    if person_id is None:
        raise Refused(UNKNOWN_CARD)
    return person_id


def _seat_label(db: Session, person_id: int) -> str:
    """Return the person's seat in the present or next meeting that was published; empty without one."""
    query = select(Meeting, Seat.label).join(Seat, Seat.meeting_id == Meeting.id)
    mine = db.execute(query.where(Seat.person_id == person_id, Meeting.state.not_in((*OVER, *UNSEEN)))).all()
    return min(mine, key=lambda row: starts_as_told(row.Meeting)).label if mine else ""
