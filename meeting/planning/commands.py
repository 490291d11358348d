"""Commands to remove something from a plan with all that depends on it, and to announce changes."""

import msgspec

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import ItemRemoved, MeetingRepublished
from meeting.agenda.release_rules import check_may_publish_again, check_may_publish_alone
from meeting.agenda.tables import (
    Meeting,
    Publication,
    find_item,
    find_meeting,
    is_approval_required,
    items_of,
    keep_hidden,
    last_publication,
    put_in_order,
)
from meeting.agenda.told import let_go
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.contributions.tables import take_out_item
from meeting.documents.arranging import take_out_papers
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.roles import Role
from meeting.planning.changes import untold
from meeting.planning.tables import ChangesSubmission
from meeting.voting.asides import seats_reworded
from meeting.voting.commands.wording import take_out_questions


@command("planning.remove_item", allow=Capability.PREPARE)
class RemoveItem(MeetingCommand, frozen=True, kw_only=True):
    """Take an item off the agenda."""

    of_plan = True

    item_id: int


@handles(RemoveItem)
def remove_item(command: RemoveItem, context: Context) -> list[Event]:
    """Remove an item with its papers and prepared questions. The journal keeps their wording."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    item = find_item(context.db, meeting.id, command.item_id)
    papers = take_out_papers(context.db, meeting.id, item.id, context.now)
    gone = [*papers, *take_out_questions(context.db, meeting.id, item.id)]
    take_out_item(context.db, item.id)
    keep_hidden(context.db, item)
    context.db.delete(item)
    context.db.flush()
    put_in_order(context.db, items_of(context.db, meeting.id))
    return [*gone, ItemRemoved(item_id=item.id)]


@command("planning.publish_again", allow=Capability.PREPARE)
class PublishAgain(MeetingCommand, frozen=True, kw_only=True):
    """Announce the changes since the invitation or the last announcement to everybody with a seat."""


@handles(PublishAgain)
def publish_again(command: PublishAgain, context: Context) -> list[Event]:
    """Publish the changes. Everybody sees them from now on, and the secretary sees who has read them.

    Raises Refused when the chair must approve, or when nothing has changed.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    inside = context.actor.role == Role.SYSTEM
    check_may_publish_alone(required=is_approval_required(context.db) and not inside)
    return [tell_again(context, meeting, by=context.actor.person_id)]


def tell_again(context: Context, meeting: Meeting, *, by: int | None) -> MeetingRepublished:
    """Publish the changes and return the event. The caller has checked whether the chair must approve.

    Requests that waited for the chair's approval are settled.
    """
    db = context.db
    changes = untold(db, meeting.id)
    check_may_publish_again(meeting.state, changes=len(changes))
    latest = last_publication(db, meeting.id)
    number = latest.number + 1 if latest else 1
    db.add(
        Publication(
            meeting_id=meeting.id,
            number=number,
            upto=journal.lock(db, journal.book_of(meeting.id)).seq + 1,
            at=context.now,
            person_id=by,
            changes=msgspec.to_builtins(changes),
        )
    )
    let_go(db, meeting)
    if (submitted := db.get(ChangesSubmission, meeting.id)) is not None:
        submitted.waits, submitted.returned = False, ""
    return MeetingRepublished(number=number, reworded=seats_reworded(db, meeting.id))
