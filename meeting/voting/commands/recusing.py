"""Requests about taking no part: somebody has no ballot in one question, for a reason, settled before it is opened."""

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.tables import Meeting, find_meeting, find_seat
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law import editions as law
from meeting.law.terms import Excluded
from meeting.voting import rules
from meeting.voting.commands.ballots import check_proved
from meeting.voting.events import RecusalWithdrawn, Recused
from meeting.voting.rules import RecusedFor
from meeting.voting.tables import Motion, Recusal, find_motion, recusals_of


@command("voting.recuse", allow=Capability.KEEP_ROLL)
class Recuse(MeetingCommand, frozen=True, kw_only=True):
    """Somebody with a vote takes no part in a question: it concerns their interest, or they ask not to."""

    motion_id: int
    seat_id: int
    cause: RecusedFor
    reason: str


@handles(Recuse)
def recuse(command: Recuse, context: Context) -> list[Event]:
    """Before it is opened. No ballot is given to them or taken from them; whether N is less is the law edition's."""
    return _take_no_part(context, command, command.seat_id)


@command("voting.stand_aside", allow=Capability.VOTE)
class StandAside(MeetingCommand, frozen=True, kw_only=True):
    """Whoever asks takes no part in a question, and says so themselves: on their own device, or a proved shared one."""

    motion_id: int
    cause: RecusedFor
    reason: str


@handles(StandAside)
def stand_aside(command: StandAside, context: Context) -> list[Event]:
    """As `recuse`. Only an officer takes it back, whom they tell: what the room was told of does not change unseen."""
    seat = context.actor.seat
    if seat is None:
        raise Refused(rules.NOT_ON_ROLL)
    events = _take_no_part(context, command, seat.seat_id)
    check_proved(context)
    return events


def _take_no_part(context: Context, command: Recuse | StandAside, seat_id: int) -> list[Event]:
    db = context.db
    meeting = find_meeting(db, command.meeting_id)
    agenda_rules.check_not_over(meeting.state)
    motion = find_motion(db, command.meeting_id, command.motion_id)
    rules.check_not_put(motion.state)
    seat = find_seat(db, command.meeting_id, seat_id)
    if not seat.in_office:
        raise Refused(rules.NOT_A_VOTER, name=seat.particulars.named())
    if not command.reason:
        raise Refused(rules.NO_REASON)
    if db.get(Recusal, (motion.id, seat.id)) is not None:
        raise Refused(rules.RECUSED_ALREADY, name=seat.particulars.named())
    return [_stand_aside(db, meeting, motion, Recusal(seat_id=seat.id, cause=command.cause, reason=command.reason))]


@command("voting.withdraw_recusal", allow=Capability.KEEP_ROLL)
class WithdrawRecusal(MeetingCommand, frozen=True, kw_only=True):
    """They take part after all."""

    motion_id: int
    seat_id: int


@handles(WithdrawRecusal)
def withdraw_recusal(command: WithdrawRecusal, context: Context) -> list[Event]:
    """Before it is opened; the journal keeps what was written down."""
    agenda_rules.check_not_over(find_meeting(context.db, command.meeting_id).state)
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_not_put(motion.state)
    seat = find_seat(context.db, command.meeting_id, command.seat_id)
    row = context.db.get(Recusal, (motion.id, seat.id))
    if row is None:
        raise Refused(rules.NOT_RECUSED, name=seat.particulars.named())
    context.db.delete(row)
    motion.quorum_waived_at, motion.quorum_reason = None, ""
    return [RecusalWithdrawn(motion_id=motion.id, seat_id=seat.id)]


def recuse_again(db: Session, meeting: Meeting, called_off: Motion, again: Motion) -> list[Event]:
    """The same question is put anew: whoever took no part in it takes none now."""
    before = recusals_of(db, called_off.id).values()
    anew = [Recusal(seat_id=row.seat_id, cause=row.cause, reason=row.reason) for row in before]
    return [_stand_aside(db, meeting, again, row) for row in anew]


def _stand_aside(db: Session, meeting: Meeting, motion: Motion, row: Recusal) -> Recused:
    standing = law.preset(meeting.edition, meeting.preset).standing(Excluded.RECUSED)
    row.motion_id, row.counted, row.article = motion.id, standing.counted, standing.cited
    db.add(row)
    motion.quorum_waived_at, motion.quorum_reason = None, ""  # a reason was given for another roll
    db.flush()
    return Recused(
        motion_id=motion.id,
        seat_id=row.seat_id,
        cause=row.cause,
        reason=row.reason,
        counted=row.counted,
        article=row.article,
    )
