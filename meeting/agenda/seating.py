"""Commands about the order of protocol, before the meeting."""

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.chairing import chairing, displaced
from meeting.agenda.events import SeatMoved
from meeting.agenda.tables import find_meeting, find_seat, put_in_order, seats_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event


@command("agenda.move_seat", allow=Capability.PREPARE)
class MoveSeat(MeetingCommand, frozen=True, kw_only=True):
    """Move a seat to another position in the order of protocol; 1 is first."""

    seat_id: int
    position: int


@handles(MoveSeat)
def move_seat(command: MoveSeat, context: Context) -> list[Event]:
    """Move it. Lists and minutes name people in this order."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    rows = {row.id: row for row in seats_of(context.db, meeting.id)}
    order = rules.moved(list(rows), seat.id, command.position)
    if order == list(rows):
        return []
    before = chairing(context.db, meeting)
    put_in_order(context.db, [rows[each] for each in order])
    changed = displaced(context.db, meeting, before)
    return [SeatMoved(seat_id=seat.id, position=command.position, displaced=changed)]
