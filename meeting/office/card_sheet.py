"""Cards of a whole meeting: one sheet to print. All become valid together, and the old cards stop working at once."""

import dataclasses
import itertools
import time
from collections.abc import Callable

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.agenda.rules import VOTE_RUNNING, MeetingState
from meeting.agenda.tables import Meeting, Seat, find_meeting, seats_of
from meeting.commands.receipts import KEY_REUSED, check_key, is_answered
from meeting.conduct.cards import why_not_by_one
from meeting.entrance.cards import OFFICES
from meeting.entrance.reissue import Bearer, CardSheet, authority_spoken, bearer_of, make_cards
from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.words import say
from meeting.network.tables import wifi_name
from meeting.office.door import own_tries, page, require_administrator, told
from meeting.panels.drawing import gathered
from meeting.people.commands import IssueCard
from meeting.voting.rules import MotionState
from meeting.voting.tables import motions_of
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site
from meeting.witness.key import printed, public_half

blueprint = Blueprint("office_card_sheet", __name__)

AN_HOUR = "20 per hour"
"""How often one administrator may make a sheet: each card on it takes a tenth of a second of processor time."""
NOBODY = declare("entrance.nobody", 409, "Không có ai để cấp thẻ ở tờ này. Chưa có gì thay đổi.")
SITTING = declare(
    "entrance.sitting",
    409,
    "Phiên họp đang diễn ra: thẻ mới sẽ đăng xuất mọi người giữa phiên. Lúc này chỉ cấp cho người chưa có thẻ; mất thẻ "
    "thì cấp lại từng người ở Điểm danh.",
)
SHEET_MADE = declare(
    "entrance.sheet_made",
    409,
    "Tờ thẻ này đã được cấp, PIN chỉ hiện một lần. Chưa in được thì mở lại trang này và cấp thẻ mới.",
)
GUEST = _l("không có tài khoản")
YOURSELF = _l("thẻ của chính bạn: cấp ở trang riêng, vì máy này sẽ đăng xuất")


@dataclasses.dataclass(frozen=True)
class CardsWanted:
    """The people who get a card (`lacking`: those without one), and those who do not: `(name, why)`."""

    bearers: list[Bearer]
    lacking: list[Bearer]
    left_out: list[tuple[str, str]]


