"""Panels that the whole room sees: the present item, and the stage of the hall screen."""

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.events import (
    DOOR_EVENTS,
    ORDER_EVENTS,
    SEAT_EVENTS,
    ChairGiven,
    ConclusionRecorded,
    ItemOpened,
    MandateChanged,
    WheelGiven,
)
from meeting.agenda.panels import hidden_items, is_hidden_now, numbered, pause_model, seat_model, sitting_model
from meeting.agenda.rules import ItemState, MeetingState
from meeting.agenda.tables import (
    Meeting,
    Seat,
    agenda_lines,
    chair_seats,
    clerk_seats,
    find_meeting,
    internal_items,
    may_preside,
    presider_of,
    seats_of,
)
from meeting.attendance.events import ROLL_EVENTS
from meeting.attendance.panels import quorum_model
from meeting.documents.events import DOCUMENT_EVENTS
from meeting.kernel.roles import Role
from meeting.panels.registry import Sight, panel, piece
from meeting.panels.views import INSIDE, OFFICERS
from meeting.speaking.events import FLOOR_EVENTS
from meeting.speaking.panels import floor_model
from meeting.speaking.tables import last_began
from meeting.voting.events import COUNT_EVENTS, HELD_EVENTS, BallotCast
from meeting.voting.panels import motion_on_floor
from meeting.voting.rules import RUNNING, MotionForm, MotionState
from meeting.voting.tables import count_prepared, motions_under, running_motion

ITEM_EVENTS = (*ORDER_EVENTS, ItemOpened, ConclusionRecorded)


class StageMode(StrEnum):
    """The content of the hall screen. `WAITING` is for the time before the meeting and during a pause."""

    WAITING = "waiting"
    ITEM = "item"
    INTERNAL = "internal-item"
    SPEAKING = "speaking"
    VOTING = "voting"
    RESULT = "result"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


_OUT_OF_SESSION = {
    MeetingState.DRAFT: StageMode.WAITING,
    MeetingState.SUBMITTED: StageMode.WAITING,
    MeetingState.PLANNED: StageMode.WAITING,
    MeetingState.PAUSED: StageMode.WAITING,
    MeetingState.ENDED: StageMode.ENDED,
    MeetingState.WITHDRAWN: StageMode.WITHDRAWN,
}


@panel("now", "room/_now.html", shows=(*ITEM_EVENTS, *HELD_EVENTS), alike=INSIDE)
def now(sight: Sight) -> dict[str, Any]:
    """Return `{now: {item, total, motion, next, hidden, pause, sitting}}`.

    `sitting` is the present sitting in the plan.
    """
    return {"now": now_model(sight)}


@panel("wheel", "room/_wheel.html", views=OFFICERS, shows=(WheelGiven, *SEAT_EVENTS), alike=OFFICERS)
def wheel(sight: Sight) -> dict[str, Any]:
    """Return `{wheel: {driver, others}}` when there are several secretaries.

    `driver` is None when nobody has the wheel.
    """
    clerks = clerk_seats(sight.db, sight.meeting_id)
    if len(clerks) < 2:
        return {"wheel": None}
    held = find_meeting(sight.db, sight.meeting_id).driver
    driver = next((seat for seat in clerks if seat.id == held), None)
    others = [seat_model(seat) for seat in clerks if seat is not driver]
    return {"wheel": {"driver": seat_model(driver) if driver else None, "others": others}}


@panel(
    "presiding",
    "room/_presiding.html",
    shows=(ChairGiven, MandateChanged, *SEAT_EVENTS),
    alike=(View.MEMBER, View.GUEST, View.SCREEN),
)
def presiding(sight: Sight) -> dict[str, Any]:
    """Return `{presiding: {who, others, clerks, able}}`, or None in a simple meeting.

    Other views than the officers' get it when several people are planned to preside or to be secretary, or the chair
    was handed over. Officers always get it, with `able`: the people who may take the chair, first those planned to
    preside. Whether they are present is checked when the chair is given: a long list is not redrawn at every arrival.
    """
    meeting = find_meeting(sight.db, sight.meeting_id)
    chairs, clerks = chair_seats(sight.db, meeting.id), clerk_seats(sight.db, meeting.id)
    who = presider_of(sight.db, meeting)
    officer = sight.view in OFFICERS
    if len(chairs) < 2 and len(clerks) < 2 and meeting.presiding is None and not officer:
        return {"presiding": None}
    others = [seat_model(seat) for seat in chairs if who is None or seat.id != who.id]
    named = [seat_model(seat) for seat in clerks] if len(clerks) > 1 else []
    able = [seat_model(seat) for seat in _able(sight.db, meeting, who)] if officer else []
    return {"presiding": {"who": seat_model(who) if who else None, "others": others, "clerks": named, "able": able}}


