"""Requests to take something out of a plan, with all that hangs on it."""

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import ItemRemoved, SeatRemoved
from meeting.agenda.tables import find_item, find_meeting, find_seat, items_of, put_in_order, seats_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.documents.arranging import take_out_papers
from meeting.journal.events import Event
from meeting.voting.commands.wording import take_out_questions


@command("planning.remove_item", allow=Capability.PREPARE)
class RemoveItem(MeetingCommand, frozen=True, kw_only=True):
    """Take an item off the agenda."""

    item_id: int


@handles(RemoveItem)
def remove_item(command: RemoveItem, context: Context) -> list[Event]:
    """Its papers and its prepared questions go with it; the journal keeps what stood there."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    item = find_item(context.db, meeting.id, command.item_id)
    gone = [*take_out_papers(context.db, meeting.id, item.id), *take_out_questions(context.db, meeting.id, item.id)]
    context.db.delete(item)
    context.db.flush()
    put_in_order(context.db, items_of(context.db, meeting.id))
    return [*gone, ItemRemoved(item_id=item.id)]


@command("planning.remove_seat", allow=Capability.PREPARE)
class RemoveSeat(MeetingCommand, frozen=True, kw_only=True):
    """Invite somebody no more."""

    seat_id: int


@handles(RemoveSeat)
def remove_seat(command: RemoveSeat, context: Context) -> list[Event]:
    """Only from a draft, which they have not seen."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_draft(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    context.db.delete(seat)
    context.db.flush()
    put_in_order(context.db, seats_of(context.db, meeting.id))
    return [SeatRemoved(seat_id=seat.id)]
