"""Requests about ballots. One seat, one motion, one ballot; nobody can take one out."""

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
    """Put one's own ballot into the box, or replace it while the box is open."""

    from_crowd = True

    motion_id: int
    choice: Choice
    seat_id: int | None = None


@handles(CastBallot)
def cast_ballot(command: CastBallot, context: Context) -> list[Event]:
    """The last ballot of a seat counts; every one of them stays in the journal."""
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
    """Enter the ballot of somebody whose tablet fails and who raised a hand; marked as such in the record."""

    motion_id: int
    seat_id: int
    choice: Choice


@handles(RecordHand)
def record_hand(command: RecordHand, context: Context) -> list[Event]:
    """The person votes, by hand, before everybody; the secretary only writes it down.

    What the person sent from their own device stands: only they replace it, or agree to its being replaced
    (`voting.propose_hand`).
    """
    seat = find_seat(context.db, command.meeting_id, command.seat_id)
    standing = standing_of(context.db, command.motion_id, seat.id)
    check_may_cast(context, standing)
    if rules.is_own(standing.how):
        raise Refused(rules.HAS_OWN_BALLOT, name=seat.particulars.full_name)
    return put(context, standing, command.choice, CastBy.HAND)


def check_may_cast(context: Context, standing: Standing) -> None:
    """The seat may put a ballot into the box of the meeting's motion; Refused otherwise."""
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
    """The person votes on this device, or on none that they are still signed in on. Refused on any other."""
    held = standing.device
    if held is not None and held != context.actor.device and not has_left(context, held):
        raise Refused(rules.ELSEWHERE)


def check_proved(context: Context) -> None:
    """On a shared tablet PIN or card have just been shown; they are good for this ballot alone."""
    actor = context.actor
    proofs.check_proved(actor.proved_at, context.now, shared=actor.shared)
    if actor.shared:
        sessions.use_proof(context.db, actor.device)


def vote_here(context: Context, standing: Standing) -> None:
    """From now on the person votes on this device."""
    own = context.actor.device
    if standing.device is None:
        add_later(context.db, VotingDevice, {"seat_id": standing.seat_id, "device": own, "moved_at": None})
    elif standing.device != own:
        context.db.execute(update(VotingDevice).where(VotingDevice.seat_id == standing.seat_id).values(device=own))


def has_left(context: Context, device: str) -> bool:
    """Whether nobody is signed in there any more, so that it holds nothing."""
    return not sessions.is_live(context.db, device, context.now)


def put(context: Context, standing: Standing, choice: Choice, how: CastBy) -> list[Event]:
    """The ballot of a seat that may cast it into the box; what the secretary asked about an earlier one is settled."""
    event = BallotCast(motion_id=standing.motion_id, seat_id=standing.seat_id, choice=choice, how=how)
    put_in_box(context.db, event, context.now, replaces=standing.has_voted)
    if standing.has_voted:
        settle_entry(context.db, standing.motion_id, standing.seat_id)
    return [event]
