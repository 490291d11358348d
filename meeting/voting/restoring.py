"""The command that repairs a vote's tables from the journal when somebody has changed them from outside."""

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.rules import check_not_over
from meeting.agenda.tables import find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.voting import rules
from meeting.voting.events import BoxRestored
from meeting.voting.grounds import grounds_of, write_anew
from meeting.voting.recount import VoteByJournal, alarm, difference, figures_told, ground_differs, tell
from meeting.voting.rules import MotionState
from meeting.voting.tables import Ballot, Motion, RollEntry, find_motion


@command("voting.restore_box", allow=Capability.RUN)
class RestoreBox(MeetingCommand, frozen=True, kw_only=True):
    """Compare a closed or not yet opened vote with the journal, and rewrite its tables where they differ."""

    motion_id: int


@handles(RestoreBox)
def restore_box(command: RestoreBox, context: Context) -> list[Event]:
    """Rewrite the tables. The repair is an event in the minutes.

    Raises Refused when the journal's chain is broken, and once the meeting is over: no question can be opened then.
    """
    check_not_over(find_meeting(context.db, command.meeting_id).state)
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    if motion.state != MotionState.PREPARED:
        rules.check_closed(motion.state)
    told = tell(context.db, motion) if motion.state == MotionState.CLOSED else None
    ground = told.ground if told else grounds_of(context.db, motion)
    differs = difference(context.db, motion, told) if told else ground_differs(context.db, motion, ground)
    if not differs:
        raise Refused(rules.NOTHING_TO_RESTORE)
    alarm(motion, differs)
    write_anew(context.db, motion, ground)
    if told is not None:
        _write_box(context.db, motion, told)
    return [BoxRestored(motion_id=motion.id, seats=list(differs.seats), figures=differs.figures)]


def _write_box(db: Session, motion: Motion, told: VoteByJournal) -> None:
    db.execute(delete(Ballot).where(Ballot.motion_id == motion.id))
    db.execute(delete(RollEntry).where(RollEntry.motion_id == motion.id))
    db.execute(insert(RollEntry), told.entries(motion.id))
    ballots = [
        {"motion_id": motion.id, "seat_id": seat_id, "choice": ballot.choice, "how": ballot.how, "cast_at": at}
        for seat_id, (ballot, at) in told.ballots.items()
    ]
    if ballots:
        db.execute(insert(Ballot), ballots)
    for name, value in figures_told(told).items():
        setattr(motion, name, value)
