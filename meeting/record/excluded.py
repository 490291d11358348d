"""The members without a ballot in a vote, computed again from the events before its opening."""

from collections.abc import Sequence

from meeting.agenda.rules import Mandate
from meeting.law.terms import Excluded, RemoteTerms
from meeting.record.contradiction import Contradiction
from meeting.record.record import Seat
from meeting.voting.events import MotionOpened, Recused
from meeting.voting.excluded import WHY, Exclusion, remote, substituted


def exclusion(seat: Seat, recused: Recused | None, rights: RemoteTerms) -> Exclusion | None:
    """Return why a member has no ballot; None for members who have one, and for guests.

    `rights`: the rights of members at remote points in this meeting.
    """
    if not seat.votes:
        return None
    if seat.mandate != Mandate.HELD:
        told = seat.mandates[-1]
        why = WHY[seat.mandate]
        return Exclusion(seat_id=seat.seat_id, why=why, counted=told.counted, article=told.article, reason=told.reason)
    if recused is not None:
        return Exclusion(
            seat_id=seat.seat_id,
            why=Excluded.RECUSED,
            counted=recused.counted,
            article=recused.article,
            reason=recused.reason,
        )
    if seat.absence is not None and seat.absence.substitute and not seat.in_room():
        return substituted(seat.seat_id, seat.absence.substitute)
    return remote(seat.seat_id, rights) if seat.is_far() else None


def check_excluded(event: MotionOpened, due: Sequence[Exclusion]) -> tuple[Exclusion, ...]:
    """Return the frozen list. Raises Contradiction unless it equals the computed one; older journals have no list."""
    told = event.excluded
    if told is None:
        told = tuple(each for each in due if each.why == Excluded.SUBSTITUTE)
    if told != tuple(due):
        raise Contradiction("danh sách người không biểu quyết khác với những gì đã ghi trước khi mở biểu quyết")
    return told
