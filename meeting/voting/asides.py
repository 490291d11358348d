"""The votes in which one person takes no part, as that person may read about them."""

from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.voting.rules import MotionState
from meeting.voting.tables import Motion, Recusal, ToldMotion, former_wording, motions_seen


class Aside(NamedTuple):
    """Why a person takes no part in a question. `own`: they said it themselves.

    `former`: the wording when it was recorded, if they read another one now; empty otherwise, and while a new wording
    is not published.
    """

    reason: str
    own: bool
    former: str


def asides_of(db: Session, meeting_id: int, seat_id: int) -> dict[int, Aside]:
    """Return, by motion, the questions not put yet in which a seat's person takes no part."""
    query = select(Recusal, Motion.title).join(Motion, Motion.id == Recusal.motion_id)
    rows = db.execute(query.where(Recusal.seat_id == seat_id, Motion.state == MotionState.PREPARED)).all()
    if not rows:
        return {}
    seen = motions_seen(db, meeting_id)
    read = {row.id: row.title for row in db.execute(select(seen.id, seen.title).where(seen.meeting_id == meeting_id))}
    return {
        row.motion_id: Aside(row.reason, row.own, former_wording(row, title) if read[row.motion_id] == title else "")
        for row, title in rows
        if row.motion_id in read
    }


def reworded(db: Session, meeting_id: int, seat_id: int) -> bool:
    """Return whether a question was reworded after this person's recusal was recorded.

    Goes by the published wording, whatever the session sees, because the answer is sent to the person's devices.
    """
    meeting = find_meeting(db, meeting_id)
    query = _reworded(meeting_id).where(Recusal.seat_id == seat_id)
    if meeting.told is not None and meeting.state == MeetingState.PLANNED:
        query = query.join(ToldMotion, (ToldMotion.id == Motion.id) & (ToldMotion.title == Motion.title))
    return db.scalar(query.limit(1)) is not None


def seats_reworded(db: Session, meeting_id: int) -> tuple[int, ...]:
    """Return the seats whose people were recused from a question that was reworded afterwards, published or not."""
    return tuple(db.scalars(_reworded(meeting_id).distinct().order_by(Recusal.seat_id)))


def _reworded(meeting_id: int) -> Select[int]:
    query = select(Recusal.seat_id).join(Motion, Motion.id == Recusal.motion_id)
    return query.where(
        Motion.meeting_id == meeting_id,
        Motion.state == MotionState.PREPARED,
        Recusal.title != "",
        Recusal.title != Motion.title,
    )
