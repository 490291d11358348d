"""Leaving the room and undoing an arrival, with their effects on the chair, speeches and votes."""

from collections.abc import Sequence

from meeting.attendance import recheck_rules
from meeting.attendance.commands import MarkLeft, UndoArrival, find_stay, forget_arrival, leave
from meeting.attendance.tables import attendance_of
from meeting.commands.registry import Context, handles
from meeting.conduct.chair import hold_presider
from meeting.journal.events import Event
from meeting.speaking.commands import end_speech_of, hold_who_has_spoken
from meeting.voting.commands.settled import forget_who_was_not_there, hold_what_was_counted


@handles(MarkLeft)
def mark_left(command: MarkLeft, context: Context) -> list[Event]:
    """Record that the person leaves."""
    return depart(context, command.meeting_id, command.seat_id, command.reason)


def depart(context: Context, meeting_id: int, seat_id: int, reason: str, read_at: str = "") -> list[Event]:
    """Record that a present person leaves: their speech ends. Raises Refused while they preside and somebody else
    could.

    `read_at`: as in `CheckedIn`.
    """
    stay = find_stay(context, meeting_id, seat_id)
    hold_presider(context.db, meeting_id, [seat_id])
    return [*end_speech_of(context, meeting_id, [seat_id]), *leave(context, stay, reason, read_at)]


def depart_unconfirmed(context: Context, meeting_id: int, seats: Sequence[int]) -> list[Event]:
    """Record that all these present people leave. Whether one of them presides is checked once for all."""
    hold_presider(context.db, meeting_id, seats, held=recheck_rules.PRESIDER_AWAITED)
    spoken, here = end_speech_of(context, meeting_id, seats), attendance_of(context.db, meeting_id)
    gone = [leave(context, here[seat], recheck_rules.NOT_CONFIRMED) for seat in seats]
    return [*spoken, *(event for events in gone for event in events)]


@handles(UndoArrival)
def undo_arrival(command: UndoArrival, context: Context) -> list[Event]:
    """Undo an arrival. Raises Refused when a speech or a vote has shown that the person was present."""
    stay = find_stay(context, command.meeting_id, command.seat_id)
    hold_presider(context.db, stay.meeting_id, [stay.seat_id])
    hold_who_has_spoken(context.db, stay)
    hold_what_was_counted(context.db, stay)
    forget_who_was_not_there(context.db, stay)
    return forget_arrival(stay)
