"""Commands about a substitute: the person who comes in the place of an absent member, to listen.

A substitute has no vote and does not count for the quorum, because nobody votes for another; the absent member stays
part of the total (N). First the secretary notes the absence and the substitute's name (`NoteAbsence`). Only then can
the substitute be recorded as present.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.events import MeetingPaused
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance import rules
from meeting.attendance.commands import substitute_leaves
from meeting.attendance.events import AbsenceNoted, SubstituteCame, SubstituteLeft, SubstituteUndone
from meeting.attendance.tables import find_attendance
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused


@command("attendance.mark_substitute", allow=Capability.KEEP_ROLL)
class MarkSubstitute(MeetingCommand, frozen=True, kw_only=True):
    """Record that the substitute of this seat's person has come (`here` True) or has left (False)."""

    seat_id: int
    here: bool


@handles(MarkSubstitute)
def mark_substitute(command: MarkSubstitute, context: Context) -> list[Event]:
    """Record it with the present time. Does nothing when it is recorded already.

    Raises Refused when no absence with a substitute is noted for the person, and once the meeting is over.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_open(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    row = find_attendance(context.db, seat.id)
    away = row is not None and not row.present and row.excused is not None
    rules.check_substituted(seat.particulars.named(), row.substitute if row is not None and away else "")
    if row is None or command.here == row.substitute_here:
        return []
    if not command.here:
        return substitute_leaves(row, context.now)
    row.substitute_here, row.substitute_came_at = True, context.now
    return [SubstituteCame(seat_id=seat.id, name=row.substitute)]


@command("attendance.undo_substitute", allow=Capability.KEEP_ROLL)
class UndoSubstitute(MeetingCommand, frozen=True, kw_only=True):
    """Undo the last stay of a substitute, which was recorded by mistake."""

    seat_id: int


@handles(UndoSubstitute)
def undo_substitute(command: UndoSubstitute, context: Context) -> list[Event]:
    """Undo their last stay in this sitting, also one that has ended: the minutes do not mention it.

    Earlier stays remain. Raises Refused when none is left, and once the meeting is over.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_open(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    row = find_attendance(context.db, seat.id)
    if row is None or row.substitute_came_at is None:
        raise Refused(rules.SUBSTITUTE_NEVER_CAME, name=seat.particulars.named())
    came, left = _stay_before(context.db, meeting.id, seat.id)
    row.substitute_here, row.substitute_came_at, row.substitute_left_at = False, came, left
    return [SubstituteUndone(seat_id=seat.id)]


_STAYS = (SubstituteCame, SubstituteLeft, SubstituteUndone, AbsenceNoted, MeetingPaused)


def _stay_before(db: Session, meeting_id: int, seat_id: int) -> tuple[datetime | None, datetime | None]:
    """Return when the substitute came and left the time before the last, in this sitting; (None, None) for none.

    The row has only their last stay, so this is read from the journal.
    """
    stays: list[tuple[datetime, datetime | None]] = []
    name = ""
    for at, event in journal.told_among(db, journal.book_of(meeting_id), [kind.kind for kind in _STAYS]):
        match event:
            case MeetingPaused():
                stays = [] if event.cause.ends_sitting else stays
            case AbsenceNoted(seat_id=here) if here == seat_id:
                stays, name = (stays if event.substitute == name else []), event.substitute
            case SubstituteCame(seat_id=here) if here == seat_id:
                stays.append((at, None))
            case SubstituteLeft(seat_id=here) if here == seat_id and stays:
                stays[-1] = (stays[-1][0], at)
            case SubstituteUndone(seat_id=here) if here == seat_id:
                del stays[-1:]
    return stays[-2] if len(stays) > 1 else (None, None)
