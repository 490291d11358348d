"""The agenda panel: the run sheet for the secretary, a list to follow and read from for everybody else.

A change of the meeting redraws only the lines of the items it concerns.
"""

from collections.abc import Collection
from typing import Any

from meeting.access.policy import View
from meeting.agenda.events import ConclusionRecorded, ItemOpened
from meeting.agenda.panels import hidden_items, hides_conclusion, numbered, sitting_heads, sitting_model
from meeting.agenda.rules import ItemState, MeetingState
from meeting.agenda.tables import agenda_lines, find_meeting
from meeting.documents.events import DOCUMENT_EVENTS, DocumentAdded, RenditionFailed, RenditionMade
from meeting.documents.panels import document_model, documents_by_item, seen_by_all
from meeting.documents.tables import documents_among
from meeting.panels.registry import Rows, Sight, panel, piece
from meeting.panels.views import OUTSIDE, SEATED
from meeting.room.panels import ITEM_EVENTS, undone
from meeting.voting.events import HELD_EVENTS, MOTION_EVENTS, MotionPrepared
from meeting.voting.rules import MotionState
from meeting.voting.tables import Vote, vote_lines, votes_among


def items_model(sight: Sight, only: Collection[int] | None = None) -> list[dict[str, Any]]:
    """Return the items that this view may see, with papers and votes, in order. `only` limits them to these ids."""
    papers = documents_by_item(sight, only)
    votes: dict[int, list[dict[str, Any]]] = {}
    hidden = hidden_items(sight)
    heads = sitting_heads(sight.db, sight.meeting_id, hidden)
    for line in vote_lines(sight.db, sight.meeting_id, None if only is None else tuple(only)):
        if _is_kept(sight, line):
            continue
        votes.setdefault(line.item_id, []).append(line._asdict())
    return [
        item
        | {"sitting": heads.get(item["id"])}
        | {"conclusion": "" if hides_conclusion(sight, item) else item["conclusion"]}
        | {"documents": papers.get(item["id"], []), "motions": (held := votes.get(item["id"], []))}
        | _count(held)
        for item in numbered(sight.db, sight.meeting_id, only)
        if item["id"] not in hidden
    ]


def _is_kept(sight: Sight, vote: Vote) -> bool:
    """Return whether the outcome of a vote was announced behind closed doors and is hidden from this view."""
    return bool(vote.behind_doors) and sight.view in OUTSIDE


def _count(votes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return `{votes}`, the number of votes that were not cancelled.

    A cancelled vote is prepared again at once, which redraws the line.
    """
    return {"votes": sum(1 for vote in votes if vote["state"] != MotionState.CANCELLED)}


def _items(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    return {item["id"]: {"item": item} for item in items_model(sight, numbers)}


def _insides(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return the inner parts of the secretary's run sheet. Other views do not have these parts."""
    return _items(sight, numbers) if sight.view == View.CLERK else {}


def _votes(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{motion}` for some votes, for the views other than the secretary.

    The run sheet shows only their number.
    """
    if sight.view == View.CLERK:
        return {}
    lines, hidden = votes_among(sight.db, sight.meeting_id, numbers), hidden_items(sight)
    return {
        line.id: {"motion": line._asdict()}
        for line in lines
        if line.item_id not in hidden and not _is_kept(sight, line)
    }


def _papers(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    papers = seen_by_all(sight, documents_among(sight.db, sight.meeting_id, numbers))
    return {paper.id: {"document": document_model(paper)} for paper in papers}


def _progress(sight: Sight) -> dict[str, Any]:
    """Return `{progress: {done, total, folded}}`. After the meeting no item is folded."""
    hidden = hidden_items(sight)
    lines = agenda_lines(sight.db, sight.meeting_id)
    states = [line.state for line in lines if line.id not in hidden and line.state != ItemState.WITHDRAWN]
    done = states.count(ItemState.DONE)
    ended = find_meeting(sight.db, sight.meeting_id).state == MeetingState.ENDED
    return {"progress": {"done": done, "total": len(states), "folded": 0 if ended else done}}


def _head(sight: Sight) -> dict[str, Any]:
    return _progress(sight) | undone(sight)


@panel(
    "agenda",
    "room/_agenda.html",
    views=SEATED,
    shows=(*ITEM_EVENTS, *MOTION_EVENTS, *DOCUMENT_EVENTS),
    alike=(View.MEMBER, View.CHAIR),
    rows=(
        Rows(
            "item",
            "room/_agenda_row.html",
            _items,
            {
                ItemOpened: lambda opened: (opened.item_id, opened.closed_item_id),
                ConclusionRecorded: lambda recorded: (recorded.item_id,),
                MotionPrepared: lambda prepared: (prepared.item_id,),
                DocumentAdded: lambda added: (added.item_id,) if added.item_id is not None else None,
            },
        ),
        Rows(
            "inside",
            "room/_run_inside.html",
            _insides,
            {
                ConclusionRecorded: lambda recorded: (recorded.item_id,),
                DocumentAdded: lambda added: (added.item_id,) if added.item_id is not None else None,
            },
        ),
        Rows("vote", "room/_agenda_vote.html", _votes, dict.fromkeys(HELD_EVENTS, lambda told: (told.motion_id,))),
        Rows(
            "paper",
            "room/_agenda_paper.html",
            _papers,
            dict.fromkeys((RenditionMade, RenditionFailed), lambda told: (told.document_id,)),
        ),
        piece("agenda-head", "room/_agenda_head.html", _head, (ItemOpened, MotionPrepared, *HELD_EVENTS)),
        piece("agenda-done", "room/_agenda_done.html", _progress, (ItemOpened,)),
    ),
)
def agenda(sight: Sight) -> dict[str, Any]:
    """Return `{items, general_papers, progress, waiting, left, sitting}` for the agenda panel.

    Items carry their papers and votes. `waiting` and `left` are from `undone`. `sitting` is what the plan says about
    the present sitting and the next one (`sitting_model`).
    """
    papers = documents_by_item(sight, None)
    sitting = sitting_model(sight)
    return {"items": items_model(sight), "general_papers": papers.get(None, []), "sitting": sitting} | _head(sight)
