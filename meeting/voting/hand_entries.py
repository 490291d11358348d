"""Commands about a raised hand of somebody who has voted on their own device.

The secretary proposes another choice, the person's own device asks them, and the ballot changes only if they agree.
"""

from meeting.access.policy import Capability
from meeting.agenda.tables import find_seat
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law.rules import Choice
from meeting.voting import rules
from meeting.voting.commands.ballots import check_device, check_may_cast, check_proved, put, vote_here
from meeting.voting.events import HandDeclined, HandProposed
from meeting.voting.rules import CastBy
from meeting.voting.standing import standing_of
from meeting.voting.tables import HandEntry, find_entry


@command("voting.propose_hand", allow=Capability.RUN)
class ProposeHand(MeetingCommand, frozen=True, kw_only=True):
    """Ask a person who has sent a ballot whether their raised hand may replace it."""

    motion_id: int
    seat_id: int
    choice: Choice


@handles(ProposeHand)
def propose_hand(command: ProposeHand, context: Context) -> list[Event]:
    """Record the proposal. The ballot stays until the person agrees. A later proposal replaces an earlier one."""
    seat = find_seat(context.db, command.meeting_id, command.seat_id)
    standing = standing_of(context.db, command.motion_id, seat.id)
    check_may_cast(context, standing)
    if not rules.is_own(standing.how):
        raise Refused(rules.NO_OWN_BALLOT, name=seat.particulars.full_name)
    entry = find_entry(context.db, command.motion_id, seat.id)
    if entry is None:
        entry = HandEntry(motion_id=command.motion_id, seat_id=seat.id)
        context.db.add(entry)
    entry.choice, entry.declined = command.choice, False
    return [HandProposed(motion_id=command.motion_id, seat_id=seat.id, choice=command.choice)]


@command("voting.answer_hand", allow=Capability.VOTE)
class AnswerHand(MeetingCommand, frozen=True, kw_only=True):
    """Accept or decline the secretary's proposal. `choice`: the one shown on the screen."""

    motion_id: int
    choice: Choice
    agreed: bool


@handles(AnswerHand)
def answer_hand(command: AnswerHand, context: Context) -> list[Event]:
    """Record the answer. Accepting casts a ballot."""
    seat = context.actor.seat
    if seat is None:
        raise Refused(rules.NOT_ON_ROLL)
    standing = standing_of(context.db, command.motion_id, seat.seat_id)
    check_may_cast(context, standing)
    check_device(context, standing)
    entry = find_entry(context.db, command.motion_id, seat.seat_id)
    if entry is None or entry.declined or entry.choice != command.choice:
        raise Refused(rules.NOT_ASKED)
    if command.agreed:
        check_proved(context)
    vote_here(context, standing)
    if command.agreed:
        return put(context, standing, command.choice, CastBy.AGREED)
    entry.declined = True
    return [HandDeclined(motion_id=command.motion_id, seat_id=seat.seat_id)]
