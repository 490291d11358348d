"""Commands about ballots. One seat, one motion, one ballot; nobody can take one out."""

from sqlalchemy import update

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance.quorum import remote_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.law.rules import Choice
from meeting.store.rows import add_later
from meeting.voting import proofs, rules
from meeting.voting.events import BallotCast
from meeting.voting.rules import CastBy
from meeting.voting.standing import Standing, put_in_box, standing_of
from meeting.voting.tables import VotingDevice, settle_entry


@command("voting.cast_ballot", allow=Capability.VOTE)
class CastBallot(MeetingCommand, frozen=True, kw_only=True):
    """Put one's own ballot into the box, or replace it while the box is open.

    `seat_id`: the seat for which the sending page was drawn, since another person may have signed in meanwhile; None:
    the sender's own.
    """

    from_crowd = True

    motion_id: int
    choice: Choice
    seat_id: int | None = None


@handles(CastBallot)
def cast_ballot(command: CastBallot, context: Context) -> list[Event]:
    """Put the actor's ballot into the box. The last ballot of a seat counts; the journal keeps all of them.

    Raises Refused for a ballot that was meant for another seat.
    """
    seat = context.actor.seat
    if seat is None:
        raise Refused(rules.NOT_ON_ROLL)
    if command.seat_id not in (None, seat.seat_id):
        raise Refused(rules.OTHER_PERSON)
    standing = standing_of(context.db, command.motion_id, seat.seat_id)
    check_device(context, standing)
    check_may_cast(context, standing)
    check_proved(context)
    vote_here(context, standing)
    return put(context, standing, command.choice, CastBy.TABLET)


@command("voting.record_hand", allow=Capability.RUN)
class RecordHand(MeetingCommand, frozen=True, kw_only=True):
    """Enter the ballot of a person who raised a hand because their tablet fails. The record marks it as such."""

    motion_id: int
    seat_id: int
    choice: Choice


@handles(RecordHand)
def record_hand(command: RecordHand, context: Context) -> list[Event]:
    """Write down a raised hand: the person votes in front of everybody, the secretary only records it.

    Does not replace a ballot that the person sent or agreed to; for that, ask them with `voting.propose_hand`.
    """
    seat = find_seat(context.db, command.meeting_id, command.seat_id)
    standing = standing_of(context.db, command.motion_id, seat.id)
    check_may_cast(context, standing)
    if rules.is_own(standing.how):
        raise Refused(rules.HAS_OWN_BALLOT, name=seat.particulars.full_name)
    return put(context, standing, command.choice, CastBy.HAND)


def check_may_cast(context: Context, standing: Standing) -> None:
    """Raise Refused unless the seat may put a ballot into the box of the meeting's motion."""
    if standing.state is None or standing.form is None or standing.meeting_id != context.meeting_id:
        raise Refused(NOT_FOUND)
    on_roll, able, present = standing.on_roll, standing.able, standing.present
    switched, excluded = standing.switched is not None, standing.excluded
    rules.check_may_cast(
        *(standing.state, standing.form),
        on_roll=on_roll,
        able=able,
        present=present,
        switched=switched,
        excluded=excluded,
        far=standing.far and not remote_of(find_meeting(context.db, standing.meeting_id)).votes,
    )


def check_device(context: Context, standing: Standing) -> None:
    """Raise Refused when the person votes on another device that is still signed in."""
    held = standing.device
    if held is not None and held != context.actor.device and not has_left(context, held):
        raise Refused(rules.ELSEWHERE)


def check_proved(context: Context) -> None:
    """Require and use up a fresh PIN or card on a shared tablet. Raises Refused without one."""
    actor = context.actor
    proofs.check_proved(actor.proved_at, context.now, shared=actor.shared)
    if actor.shared:
        sessions.use_proof(context.db, actor.device)


def vote_here(context: Context, standing: Standing) -> None:
    """Bind the person's right to vote to this device."""
    own = context.actor.device
    if standing.device is None:
        add_later(context.db, VotingDevice, {"seat_id": standing.seat_id, "device": own, "moved_at": None})
    elif standing.device != own:
        context.db.execute(update(VotingDevice).where(VotingDevice.seat_id == standing.seat_id).values(device=own))


def has_left(context: Context, device: str) -> bool:
    """Return whether nobody is signed in on that device any more, so that it no longer holds the right to vote."""
    return not sessions.is_live(context.db, device, context.now)


def put(context: Context, standing: Standing, choice: Choice, how: CastBy) -> list[Event]:
    """Put a ballot into the box for a checked seat, and settle what the secretary asked about an earlier one."""
    event = BallotCast(motion_id=standing.motion_id, seat_id=standing.seat_id, choice=choice, how=how)
    put_in_box(context.db, event, context.now, replaces=standing.has_voted)
    if standing.has_voted:
        settle_entry(context.db, standing.motion_id, standing.seat_id)
    return [event]
