"""Commands about closed doors: one press hides the meeting from guests and the hall screen, one press shows it."""

from sqlalchemy import update

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import DOOR_EVENTS, DoorsClosed, DoorsOpened, ItemOpened
from meeting.agenda.tables import Item, Meeting, find_item, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event, decode
from meeting.kernel.tokens import new_salt
from meeting.voting.commands.settled import check_settled


@command("conduct.close_doors", allow=Capability.RUN)
class CloseDoors(MeetingCommand, frozen=True, kw_only=True):
    """Go on behind closed doors."""


@handles(CloseDoors)
def close_doors(command: CloseDoors, context: Context) -> list[Event]:
    """Hide the present item, its papers, votes and speakers from guests and the hall screen until the doors are opened.

    Items to which the meeting turns meanwhile are hidden too.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_running(meeting.state)
    rules.check_may_close_doors(closed=meeting.doors_closed)
    meeting.doors_closed = True
    return stay_closed(context, meeting)


@command("conduct.open_doors", allow=Capability.RUN)
class OpenDoors(MeetingCommand, frozen=True, kw_only=True):
    """Let guests and the hall screen follow again."""


@handles(OpenDoors)
def open_doors(command: OpenDoors, context: Context) -> list[Event]:
    """Show items and papers again, but not what was decided or concluded behind the doors.

    Raises Refused while a vote is open or not announced: it was opened behind the doors, and so must its result be.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_running(meeting.state)
    rules.check_may_open_doors(closed=meeting.doors_closed)
    check_settled(context.db, meeting.id)
    meeting.doors_closed = False
    context.db.execute(update(Item).where(Item.meeting_id == meeting.id, Item.closed).values(closed=False))
    return [DoorsOpened(item_id=meeting.item_id or 0, salt=new_salt())]


def stay_closed(context: Context, meeting: Meeting) -> list[Event]:
    """Hide the present item too while the doors are closed; return the event for it."""
    if not meeting.doors_closed or meeting.item_id is None:
        return []
    item = find_item(context.db, meeting.id, meeting.item_id)
    item.closed = item.was_closed = True
    return [DoorsClosed(item_id=item.id)]


def forget_closing(context: Context, slip: Item) -> None:
    """Undo the effect of a mistaken turn on an item: it is hidden only if it was before."""
    if not slip.was_closed:
        return
    closed = was_closed = False
    before = (False, False)
    book = journal.book_of(slip.meeting_id)
    for entry in journal.among_since(context.db, book, [each.kind for each in (ItemOpened, *DOOR_EVENTS)], 0):
        event = decode(entry.kind, entry.body)
        if isinstance(event, DoorsOpened):
            closed = False
        elif event == DoorsClosed(item_id=slip.id):
            closed = was_closed = True
        elif isinstance(event, ItemOpened) and event.item_id == slip.id:
            before = (closed, was_closed)
        elif isinstance(event, ItemOpened) and event.taken_back and event.closed_item_id == slip.id:
            closed, was_closed = before
    slip.closed, slip.was_closed = before
