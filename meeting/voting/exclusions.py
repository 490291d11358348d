"""Finds the members without a ballot in a vote, and why.

They are suspended, vacant, recused, absent with a substitute, or at a remote point from which nobody votes. Whether
they count in the total (N) is set by the law edition (`Preset.standing`), as of the time at which it was recorded. The
rights at remote points are those frozen when the meeting was opened.
"""

from typing import Any

import msgspec
from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Meeting, Seat
from meeting.attendance.quorum import remote_of
from meeting.attendance.tables import Attendance
from meeting.law.terms import Excluded, RemoteTerms
from meeting.store.once import once
from meeting.voting.excluded import WHY, Exclusion, remote, substituted
from meeting.voting.tables import Motion, Recusal


@once
def exclusions_now(db: Session, meeting: Meeting, motion_id: int) -> tuple[Exclusion, ...]:
    """Return every member who would have no ballot if the vote were opened now, in order of protocol."""
    rights = remote_of(meeting)
    rows = db.execute(
        _WITHOUT.outerjoin(Recusal, and_(Recusal.seat_id == Seat.id, Recusal.motion_id == motion_id)).where(
            Seat.meeting_id == meeting.id,
            (Seat.mandate != Mandate.HELD) | Recusal.seat_id.is_not(None) | _SUBSTITUTED | _FAR,
        )
    )
    return tuple(told for row in rows if (told := _exclusion(row, rights)) is not None)


_SUBSTITUTED = and_(Attendance.excused.is_not(None), Attendance.substitute != "", ~Attendance.present)
_FAR = and_(Attendance.present, Attendance.point_id.is_not(None))
_WITHOUT = (
    select(
        *(Seat.id, Seat.mandate, Seat.counted, Seat.mandate_by, Attendance.present, Attendance.substitute),
        *(Recusal.seat_id.label("recused"), Recusal.counted.label("counts"), Recusal.article, Recusal.reason),
    )
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .where(Seat.votes)
    .order_by(Seat.position)
)


def _exclusion(row: Row[Any], rights: RemoteTerms) -> Exclusion | None:
    """Return why this member has no ballot; None when they vote from where they are."""
    if row.mandate != Mandate.HELD:
        return _out_of_office(row)
    if row.recused is not None:
        told = {"counted": row.counts, "article": row.article, "reason": row.reason}
        return Exclusion(seat_id=row.id, why=Excluded.RECUSED, **told)
    return remote(row.id, rights) if row.present else substituted(row.id, row.substitute)


def _out_of_office(row: Row[Any]) -> Exclusion:
    by = row.mandate_by or {}
    return Exclusion(
        seat_id=row.id,
        why=WHY[row.mandate],
        counted=row.counted,
        article=by.get("article", ""),
        reason=by.get("reason", ""),
    )


def excluded_of(motion: Motion) -> tuple[Exclusion, ...]:
    """Return the exclusions frozen when the vote was opened."""
    return msgspec.convert(motion.excluded or [], tuple[Exclusion, ...])
