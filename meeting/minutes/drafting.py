"""Drafts: what the worker is asked to draw, and what has become of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.commands.registry import Context
from meeting.minutes.tables import DraftOrder, MinutesFile
from meeting.work import jobs


def order_drawing(db: Session, meeting_id: int, now: datetime) -> None:
    """The worker draws the minutes from the record as it then stands."""
    jobs.enqueue(db, "minutes.draw", now, meeting_id=meeting_id)


def is_drawing(db: Session, meeting_id: int, latest: MinutesFile | None) -> bool:
    """Whether a draft is on its way. The first is ordered by the end of the meeting itself."""
    standing = db.get(DraftOrder, meeting_id)
    return latest is None if standing is None else standing.drawing


def draw_anew(context: Context, meeting_id: int) -> None:
    """What the minutes tell has changed after the meeting: the draft that nobody has signed is drawn once more."""
    settle(context, meeting_id, problem="", drawing=True)
    order_drawing(context.db, meeting_id, context.now)


def settle(context: Context, meeting_id: int, *, problem: str, drawing: bool = False) -> DraftOrder:
    """Write down whether a draft is being drawn, or why none could be."""
    standing = context.db.get(DraftOrder, meeting_id)
    if standing is None:
        standing = DraftOrder(meeting_id=meeting_id, drawing=drawing)
        context.db.add(standing)
    standing.drawing, standing.problem = drawing, problem
    return standing
