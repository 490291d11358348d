"""Requests about seats of a draft: what somebody is in the meeting, and where they stand in the order of protocol."""

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import SeatChanged, SeatMoved
from meeting.agenda.tables import find_meeting, find_seat, put_in_order, seats_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.roles import Role


@command("agenda.change_seat", allow=Capability.PREPARE)
class ChangeSeat(MeetingCommand, frozen=True, kw_only=True):
    """Say anew what somebody is in this meeting."""

    seat_id: int
    role: Role
    votes: bool
    label: str = ""
    head: bool = False


@handles(ChangeSeat)
def change_seat(command: ChangeSeat, context: Context) -> list[Event]:
    """The same rules as for a new seat, against all the others."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_draft(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    others = [each for each in seats_of(context.db, meeting.id) if each.id != seat.id]
    taken = [(each.role, each.label) for each in others]
    rules.check_seat(command.role, seat.weight, votes=command.votes, label=command.label, others=taken)
    if command.head:
        rules.check_head(votes=command.votes, another=any(each.head for each in others))
    said = {field: getattr(command, field) for field in ("role", "votes", "label", "head")}
    if said == {field: getattr(seat, field) for field in said}:
        return []
    for field, value in said.items():
        setattr(seat, field, value)
    return [SeatChanged(seat_id=seat.id, **said)]


@command("agenda.move_seat", allow=Capability.PREPARE)
class MoveSeat(MeetingCommand, frozen=True, kw_only=True):
    """Put a seat at another place of the order of protocol, 1 is first."""

    seat_id: int
    position: int


@handles(MoveSeat)
def move_seat(command: MoveSeat, context: Context) -> list[Event]:
    """Lists and minutes name people in this order."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_draft(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    rows = {row.id: row for row in seats_of(context.db, meeting.id)}
    order = rules.moved(list(rows), seat.id, command.position)
    if order == list(rows):
        return []
    put_in_order(context.db, [rows[each] for each in order])
    return [SeatMoved(seat_id=seat.id, position=command.position)]
