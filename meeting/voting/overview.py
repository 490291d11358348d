"""All votes of the meeting, for the secretary: those of this item, those of other items, and those that are over.

Turning to another item redraws the votes of two items, a check-in those of the present one, a result one line.
"""

from collections.abc import Collection
from typing import Any

from meeting.access.policy import View
from meeting.agenda.events import ORDER_EVENTS, ItemOpened, MandateChanged
from meeting.agenda.tables import agenda_lines, find_meeting
from meeting.attendance.events import ROLL_EVENTS
from meeting.law import editions as law
from meeting.panels.registry import Rows, Sight, panel, piece
from meeting.store.once import among
from meeting.voting.events import (
    ASIDE_EVENTS,
    COUNT_EVENTS,
    MOTION_EVENTS,
    WORDING_EVENTS,
    MotionCancelled,
    MotionPrepared,
    ResultAnnounced,
)
from meeting.voting.panels import motion_model
from meeting.voting.rules import OVER, MotionState
from meeting.voting.tables import (
    Motion,
    motions_among,
    motions_of_items,
    motions_under,
    prepared_under,
    vote_lines,
)

REWORDING_EVENTS = tuple(kind for kind in WORDING_EVENTS if kind is not MotionPrepared)
"""These events come only before the meeting, and do not name the item."""


def _is_waiting(sight: Sight, one: Motion) -> bool:
    return one.state == MotionState.PREPARED and one.item_id != find_meeting(sight.db, sight.meeting_id).item_id


def _here(sight: Sight) -> dict[str, Any]:
    """Return `{here}`: the questions of the present item that were not yet put."""
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    prepared = [m for m in motions_under(sight.db, sight.meeting_id, item_id) if m.state == MotionState.PREPARED]
    return {"here": [motion_model(sight, one) for one in prepared]}


def _head(sight: Sight) -> dict[str, Any]:
    """Return `{votes, others}`: the number of votes, and how many are not in `here`."""
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    lines = vote_lines(sight.db, sight.meeting_id, None)
    here = sum(1 for line in lines if line.item_id == item_id and line.state == MotionState.PREPARED)
    return {"votes": len(lines), "others": len(lines) - here}


def _seen(sight: Sight, numbers: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return an empty list for each of these items that is on the agenda as it is seen."""
    return {line.id: [] for line in agenda_lines(sight.db, sight.meeting_id) if line.id in numbers}


def _waiting(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return, by item, the questions that wait until the meeting turns to it."""
    found = _seen(sight, numbers)
    for one in prepared_under(sight.db, sight.meeting_id, among(numbers)):
        if _is_waiting(sight, one):
            found[one.item_id].append(motion_model(sight, one))
    return {item_id: {"group": {"item": item_id, "motions": motions}} for item_id, motions in found.items()}


def _past(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return, by vote, its line if it is over, otherwise only its place."""
    return {one.id: _past_line(sight, one) for one in motions_among(sight.db, sight.meeting_id, among(numbers))}


def _over(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return, by item, the lines of its votes that are over."""
    found = _seen(sight, numbers)
    for one in motions_of_items(sight.db, sight.meeting_id, among(numbers)):
        found[one.item_id].append(_past_line(sight, one)["past"])
    return {item_id: {"over": {"item": item_id, "votes": votes}} for item_id, votes in found.items()}


def _past_line(sight: Sight, one: Motion) -> dict[str, Any]:
    return {"past": {"id": one.id, "motion": motion_model(sight, one) if one.state in OVER else None}}


def _choices(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return, by item, its choice in the list of items under which a question may be put; the present one is chosen."""
    current = find_meeting(sight.db, sight.meeting_id).item_id
    lines = enumerate(agenda_lines(sight.db, sight.meeting_id), start=1)
    chosen = [(number, line) for number, line in lines if line.id in numbers]
    return {
        line.id: {"choice": {"id": line.id, "number": number, "title": line.title, "now": line.id == current}}
        for number, line in chosen
    }


@panel(
    "motions",
    "voting/_motions.html",
    views=(View.CLERK,),
    shows=(*ORDER_EVENTS, ItemOpened, MandateChanged, *ASIDE_EVENTS, *ROLL_EVENTS, *MOTION_EVENTS, *COUNT_EVENTS),
    rows=(
        piece(
            "votes-here", "voting/_motions_here.html", _here, (ItemOpened, *ROLL_EVENTS, *MOTION_EVENTS, *COUNT_EVENTS)
        ),
        piece("votes-head", "voting/_motions_head.html", _head, (ItemOpened, *MOTION_EVENTS)),
        Rows(
            "waiting",
            "voting/_motions_waiting.html",
            _waiting,
            {
                ItemOpened: lambda opened: (opened.item_id, opened.closed_item_id),
                MotionPrepared: lambda prepared: (prepared.item_id,),
            },
        ),
        Rows("over", "voting/_motions_over.html", _over, {MotionPrepared: lambda prepared: (prepared.item_id,)}),
        Rows(
            "past",
            "voting/_motions_past.html",
            _past,
            {
                **dict.fromkeys(REWORDING_EVENTS, lambda worded: None),  # one line is changed or gone
                ResultAnnounced: lambda announced: (announced.motion_id,),
                MotionCancelled: lambda cancelled: (cancelled.motion_id,),
            },
        ),
        Rows(
            "choice",
            "voting/_prepare_choice.html",
            _choices,
            {ItemOpened: lambda opened: (opened.item_id, opened.closed_item_id)},
        ),
    ),
)
def motions(sight: Sight) -> dict[str, Any]:
    """Return `{here, votes, others, waiting, past, choices, decisions}`: every vote, and what may be prepared."""
    meeting = find_meeting(sight.db, sight.meeting_id)
    body = law.preset(meeting.edition, meeting.preset)
    decisions = [
        {"key": key, "title": rule.title.say(sight.language), "usual": key == body.default_decision}
        for key, rule in body.decisions.items()
    ]
    items = [line.id for line in agenda_lines(sight.db, sight.meeting_id)]
    return (
        {
            "waiting": [row["group"] for row in _waiting(sight, items).values()],
            "past": [row["over"] for row in _over(sight, items).values()],
            "choices": [row["choice"] for row in _choices(sight, items).values()],
            "decisions": decisions,
        }
        | _here(sight)
        | _head(sight)
    )