@blueprint.get("/meetings/<int:meeting_id>/cards")
def ask(meeting_id: int) -> str:
    """Ask for confirmation: who gets a card, and which cards stop working."""
    require_administrator()
    return _ask(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/cards")
@limiter.limit(AN_HOUR, key_func=own_tries)
def issue(meeting_id: int) -> str | tuple[str, int]:
    """Make the cards and show them once. `only_without`: only for people without one.

    A form that is sent twice makes one sheet.
    """
    require_administrator()
    current.hold_to_pace()
    form = flask.request.form
    only = "only_without" in form
    with site().database.read() as db:
        meeting, wanted = find_meeting(db, meeting_id), _wanted(db, meeting_id)
        heading = {"body": meeting.body, "title": meeting.title}
    try:
        bearers = wanted.lacking if only else wanted.bearers
        if not bearers:
            raise Refused(NOBODY)
        _check_new(form.get("key", ""))
        _check_calm(meeting_id, only=only)
        sheet = make_cards(bearers, form.get("words", ""), _putter(meeting_id, form.get("key", ""), only=only))
    except Refused as refused:
        return _ask(meeting_id, told(refused)), refused.status
    if not sheet.cards and sheet.refused:
        return _ask(meeting_id, told(sheet.refused)), sheet.refused.status
    return _printed(sheet, heading, f"/meetings/{meeting_id}/people", lacking=len(bearers) - len(sheet.cards))


def _putter(meeting_id: int, key: str, *, only: bool) -> Callable[[Bearer, str, str], object]:
    """Return a function that makes one card after the other valid, each under the key of its place on the sheet."""
    keys = (_key(key, place) for place in itertools.count())

    def put(bearer: Bearer, card_hash: str, pin_hash: str) -> object:
        _check_calm(meeting_id, only=only)  # a large sheet takes minutes
        made = IssueCard(person_id=bearer.person_id, card_hash=card_hash, pin_hash=pin_hash, signs=bearer.signs)
        try:
            return site().commands.submit(made, token=current.token(), key=next(keys))
        except Refused as refused:
            raise Refused(SHEET_MADE) if refused.code == KEY_REUSED else refused from None

    return put


def _key(key: str, place: int) -> str:
    return f"{key[:40]}-card-{place}" if key else ""


def _check_new(key: str) -> None:
    """Raise Refused for a form that was sent before: a second sheet would make the PINs of the first one invalid."""
    check_key(key)
    with site().database.read() as db:
        if is_answered(db, current.require_actor(db, None).name, _key(key, 0)):
            raise Refused(SHEET_MADE)


def _check_calm(meeting_id: int, *, only: bool) -> None:
    """Raise Refused where new cards would sign people out during a vote or, unless `only`, during the session."""
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        for motion in motions_of(db, meeting_id):
            if motion.state == MotionState.OPEN:
                raise Refused(VOTE_RUNNING, motion=motion.title)
        if meeting.state == MeetingState.RUNNING and not only:
            raise Refused(SITTING)


def _printed(sheet: CardSheet, heading: dict[str, str], back: str, *, lacking: int) -> str:
    """Return the sheet. A long one is drawn in pieces, so that other requests get turns."""
    with site().database.read() as db:
        wifi = wifi_name(db, site().settings)
    pieces = flask.stream_template(
        "entrance/cards.html",
        cards=sheet.cards,
        lacking=lacking,
        problem=told(sheet.refused) if sheet.refused else "",
        meeting=heading,
        address=sheet.cards[0].url.partition("/c/")[0],
        wifi=wifi,
        authority=authority_spoken(),
        event_key=printed(public_half(site().settings.data)),
        back=back,
    )
    return gathered(pieces)


def _ask(meeting_id: int, problem: str = "") -> str:
    with site().database.read() as db:
        meeting: Meeting = find_meeting(db, meeting_id)
        return page("office/card_sheet.html", meeting=meeting, wanted=_wanted(db, meeting_id), problem=problem)


def _wanted(db: Session, meeting_id: int) -> CardsWanted:
    """Return whose cards are made: chair and secretary first, then by the order of protocol.

    An administrator's first card comes last: as soon as it is in force, the cards of officers take two.
    """
    asks = current.require_actor(db, None).person_id
    first = {role: place for place, role in enumerate(OFFICES)}
    bearers, lacking, left_out = [], [], []
    becoming = set(db.scalars(select(Login.person_id).where(Login.admin, Login.card_hash.is_(None))))
    seats = seats_of(db, meeting_id)
    for seat in sorted(seats, key=lambda seat: (seat.person_id in becoming, first.get(seat.role, len(first)))):
        time.sleep(0)  # let other requests take their turn
        login = db.get(Login, seat.person_id)
        why = _why_not(db, seat, login, asks)
        if why:
            left_out.append((seat.particulars.named(), why))
            continue
        bearer = bearer_of(db, seat.person_id, office=OFFICES.get(seat.role, ""), seat_label=seat.label)
        bearers.append(bearer)
        if login is not None and login.card_hash is None:
            lacking.append(bearer)
    return CardsWanted(bearers, lacking, left_out)


def _why_not(db: Session, seat: Seat, login: Login | None, asks: int | None) -> str:
    """Return why this sheet has no card for a seat; empty when it has one."""
    if login is None or not login.active:
        return say(GUEST, current.language())
    if seat.person_id == asks:
        return say(YOURSELF, current.language())
    refused = why_not_by_one(db, seat.person_id, asks or 0, current.now())
    return told(refused) if refused is not None else ""
