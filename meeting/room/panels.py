"""What the whole room looks at: the item of the moment, the agenda, and the hall screen's stage."""

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.events import ConclusionRecorded, ItemAdded, ItemOpened, SeatAdded
from meeting.agenda.panels import numbered
from meeting.agenda.rules import ItemState, MeetingState
from meeting.agenda.tables import Meeting, find_meeting
from meeting.attendance.events import ROLL_EVENTS
from meeting.attendance.panels import quorum_model
from meeting.documents.events import DOCUMENT_EVENTS
from meeting.documents.panels import documents_by_item
from meeting.panels.registry import Sight, panel
from meeting.panels.views import SEATED
from meeting.speaking.events import FLOOR_EVENTS
from meeting.speaking.panels import floor_model
from meeting.speaking.tables import last_began
from meeting.voting.events import COUNT_EVENTS, MOTION_EVENTS, BallotCast
from meeting.voting.panels import motion_on_floor
from meeting.voting.rules import RUNNING, MotionState
from meeting.voting.tables import motions_of

ITEM_EVENTS = (ItemAdded, ItemOpened, ConclusionRecorded)


class StageMode(StrEnum):
    """What the hall screen is given over to; `waiting` is for the beginning."""

    WAITING = "waiting"
    ITEM = "item"
    SPEAKING = "speaking"
    VOTING = "voting"
    RESULT = "result"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


_OUT_OF_SESSION = {
    MeetingState.PLANNED: StageMode.WAITING,
    MeetingState.ENDED: StageMode.ENDED,
    MeetingState.WITHDRAWN: StageMode.WITHDRAWN,
}


@panel("now", "room/_now.html", shows=(*ITEM_EVENTS, *MOTION_EVENTS), alike=View)
def now(sight: Sight) -> dict[str, Any]:
    """`{now: {item, total, motion, next}}`."""
    return {"now": now_model(sight)}


def now_model(sight: Sight) -> dict[str, Any]:
    """The item the meeting is at, the one after it, and the vote that is running."""
    items = numbered(sight.db, sight.meeting_id)
    current = find_meeting(sight.db, sight.meeting_id).item_id
    place = next((i for i, item in enumerate(items) if item["id"] == current), None)
    following = items[place + 1] if place is not None and place + 1 < len(items) else None
    running = next((m for m in motions_of(sight.db, sight.meeting_id) if m.state in RUNNING), None)
    return {
        "item": items[place] if place is not None else None,
        "total": len(items),
        "next": following,
        "motion": {"id": running.id, "title": running.title, "state": running.state} if running else None,
    }


def undone(sight: Sight) -> dict[str, Any]:
    """`{waiting, left}`: questions of the present item not yet put; items not reached and votes not held in all."""
    current = find_meeting(sight.db, sight.meeting_id).item_id
    prepared = [m for m in motions_of(sight.db, sight.meeting_id) if m.state == MotionState.PREPARED]
    unreached = [item for item in numbered(sight.db, sight.meeting_id) if item["state"] == ItemState.UPCOMING]
    return {
        "waiting": [m.title for m in prepared if m.item_id == current],
        "left": {"unreached": len(unreached), "unvoted": len(prepared)},
    }


@panel(
    "agenda",
    "room/_agenda.html",
    views=SEATED,
    shows=(*ITEM_EVENTS, *MOTION_EVENTS, *DOCUMENT_EVENTS),
)
def agenda(sight: Sight) -> dict[str, Any]:
    """`{items, general_papers, waiting, left}`: items with their papers and motions, and what is `undone`."""
    papers = documents_by_item(sight)
    votes: dict[int, list[dict[str, Any]]] = {}
    for one in motions_of(sight.db, sight.meeting_id):
        if one.state != MotionState.CANCELLED:
            votes.setdefault(one.item_id, []).append(
                {"id": one.id, "title": one.title, "state": one.state, "outcome": one.outcome}
            )
    items = [
        item | {"documents": papers.get(item["id"], []), "motions": votes.get(item["id"], [])}
        for item in numbered(sight.db, sight.meeting_id)
    ]
    return {"items": items, "general_papers": papers.get(None, [])} | undone(sight)


@panel(
    "stage",
    "room/_stage.html",
    views=(View.SCREEN,),
    shows=(
        ItemAdded,
        ItemOpened,
        SeatAdded,
        *ROLL_EVENTS,
        *DOCUMENT_EVENTS,
        *FLOOR_EVENTS,
        BallotCast,
        *MOTION_EVENTS,
        *COUNT_EVENTS,
    ),
)
def stage(sight: Sight) -> dict[str, Any]:
    """`{stage: {mode, item, motion, floor, quorum, next, total}}`; what `mode` is says `_mode`."""
    motion, floor = motion_on_floor(sight), floor_model(sight)
    shown = {"mode": _mode(sight, motion, floor), "motion": motion, "floor": floor, "quorum": quorum_model(sight)}
    return {"stage": now_model(sight) | shown}


def _mode(sight: Sight, motion: dict[str, Any] | None, floor: dict[str, Any]) -> StageMode:
    """Nobody speaks while a vote is running; a result gives way to the next speaker, and does not come back."""
    meeting = find_meeting(sight.db, sight.meeting_id)
    if meeting.state in _OUT_OF_SESSION:
        return _OUT_OF_SESSION[meeting.state]
    if floor["speaker"] is not None:
        return StageMode.SPEAKING
    if motion is None or motion["state"] == MotionState.CANCELLED:
        return StageMode.ITEM
    if motion["state"] in RUNNING:
        return StageMode.VOTING
    spoken = last_began(sight.db, motion["item"]["id"])
    return StageMode.ITEM if spoken and spoken > motion["announced_at"] else StageMode.RESULT


def current_number(db: Session, meeting: Meeting) -> dict[str, Any] | None:
    """`{number, total, title}` of the item a meeting is at."""
    items = numbered(db, meeting.id)
    return next(
        (
            {"number": item["number"], "total": len(items), "title": item["title"]}
            for item in items
            if item["id"] == meeting.item_id
        ),
        None,
    )
