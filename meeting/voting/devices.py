"""The request that brings a person's right to vote to the device in their hand.

A device is a sign-in: a page loaded again, or a second tab, is the same one. The right follows the last sign-in and
the last press of “Biểu quyết tại máy này”; every other device of the person is refused until it takes the right back.
"""

from meeting.access.policy import Capability
from meeting.agenda.rules import check_not_over
from meeting.agenda.tables import find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.voting import rules
from meeting.voting.commands.ballots import has_left
from meeting.voting.events import RightMoved
from meeting.voting.tables import VotingDevice


@command("voting.vote_here", allow=Capability.VOTE)
class VoteHere(MeetingCommand, frozen=True, kw_only=True):
    """From now on the person votes on this device."""


@handles(VoteHere)
def vote_here(command: VoteHere, context: Context) -> list[Event]:
    """An event only when another device of theirs could vote until now: it is told, and so are the officers."""
    seat = context.actor.seat
    if seat is None or not seat.votes:
        raise Refused(rules.NOT_ON_ROLL)
    check_not_over(find_meeting(context.db, command.meeting_id).state)
    row = context.db.get(VotingDevice, seat.seat_id)
    if row is None:
        context.db.add(VotingDevice(seat_id=seat.seat_id, device=context.actor.device))
        return []
    former, row.device = row.device, context.actor.device
    if former == context.actor.device or has_left(context, former):
        return []
    row.moved_at = context.now
    return [RightMoved(seat_id=seat.seat_id)]
