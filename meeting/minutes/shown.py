"""The state of the minutes, as pages show it."""

from typing import Any

from meeting.access.policy import VIEW_OF
from meeting.agenda.panels import seat_model
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Seat, find_meeting
from meeting.kernel.roles import Role
from meeting.minutes.basis import basis_models
from meeting.minutes.drafting import is_drawing
from meeting.minutes.expiry import ending, unfit
from meeting.minutes.rules import ORDER, TURN, MinutesState
from meeting.minutes.tables import DraftOrder, latest_minutes, may_have_presided, signatures_of, signer_of
from meeting.panels.registry import Sight
from meeting.panels.views import OFFICERS


def minutes_model(sight: Sight) -> dict[str, Any]:
    """Return the minutes for templates.

    `able`: the people of whom one must be named as having presided before anybody signs; `unpresided`: nobody who may
    preside came, so the secretary signs alone. `blocked`: why the next signer cannot sign: their certificate is out of
    date, revoked, or missing.
    """
    db, latest = sight.db, latest_minutes(sight.db, sight.meeting_id)
    standing = db.get(DraftOrder, sight.meeting_id)
    signatures = signatures_of(db, latest.id) if latest else []
    state = _state(sight, [s.role for s in signatures])
    turn = TURN.get(state)
    watched = sight.view in OFFICERS and state != MinutesState.LOCKED
    able = may_have_presided(db, sight.meeting_id) if not signatures else []
    nobody = None if signer_of(db, sight.meeting_id, Role.CHAIR) else Role.CHAIR
    soon = ending(db, sight.meeting_id, sight.now, sight.data) if watched else []
    bad = unfit(db, sight.meeting_id, turn, sight.data) if watched and turn is not None else None
    return {
        "state": state,
        "version": latest.version if latest else None,
        "pages": latest.pages if latest else None,
        "sha256": latest.sha256 if latest else None,
        "drawn_at": latest.drawn_at if latest else None,
        "journal_seq": latest.journal_seq if latest else None,
        "url": f"/m/{sight.meeting_id}/minutes.pdf" if latest else None,
        "problem": standing.problem if standing else "",
        "plain": standing is not None and standing.plain,
        "bases": (bases := basis_models(db, sight.meeting_id, sight.language)),
        "bases_open": [basis["title"] for basis in bases if not basis["confirmed"]],
        "able": [seat_model(seat) for seat in able],
        "unpresided": nobody is not None and not able and not signatures,
        "can_sign": turn is not None and VIEW_OF[turn] == sight.view and not able and nobody != turn,
        "blocked": bad or next((one for one in soon if one.ended and one.role == turn), None),
        "signers": {role: _name(signer_of(db, sight.meeting_id, role)) for role in ORDER},
        "signatures": [
            {"role": s.role, "name": _name(db.get_one(Seat, s.seat_id)), "at": s.signed_at} for s in signatures
        ],
        "ending": soon,
    }


def _name(seat: Seat | None) -> str:
    return seat.particulars.full_name if seat else ""


def _state(sight: Sight, signed: list[Role]) -> MinutesState:
    latest = latest_minutes(sight.db, sight.meeting_id)
    if find_meeting(sight.db, sight.meeting_id).minutes_locked:
        return MinutesState.LOCKED
    if Role.CLERK in signed:
        return MinutesState.CLERK_SIGNED
    if find_meeting(sight.db, sight.meeting_id).state != MeetingState.ENDED:
        return MinutesState.NONE
    if is_drawing(sight.db, sight.meeting_id, latest):
        return MinutesState.DRAWING
    standing = sight.db.get(DraftOrder, sight.meeting_id)
    return MinutesState.FAILED if standing is not None and standing.problem else MinutesState.DRAFT
