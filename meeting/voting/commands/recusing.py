"""Commands about recusal: a member has no ballot in one question, for a reason, settled before it is opened."""

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
from meeting.voting.tables import Motion, Recusal, find_motion, former_wording, recusals_of


@command("voting.recuse", allow=Capability.KEEP_ROLL)
class Recuse(MeetingCommand, frozen=True, kw_only=True):
    """Record that a member takes no part in a question: it concerns their interest, or they ask not to."""

    motion_id: int
    seat_id: int
    cause: RecusedFor
    reason: str


@handles(Recuse)
def recuse(command: Recuse, context: Context) -> list[Event]:
    """Record it, before the vote is opened. The law edition decides whether the total (N) becomes smaller."""
    return _take_no_part(context, command, command.seat_id)


@command("voting.stand_aside", allow=Capability.VOTE)
class StandAside(MeetingCommand, frozen=True, kw_only=True):
    """Recuse oneself from a question, on one's own device or on a shared one after PIN or card.

    `seen`: the stamp of the wording that the asker saw (see `wording_of`).
    """

    motion_id: int
    cause: RecusedFor
    reason: str
    seen: str


@handles(StandAside)
def stand_aside(command: StandAside, context: Context) -> list[Event]:
    """Record it as `recuse` does. Only an officer can undo it, for the member: the room was informed of it.

    If the question is reworded afterwards, the member can undo it too (`take_part`). Raises Refused when the
    question was changed or removed since they saw it, published or not.
    """
    seat_id = _find_seen(context, command)[1]
    events = _take_no_part(context, command, seat_id, own=True)
    check_proved(context)
    return events


@command("voting.take_part", allow=Capability.VOTE)
class TakePart(MeetingCommand, frozen=True, kw_only=True):
    """Undo one's own recusal from a question that was reworded since. `seen`: as in StandAside."""

    motion_id: int
    seen: str


@handles(TakePart)
def take_part(command: TakePart, context: Context) -> list[Event]:
    """Undo it, before the vote is opened: a recusal applies only to the wording for which it was given.

    Raises Refused when the wording is the same or the secretary recorded it, and as `stand_aside` does.
    """
    motion, seat_id = _find_seen(context, command)
    row = context.db.get(Recusal, (motion.id, seat_id))
    if row is None or not row.own or not former_wording(row, motion.title):
        raise Refused(rules.NOT_REWORDED)
    withdraw = WithdrawRecusal(meeting_id=command.meeting_id, motion_id=motion.id, seat_id=seat_id)
    events = withdraw_recusal(withdraw, context)
    check_proved(context)
    return events


def _find_seen(context: Context, command: StandAside | TakePart) -> tuple[Motion, int]:
    """Return the question and the asker's seat. Raises Refused unless it is still the question that they saw."""
    seat = context.actor.seat
    if seat is None:
        raise Refused(rules.NOT_ON_ROLL)
    motion = context.db.get(Motion, command.motion_id)
    if motion is None or motion.meeting_id != command.meeting_id or wording_of(motion) != command.seen:
        raise Refused(rules.REWORDED)
    return motion, seat.seat_id


def wording_of(motion: Motion) -> str:
    """Return a stamp of a question's wording, from which a person recuses themselves."""
    return agenda_rules.shown(motion.title)


def _take_no_part(context: Context, command: Recuse | StandAside, seat_id: int, *, own: bool = False) -> list[Event]:
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
    row = Recusal(seat_id=seat.id, cause=command.cause, reason=command.reason, own=own)
    return [_stand_aside(db, meeting, motion, row, motion.title)]


@command("voting.withdraw_recusal", allow=Capability.KEEP_ROLL)
class WithdrawRecusal(MeetingCommand, frozen=True, kw_only=True):
    """Undo a recusal."""

    motion_id: int
    seat_id: int


@handles(WithdrawRecusal)
def withdraw_recusal(command: WithdrawRecusal, context: Context) -> list[Event]:
    """Undo it, before the vote is opened. The journal keeps the recusal."""
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
    """Copy the recusals of a cancelled vote to the same question prepared again.

    Each keeps the wording for which it was given, so that its person can undo it for a later wording.
    """
    before = recusals_of(db, called_off.id)
    anew = [Recusal(seat_id=row.seat_id, cause=row.cause, reason=row.reason, own=row.own) for row in before.values()]
    return [_stand_aside(db, meeting, again, row, before[row.seat_id].title) for row in anew]


def _stand_aside(db: Session, meeting: Meeting, motion: Motion, row: Recusal, title: str) -> Recused:
    standing = law.preset(meeting.edition, meeting.preset).counting(Excluded.RECUSED)
    row.motion_id, row.counted, row.article, row.title = motion.id, standing.counted, standing.cited, title
    db.add(row)
    motion.quorum_waived_at, motion.quorum_reason = None, ""  # the chair's reason was for another roll
    db.flush()
    return Recused(
        motion_id=motion.id,
        seat_id=row.seat_id,
        cause=row.cause,
        reason=row.reason,
        counted=row.counted,
        article=row.article,
        title=row.title,
        own=row.own,
    )
