"""Drafts: requesting a drawing from the worker, and its outcome."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.commands.registry import Context
from meeting.minutes.tables import DraftOrder, MinutesFile
from meeting.work import jobs


def request_drawing(db: Session, meeting_id: int, now: datetime) -> None:
    """Have the worker draw the minutes from the record as it will be then."""
    jobs.enqueue(db, "minutes.draw", now, meeting_id=meeting_id)


def is_drawing(db: Session, meeting_id: int, latest: MinutesFile | None) -> bool:
    """Return whether a draft is being drawn. The end of the meeting requests the first one."""
    standing = db.get(DraftOrder, meeting_id)
    return latest is None if standing is None else standing.drawing


def draw_anew(context: Context, meeting_id: int) -> None:
    """Draw the unsigned draft again, because the record has changed after the meeting."""
    settle(context, meeting_id, problem="", drawing=True)
    request_drawing(context.db, meeting_id, context.now)


def settle(context: Context, meeting_id: int, *, problem: str, drawing: bool = False) -> DraftOrder:
    """Store whether a draft is being drawn, or why none could be, and return the stored row."""
    standing = context.db.get(DraftOrder, meeting_id)
    if standing is None:
        standing = DraftOrder(meeting_id=meeting_id, drawing=drawing)
        context.db.add(standing)
    standing.drawing, standing.problem = drawing, problem
    return standing
