"""Commands about requests that wait for a second person."""

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.accord import rules
from meeting.accord.events import ActDropped
from meeting.accord.tables import Accord
from meeting.commands import registry
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, NOT_FOUND, Refused


@command("accord.agree", allow=Capability.KEEP_ROLL)
class Agree(MeetingCommand, frozen=True, kw_only=True):
    """The second person agrees, and the act is done. They need the right to the act, but not the wheel.

    The requesting secretary has the wheel, and the other secretary can be the second person.
    """

    accord_id: int


@handles(Agree)
def agree(command: Agree, context: Context) -> list[Event]:
    """Do the requested act now, by the present rules, as if the second person had requested the same.

    Raises Refused for the requesting person, after the time limit, and without the right to the act.
    """
    row = _waiting(command.meeting_id, command.accord_id, context)
    if context.actor.seat is None:
        raise Refused(NOT_ALLOWED)
    rules.check_second(row.seat_id, context.actor.seat.seat_id)
    if not rules.stands(row.until, context.now):
        raise Refused(rules.GONE)
    wanted = registry.decode(row.act, row.payload)
    policy.require(context.actor, wanted.allow)
    return registry.handler_of(wanted)(wanted, context)


@command("accord.drop", allow=Capability.KEEP_ROLL)
class Drop(MeetingCommand, frozen=True, kw_only=True):
    """Decline a request, or take it back."""

    accord_id: int


@handles(Drop)
def drop(command: Drop, context: Context) -> list[Event]:
    """Settle the request. Nothing else changes."""
    row = _waiting(command.meeting_id, command.accord_id, context)
    row.settled_at = context.now
    return [ActDropped(accord_id=row.id)]


def _waiting(meeting_id: int, accord_id: int, context: Context) -> Accord:
    row = context.db.get(Accord, accord_id)
    if row is None or row.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    if row.settled_at is not None:
        raise Refused(rules.GONE)
    return row
