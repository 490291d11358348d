"""The motion on the floor, and the part of a motion that each view may see.

Nobody sees the choices before the box is closed; the room sees them only when the result is announced.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from meeting.agenda.events import ItemOpened, MandateChanged
from meeting.agenda.panels import hidden_items
from meeting.agenda.steps import NAMED
from meeting.agenda.tables import agenda_lines, find_meeting, seats_among
from meeting.attendance.events import ROLL_EVENTS, ArrivalUndone
from meeting.attendance.quorum import count_voting
from meeting.attendance.tables import present_voters
from meeting.commands.replies import sentence as refusal_sentence
from meeting.kernel.dates import decimal
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import shorten
from meeting.law import editions as law
from meeting.law.explain import base_text
from meeting.law.rules import Choice, Verdict, needed
from meeting.law.terms import Base, Terms, Tie
from meeting.panels.registry import Rows, Sight, panel, piece
from meeting.panels.views import OFFICERS, OUTSIDE
from meeting.people.particulars import Particulars
from meeting.voting.box import box, by_ballots, left, whole_box
from meeting.voting.events import ASIDE_EVENTS, BOX_EVENTS, COUNT_EVENTS, HELD_EVENTS, BallotCast
from meeting.voting.excluded import Exclusion
from meeting.voting.exclusions import excluded_of, exclusions_now
from meeting.voting.judging import counts_of, explain_motion, judge_motion, terms_of
from meeting.voting.lists import (
    choices_by_name,
    count_able,
    count_cast,
    count_silent,
    entries_by_name,
    head_among,
    moved_since,
)
from meeting.voting.quorum import is_short, quorum_of
from meeting.voting.recount import difference, tell
from meeting.voting.rules import BOX_DIFFERS, HANDS, OVER, MotionForm, MotionState
from meeting.voting.tables import Motion, able_of, motions_under, recused_counts, running_motion


def _voted(sight: Sight) -> dict[str, Any] | None:
    """Return `{motion}` for the views that see how many have voted, else None."""
    return {"motion": motion_on_floor(sight)} if sight.view not in OFFICERS and by_ballots(sight) else None


def _asked_piece(sight: Sight) -> dict[str, Any] | None:
    """Return `{motion}` for the officers: who moved to another device, who is asked about a raised hand."""
    return {"motion": motion_on_floor(sight)} if sight.view in OFFICERS and by_ballots(sight) else None


BOX_LINES = (BallotCast, *(each for each in ROLL_EVENTS if each is not ArrivalUndone))
"""Events that change one voter's line. An undone check-in removes a line, so it redraws the whole list."""


@panel(
    "motion",
    "voting/_motion.html",
    shows=(ItemOpened, MandateChanged, *ASIDE_EVENTS, *ROLL_EVENTS, *HELD_EVENTS, *COUNT_EVENTS, *BOX_EVENTS),
    rows=(
        piece("voted", "voting/_voted.html", _voted, BOX_LINES),
        piece("left", "voting/_left.html", left, BOX_LINES),
        piece("asked", "voting/_asked.html", _asked_piece, BOX_EVENTS),
        Rows(
            "box",
            "voting/_box_row.html",
            box,
            dict.fromkeys(BOX_LINES, lambda told: [told.seat_id]),
        ),
    ),
)
def motion(sight: Sight) -> dict[str, Any]:
    """Return `{motion, box, left}`: the vote in progress, or the last result of the present item; None without one.

    `box`: for the officers, who may vote and whether they have.
    """
    return {"motion": motion_on_floor(sight)} | whole_box(sight)


def motion_on_floor(sight: Sight) -> dict[str, Any] | None:
    """Return the open or closed motion, else the last one under the present item that was announced or cancelled."""
    meeting = find_meeting(sight.db, sight.meeting_id)
    running = running_motion(sight.db, sight.meeting_id)
    here = motions_under(sight.db, sight.meeting_id, meeting.item_id)
    outside = sight.view in OUTSIDE
    over = [one for one in here if one.opened_at and _over_at(one) and not (outside and one.behind_doors)]
    over.sort(key=lambda one: _over_at(one) or meeting.starts_at)
    chosen = running or (over[-1] if over else None)
    if chosen is None or chosen.item_id in hidden_items(sight):
        return None
    return motion_model(sight, chosen)


