"""Forms about mandates and recusals: who is in office, who takes no part in a vote. Total and roll follow from them."""

from datetime import date
from typing import Any

import flask
from flask import Blueprint
from msgspec.structs import asdict
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.rules import OVER, Mandate, MeetingState
from meeting.agenda.tables import Seat, agenda_lines, find_meeting, seats_of
from meeting.attendance.quorum import quorum_now
from meeting.conduct.mandates import RecordMandate
from meeting.kernel.refusals import NOT_ALLOWED, Refused, _l
from meeting.law import editions as law
from meeting.law.edition import CountedRule
from meeting.office.door import done, hand_in, number, page, require_maker, told
from meeting.voting.asides import asides_of
from meeting.voting.commands.recusing import Recuse, StandAside, TakePart, WithdrawRecusal, wording_of
from meeting.voting.excluded import WHY
from meeting.voting.exclusions import excluded_of, exclusions_now
from meeting.voting.panels import exclusion_model
from meeting.voting.restoring import RestoreBox
from meeting.voting.rules import MotionState, RecusedFor
from meeting.voting.tables import Motion, find_motion, former_wording, prepared_under, recusals_of
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("mandates", __name__)

RECORDED = _l("Đã ghi.")
RESTORED = _l("Đã khôi phục từ nhật ký.")
SAID = _l("Đã ghi: bạn không tham gia biểu quyết nội dung này.")
BACK = _l("Đã ghi: bạn tham gia biểu quyết nội dung này.")


