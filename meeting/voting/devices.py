"""The command that moves a person's right to vote to the device in their hand.

A device is a sign-in: a reloaded page or a second tab is the same device. The right follows the last sign-in and the
last press of “Biểu quyết tại máy này”. Every other device of the person is refused until it takes the right back.
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
    """Vote on this device from now on."""


@handles(VoteHere)
def vote_here(command: VoteHere, context: Context) -> list[Event]:
    """Move the right. Returns an event only when another device had it: that device and the officers must see it."""
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
