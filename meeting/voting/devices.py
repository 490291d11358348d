"""The request that brings a person's right to vote to the device in their hand.

A device is a sign-in: a page loaded again, or a second tab, is the same one. The right follows the last sign-in and
the last press of “Biểu quyết tại máy này”; every other device of the person is refused until it takes the right back.
"""

from meeting.access.policy import Capability
from meeting.commands.registry import MeetingCommand, Sitting, command, handles
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
def vote_here(order: VoteHere, sitting: Sitting) -> list[Event]:
    """A fact only when another device of theirs could vote until now: it is told, and so are the officers."""
    seat = sitting.actor.seat
    if seat is None or not seat.votes:
        raise Refused(rules.NOT_ON_ROLL)
    row = sitting.db.get(VotingDevice, seat.seat_id)
    if row is None:
        sitting.db.add(VotingDevice(seat_id=seat.seat_id, device=sitting.actor.device))
        return []
    former, row.device = row.device, sitting.actor.device
    if former == sitting.actor.device or has_left(sitting, former):
        return []
    row.moved_at = sitting.now
    return [RightMoved(seat_id=seat.seat_id)]