@blueprint.get("/meetings/<int:meeting_id>/mandates")
def mandates(meeting_id: int) -> str:
    """Show the people who are not in office and by which document, the resulting total, and a form."""
    require_maker(meeting_id)
    return _mandates(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/mandates")
def record(meeting_id: int) -> Response | tuple[str, int]:
    """Write down what a paper says."""
    require_maker(meeting_id)
    form = flask.request.form
    said = {field: form.get(field, "") for field in ("mandate", "number", "dated", "reason")}
    try:
        hand_in(RecordMandate, meeting_id=meeting_id, seat_id=number(form.get("seat"), 0), **said)
    except Refused as refused:
        return _mandates(meeting_id, form.to_dict(), told(refused)), refused.status
    return done(RECORDED, f"/meetings/{meeting_id}/mandates")


@blueprint.get("/meetings/<int:meeting_id>/votes/<int:motion_id>/roll")
def vote_roll(meeting_id: int, motion_id: int) -> str:
    """Show everybody with a ballot in a vote, everybody without and why, and a form until the vote opens."""
    _require_roll(meeting_id)
    return _vote_roll(meeting_id, motion_id)


@blueprint.post("/meetings/<int:meeting_id>/votes/<int:motion_id>/roll")
def stand_aside(meeting_id: int, motion_id: int) -> Response | tuple[str, int]:
    """Record a recusal, or undo it (`back`); or repair the vote from the journal (`anew`)."""
    _require_roll(meeting_id)
    form = flask.request.form
    one = {"meeting_id": meeting_id, "motion_id": motion_id}
    try:
        if "anew" in form:
            hand_in(RestoreBox, **one)
            return done(RESTORED, f"/meetings/{meeting_id}/votes/{motion_id}/roll")
        if back := number(form.get("back"), 0):
            hand_in(WithdrawRecusal, **one, seat_id=back)
        else:
            said = {field: form.get(field, "") for field in ("cause", "reason")}
            hand_in(Recuse, **one, seat_id=number(form.get("seat"), 0), **said)
    except Refused as refused:
        return _vote_roll(meeting_id, motion_id, form.to_dict(), told(refused)), refused.status
    return done(RECORDED, f"/meetings/{meeting_id}/votes/{motion_id}/roll")


@blueprint.get("/m/<int:meeting_id>/aside")
def own_aside(meeting_id: int) -> str:
    """Show a person with a vote the questions not put yet, those in which they take no part, and a form."""
    return _own_aside(meeting_id)


@blueprint.post("/m/<int:meeting_id>/aside")
def stand_aside_oneself(meeting_id: int) -> Response | tuple[str, int]:
    """Record that the person takes no part in one vote; or that they do again (`back`), after it was reworded."""
    form = flask.request.form
    back = number(form.get("back"), 0)
    motion = back or number(form.get("motion"), 0)
    one = {"meeting_id": meeting_id, "motion_id": motion, "seen": form.get(f"seen-{motion}", "")}
    try:
        if back:
            hand_in(TakePart, **one)
        else:
            hand_in(StandAside, **one, **{field: form.get(field, "") for field in ("cause", "reason")})
    except Refused as refused:
        return _own_aside(meeting_id, form.to_dict(), told(refused)), refused.status
    return done(BACK if back else SAID, f"/m/{meeting_id}/aside")


def _own_aside(meeting_id: int, typed: dict[str, str] | None = None, problem: str = "") -> str:
    with site().database.read() as db:
        actor = policy.require(current.require_actor(db, meeting_id), Capability.VOTE)
        if actor.seat is None or not actor.seat.votes:
            raise Refused(NOT_ALLOWED)
        questions = _questions(db, meeting_id, actor.seat.seat_id)
        return page(
            "office/aside.html",
            meeting=find_meeting(db, meeting_id),
            shared=actor.shared,
            open=[each for each in questions if each["mine"] is None],
            mine=[each for each in questions if each["mine"] is not None],
            causes=tuple(RecusedFor),
            typed=typed or {},
            problem=problem,
        )


def _questions(db: Session, meeting_id: int, seat_id: int) -> list[dict[str, Any]]:
    """Return `{id, item, position, title, seen, mine}` in the order of the agenda.

    `seen`: the stamp of the wording. `mine`: an `Aside`, or None for a person who takes part.
    """
    places = {line.id: place for place, line in enumerate(agenda_lines(db, meeting_id), start=1)}
    asides = asides_of(db, meeting_id, seat_id)
    prepared = sorted(
        prepared_under(db, meeting_id, tuple(places)), key=lambda one: (places[one.item_id], one.position)
    )
    fields = ("id", "title", "position")
    return [
        {name: getattr(one, name) for name in fields}
        | {"item": places[one.item_id], "seen": wording_of(one), "mine": asides.get(one.id)}
        for one in prepared
    ]


def _require_roll(meeting_id: int) -> None:
    """Raise Refused for people who may not keep the roll. Makers of the plan see it with its unpublished changes."""
    with site().database.read() as db:
        actor = policy.require(current.require_actor(db, meeting_id), Capability.KEEP_ROLL)
    if policy.allowed(actor, Capability.PREPARE):
        flask.g.makes = meeting_id


def _mandates(meeting_id: int, typed: dict[str, str] | None = None, problem: str = "") -> str:
    with site().database.read() as db:
        meeting = find_meeting(db, meeting_id)
        body = law.preset(meeting.edition, meeting.preset)
        seats = [seat for seat in seats_of(db, meeting_id) if seat.votes]
        return page(
            "office/mandates.html",
            meeting=meeting,
            live=meeting.started_at is not None,
            open=meeting.state not in (*OVER, MeetingState.SUBMITTED),
            seats=[_seat(seat) for seat in seats],
            out=[_seat(seat) for seat in seats if seat.mandate != Mandate.HELD],
            quorum=quorum_now(db, meeting),
            rules=[_rule(mandate, body.counting(why)) for mandate, why in WHY.items()],
            mandates=tuple(Mandate),
            typed=typed or {},
            problem=problem,
        )


def _vote_roll(meeting_id: int, motion_id: int, typed: dict[str, str] | None = None, problem: str = "") -> str:
    with site().database.read() as db:
        meeting, motion = find_meeting(db, meeting_id), find_motion(db, meeting_id, motion_id)
        prepared = motion.state == MotionState.PREPARED
        excluded = exclusions_now(db, meeting, motion_id) if prepared else excluded_of(motion)
        seats = {seat.id: seat for seat in seats_of(db, meeting_id)}
        out = {each.seat_id for each in excluded}
        takes = [_seat(seat) for seat in seats.values() if seat.in_office and seat.id not in out]
        return page(
            "office/vote_roll.html",
            meeting=meeting,
            motion=motion,
            live=meeting.started_at is not None,
            open=prepared and meeting.state not in OVER,
            excluded=[exclusion_model(each, seats[each.seat_id]) for each in excluded],
            former=_former(db, motion),
            takes=takes,
            total=_total(db, meeting_id, excluded) if prepared else motion.total,
            causes=tuple(RecusedFor),
            typed=typed or {},
            problem=problem,
        )


def _former(db: Session, motion: Motion) -> dict[int, str]:
    """Return, by seat, the wording from which somebody recused themselves, if the wording has changed since.

    Empty once the vote has opened.
    """
    if motion.state != MotionState.PREPARED:
        return {}
    return {seat: former_wording(row, motion.title) for seat, row in recusals_of(db, motion.id).items()}


def _total(db: Session, meeting_id: int, excluded: Any) -> int:
    out = {each.seat_id for each in excluded if not each.counted}
    return sum(1 for seat in seats_of(db, meeting_id) if seat.in_total and seat.id not in out)


def _rule(mandate: Mandate, rule: CountedRule) -> dict[str, Any]:
    return {"mandate": mandate} | {field: getattr(rule, field) for field in ("counted", "article", "confirm")}


def _seat(seat: Seat) -> dict[str, Any]:
    by = seat.mandate_by or {}
    dated = date.fromisoformat(by["dated"]).strftime("%d/%m/%Y") if by.get("dated") else ""
    fields = {name: getattr(seat, name) for name in ("id", "label", "mandate", "counted")}
    return fields | {"by": by | {"dated": dated}} | asdict(seat.particulars)