def first_prepared(sight: Sight) -> dict[str, Any] | None:
    """Return the question of the present item to put next, or None. `excluded`: as of now."""
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    here = motions_under(sight.db, sight.meeting_id, item_id)
    chosen = next((one for one in here if one.state == MotionState.PREPARED), None)
    if chosen is None:
        return None
    meeting = find_meeting(sight.db, sight.meeting_id)
    return motion_model(sight, chosen) | {"excluded": _named(sight, exclusions_now(sight.db, meeting, chosen.id))}


def _over_at(one: Motion) -> datetime | None:
    return one.closed_at if one.state == MotionState.CANCELLED else one.announced_at


def motion_model(sight: Sight, one: Motion) -> dict[str, Any]:
    """Return a motion for templates, with only what this view may see, and no result while tables and journal differ.

    `names`: the address of the list of who chose what. It is long and rarely needed, so it is loaded on request.
    """
    meeting = find_meeting(sight.db, one.meeting_id)
    terms = law.preset(meeting.edition, meeting.preset).terms(one.decision) if one.terms is None else terms_of(one)
    officer, is_open, by_hands = sight.view in OFFICERS, one.state == MotionState.OPEN, one.form == MotionForm.HANDS
    named = not by_hands or one.switched is not None
    alarm = _alarm(sight, one) if officer and one.state == MotionState.CLOSED else None
    told = one.state == MotionState.ANNOUNCED or (officer and one.state == MotionState.CLOSED and not alarm)
    base = one.total if terms.base == Base.TOTAL else one.present
    lines = enumerate(agenda_lines(sight.db, one.meeting_id), start=1)
    number, item = next((number, line) for number, line in lines if line.id == one.item_id)
    cast = count_cast(sight.db, one.id) if is_open and not by_hands else counts_of(one).cast
    return {
        "id": one.id,
        "number": one.position,
        "title": one.title,
        "form": one.form,
        "state": one.state,
        "item": {
            "id": item.id,
            "number": number,
            "title": item.title,
            "now": item.id == meeting.item_id,
        },
        "changes_agenda": bool(one.steps),
        "opened_at": one.opened_at,
        "closed_at": one.closed_at,
        "announced_at": one.announced_at,
        "excluded": _excluded(sight, one) if officer else [],
        "recused": recused_counts(sight.db, one.meeting_id).get(one.id, (0, 0)) if officer else (0, 0),
        "total": one.total,
        "present": _present(sight, one),
        "cast": cast,
        "choices": tuple(Choice),
        "needed": needed(terms, base) if base else None,
        "base_text": base_text(terms, law.preset(meeting.edition, meeting.preset).words).say(sight.language),
        "article": terms.article,
        "confirm": terms.confirm,
        "outcome": one.outcome if told else None,
        "counts": _counts(one) if told else None,
        "switched": {"by": one.switched, "sent": count_cast(sight.db, one.id)} if one.switched else None,
        "counted": _counts(one) if officer and by_hands and is_open and cast else None,
        "head": _head(sight, one, terms) if officer and by_hands and is_open else None,
        "verdict": _verdict_model(sight, one) if told else None,
        "missing": count_silent(sight.db, one.id) if officer and is_open and not by_hands else 0,
        "alarm": alarm,
        "moved": _moved(sight, one) if officer and is_open else [],
        "asked": _asked(sight, one) if officer and is_open else [],
        "names": f"/m/{one.meeting_id}/votes/{one.id}/names" if told and officer and named else None,
        "quorum": _quorum(sight, one) if officer and one.state not in OVER and not alarm else None,
        "ruling": {"adopted": one.ruling, "reason": one.ruling_reason} if told and one.ruling is not None else None,
    }


def _excluded(sight: Sight, one: Motion) -> list[dict[str, Any]]:
    """Return who has no ballot and why, as frozen at the opening; empty before it."""
    return _named(sight, excluded_of(one))


def _named(sight: Sight, excluded: Sequence[Exclusion]) -> list[dict[str, Any]]:
    if not excluded:
        return []
    seats = {seat.id: seat for seat in seats_among(sight.db, tuple(each.seat_id for each in excluded))}
    return [exclusion_model(each, seats[each.seat_id]) for each in excluded]


def exclusion_model(each: Exclusion, seat: Any) -> dict[str, Any]:
    """Return an exclusion for templates."""
    named = {"full_name": seat.particulars.full_name, "label": seat.label}
    return asdict(each) | named


