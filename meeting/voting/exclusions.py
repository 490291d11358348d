"""Who of the body has no ballot in a vote, and why: suspended, vacant, taking no part, absent with a substitute.

Whether they count among all members (N) nevertheless is the law edition's (`Preset.standing`), as of the moment in
which it was written down.
"""

import msgspec
from sqlalchemy.orm import Session

from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Meeting, Seat, seats_of
from meeting.attendance.tables import attendance_of
from meeting.law.terms import Excluded
from meeting.store.once import once
from meeting.voting.excluded import WHY, Exclusion, substituted
from meeting.voting.tables import Motion, recusals_of


@once
def exclusions_now(db: Session, meeting: Meeting, motion_id: int) -> tuple[Exclusion, ...]:
    """Everybody of the body who would have no ballot if the vote were opened now, in order of protocol."""
    recused, attendance = recusals_of(db, motion_id), attendance_of(db, meeting.id)
    found = []
    for seat in seats_of(db, meeting.id):
        row = attendance.get(seat.id)
        if not seat.votes:
            continue
        if seat.mandate != Mandate.HELD:
            found.append(_out_of_office(seat))
        elif (recusal := recused.get(seat.id)) is not None:
            found.append(
                Exclusion(
                    seat_id=seat.id,
                    why=Excluded.RECUSED,
                    counted=recusal.counted,
                    article=recusal.article,
                    reason=recusal.reason,
                )
            )
        elif row is not None and row.excused is not None and row.substitute and not row.present:
            found.append(substituted(seat.id, row.substitute))
    return tuple(found)


def _out_of_office(seat: Seat) -> Exclusion:
    by = seat.mandate_by or {}
    return Exclusion(
        seat_id=seat.id,
        why=WHY[seat.mandate],
        counted=seat.counted,
        article=by.get("article", ""),
        reason=by.get("reason", ""),
    )


def excluded_of(motion: Motion) -> tuple[Exclusion, ...]:
    """As it was frozen when the vote was opened."""
    return msgspec.convert(motion.excluded or [], tuple[Exclusion, ...])