def _able(db: Session, meeting: Meeting, who: Seat | None) -> list[Seat]:
    seats = [seat for seat in seats_of(db, meeting.id) if (who is None or seat.id != who.id) and may_preside(db, seat)]
    return sorted(seats, key=lambda seat: seat.role != Role.CHAIR)


@panel("doors", "room/_doors.html", views=OFFICERS, shows=DOOR_EVENTS, alike=OFFICERS)
def doors(sight: Sight) -> dict[str, Any]:
    """Return `{}`: the meeting itself says whether the doors are closed."""
    return {}


def now_model(sight: Sight) -> dict[str, Any]:
    """Return the present item, the next item and the running vote. `hidden`: this view may not see the item."""
    lines = agenda_lines(sight.db, sight.meeting_id)
    current = find_meeting(sight.db, sight.meeting_id).item_id
    order = [line.id for line in lines if line.state != ItemState.WITHDRAWN]
    place = order.index(current) if current in order else None
    shown = numbered(sight.db, sight.meeting_id, order[place : place + 2]) if place is not None else []
    running, hidden = running_motion(sight.db, sight.meeting_id), hidden_items(sight)
    sitting = sitting_model(sight)
    rests = {"pause": pause_model(sight), "sitting": sitting["now"]}
    if current in hidden:
        return {"item": None, "total": len(lines), "next": None, "motion": None, "hidden": True} | rests
    return rests | {
        "item": shown[0] if shown else None,
        "total": len(lines),
        "next": shown[1] if len(shown) > 1 and shown[1]["id"] not in hidden else None,
        "hidden": False,
        "motion": {"id": running.id, "title": running.title, "state": running.state} if running else None,
    }


def undone(sight: Sight) -> dict[str, Any]:
    """Return `{waiting, left}`: questions of the present item not yet put, and all items and votes not yet done."""
    here = motions_under(sight.db, sight.meeting_id, find_meeting(sight.db, sight.meeting_id).item_id)
    states = [line.state for line in agenda_lines(sight.db, sight.meeting_id)]
    return {
        "waiting": [motion.title for motion in here if motion.state == MotionState.PREPARED],
        "left": {
            "unreached": states.count(ItemState.UPCOMING),
            "unvoted": count_prepared(sight.db, sight.meeting_id),
        },
    }


def _stage_voted(sight: Sight) -> dict[str, Any] | None:
    """Return `{motion}` while ballots are cast on devices, for the growing number."""
    motion = motion_on_floor(sight)
    shown = motion is not None and motion["state"] == MotionState.OPEN and motion["form"] != MotionForm.HANDS
    return {"motion": motion} if shown else None


@panel(
    "stage",
    "room/_stage.html",
    views=(View.SCREEN,),
    shows=(
        *ORDER_EVENTS,
        ItemOpened,
        *SEAT_EVENTS,
        *ROLL_EVENTS,
        *DOCUMENT_EVENTS,
        *FLOOR_EVENTS,
        BallotCast,
        *HELD_EVENTS,
        *COUNT_EVENTS,
    ),
    rows=[piece("stage-voted", "room/_stage_voted.html", _stage_voted, [BallotCast])],
)
def stage(sight: Sight) -> dict[str, Any]:
    """Return `{stage: {mode, item, motion, floor, quorum, next, total, pause}}`. `_mode` chooses the mode."""
    motion, floor = motion_on_floor(sight), floor_model(sight)
    shown = {"mode": _mode(sight, motion, floor), "motion": motion, "floor": floor, "quorum": quorum_model(sight)}
    return {"stage": now_model(sight) | shown}


def _mode(sight: Sight, motion: dict[str, Any] | None, floor: dict[str, Any]) -> StageMode:
    """Return what the hall screen shows. Nobody speaks during a vote.

    A result is replaced by the next speaker, and is not shown again afterwards.
    """
    meeting = find_meeting(sight.db, sight.meeting_id)
    if meeting.state in _OUT_OF_SESSION:
        return _OUT_OF_SESSION[meeting.state]
    if is_hidden_now(sight):
        return StageMode.INTERNAL
    if floor["speaker"] is not None:
        return StageMode.SPEAKING
    if motion is None or motion["state"] == MotionState.CANCELLED:
        return StageMode.ITEM
    if motion["state"] in RUNNING:
        return StageMode.VOTING
    spoken = last_began(sight.db, motion["item"]["id"])
    return StageMode.ITEM if spoken and spoken > motion["announced_at"] else StageMode.RESULT


def current_number(db: Session, meeting: Meeting, *, guest: bool = False) -> dict[str, Any] | None:
    """Return `{number, total, title}` of the present item, or None. Returns None to a guest when it is internal."""
    if guest and meeting.item_id in internal_items(db, meeting.id):
        return None
    total = len(agenda_lines(db, meeting.id))
    return next(
        (
            {"number": item["number"], "total": total, "title": item["title"]}
            for item in numbered(db, meeting.id, [] if meeting.item_id is None else [meeting.item_id])
        ),
        None,
    )