def _quorum(sight: Sight, one: Motion) -> dict[str, Any]:
    """Return whether the next step waits for more people or for the chair's reason, and the reason already given."""
    ruled = quorum_of(sight.db, one)
    return {
        "short": is_short(sight.db, one),
        "present": ruled.present,
        "total": ruled.total,
        "needed": ruled.needed,
        "article": ruled.article,
        "reason": "" if ruled.met else one.quorum_reason,
    }


def _counts(one: Motion) -> dict[Choice, int]:
    return {choice: counts_of(one).of(choice) for choice in Choice}


def _head(sight: Sight, one: Motion, terms: Terms) -> dict[str, Any] | None:
    """Return the head of the body in the room and their recorded hand, which decides equal votes; else None."""
    if terms.tie != Tie.CHAIR:
        return None
    name = head_among(sight.db, {*present_voters(sight.db, one.meeting_id)} & {*able_of(sight.db, one.id)})
    return {"name": name, "hand": one.head_choice, "hands": HANDS} if name else None


def _present(sight: Sight, one: Motion) -> int:
    """Return how many would vote now (prepared), can vote (open), or could vote (over)."""
    if one.state == MotionState.PREPARED:
        return count_voting(sight.db, find_meeting(sight.db, one.meeting_id))
    return count_able(sight.db, one.id) if one.state == MotionState.OPEN else one.present


def _verdict_model(sight: Sight, one: Motion) -> dict[str, Any]:
    verdict: Verdict = judge_motion(sight.db, one, one.ruling)
    return {
        "outcome": verdict.outcome,
        "sentence": explain_motion(sight.db, one, verdict).say(sight.language),
        "needed": verdict.needed,
        "base_count": verdict.base_count,
        "aside": verdict.aside,
        "not_cast": verdict.not_cast,
        "percent": {
            Choice.FOR: decimal(verdict.percent_for, sight.language),
            Choice.AGAINST: decimal(verdict.percent_against, sight.language),
            Choice.ABSTAIN: decimal(verdict.percent_abstain, sight.language),
            "not_cast": decimal(verdict.percent_not_cast, sight.language),
        },
        "by_head": verdict.by_head,
        "by_ruling": verdict.by_ruling,
        "readings": [_reading(each, sight.language) for each in verdict.readings],
    }


def _reading(reading: Any, language: str) -> dict[str, Any]:
    return {"adopted": reading.adopted, "text": reading.text.say(language)}


def _alarm(sight: Sight, one: Motion) -> dict[str, Any] | None:
    """Return `{seats, sentence}` when the tables of a closed vote differ from the journal, or the journal is broken.

    `seats` is None when the journal is broken: then it cannot be used to repair the tables.
    """
    try:
        differs = difference(sight.db, one, tell(sight.db, one))
    except Refused as refused:
        return {"seats": None, "sentence": refusal_sentence(refused, sight.language)}
    if not differs:
        return None
    return {
        "seats": len(differs.seats),
        "sentence": refusal_sentence(Refused(BOX_DIFFERS, motion=shorten(one.title, NAMED)), sight.language),
    }


def _moved(sight: Sight, one: Motion) -> list[dict[str, Any]]:
    """Return who has moved to another device since the vote was opened."""
    moved = moved_since(sight.db, one)
    return [_seat(seat_id, label, who) | {"at": at} for at, seat_id, label, who in moved]


def _asked(sight: Sight, one: Motion) -> list[dict[str, Any]]:
    """Return who was asked to accept the secretary's proposal and has declined or not answered."""
    return [
        _seat(seat_id, label, who) | {"choice": choice, "declined": declined}
        for choice, declined, seat_id, label, who in entries_by_name(sight.db, one.id)
    ]


def names_model(sight: Sight, one: Motion) -> dict[Choice, list[dict[str, Any]]]:
    """Return who chose what, in order of protocol. Raises Refused when this view may not see the names."""
    if not motion_model(sight, one)["names"]:
        raise Refused(NOT_FOUND)
    chosen: dict[Choice, list[dict[str, Any]]] = {choice: [] for choice in Choice}
    for choice, seat_id, label, who in choices_by_name(sight.db, one.id):
        chosen[choice].append(_seat(seat_id, label, who))
    return chosen


def _seat(seat_id: int, label: str, who: Particulars) -> dict[str, Any]:
    return {"id": seat_id, "label": label} | asdict(who)
