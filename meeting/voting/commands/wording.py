"""Commands about a question that was not put yet: change its wording, or remove it."""

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.tables import find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law import editions as law
from meeting.voting import rules
from meeting.voting.events import MotionChanged, MotionRemoved
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Motion, find_motion, forget_recusals, motions_under


@command("voting.change_motion", allow=Capability.PREPARE)
class ChangeMotion(MeetingCommand, frozen=True, kw_only=True):
    """Change the wording of a prepared question. `version`: the version that the asker saw."""

    of_plan = True

    motion_id: int
    version: int
    title: str
    form: MotionForm
    decision: str


@handles(ChangeMotion)
def change_motion(command: ChangeMotion, context: Context) -> list[Event]:
    """Change it, before the meeting. During the meeting a wrong question is cancelled and prepared again."""
    meeting = find_meeting(context.db, command.meeting_id)
    agenda_rules.check_planned(meeting.state)
    motion = find_motion(context.db, meeting.id, command.motion_id)
    rules.check_prepared(command.title)
    if command.decision not in law.preset(meeting.edition, meeting.preset).decisions:
        raise Refused(rules.BAD_DECISION, decision=command.decision)
    if (motion.title, motion.form, motion.decision) == (command.title, command.form, command.decision):
        return []
    agenda_rules.check_seen(motion.version, command.version, motion.title)
    motion.title, motion.form, motion.decision = command.title, command.form, command.decision
    motion.version += 1
    return [
        MotionChanged(motion_id=motion.id, title=command.title, form=command.form, decision=command.decision),
    ]


@command("voting.remove_motion", allow=Capability.PREPARE)
class RemoveMotion(MeetingCommand, frozen=True, kw_only=True):
    """Remove a prepared question."""

    of_plan = True

    motion_id: int


@handles(RemoveMotion)
def remove_motion(command: RemoveMotion, context: Context) -> list[Event]:
    """Remove it, before the meeting."""
    meeting = find_meeting(context.db, command.meeting_id)
    agenda_rules.check_planned(meeting.state)
    return [take_out(context.db, find_motion(context.db, meeting.id, command.motion_id))]


def take_out_questions(db: Session, meeting_id: int, item_id: int) -> list[Event]:
    """Remove every question under an item of a meeting that has not begun."""
    return [take_out(db, motion) for motion in motions_under(db, meeting_id, item_id)]


def take_out(db: Session, motion: Motion) -> Event:
    """Delete a question that was not put. The journal keeps its wording."""
    rules.check_not_put(motion.state)
    recused = forget_recusals(db, motion_id=motion.id)
    db.delete(motion)
    db.flush()
    return MotionRemoved(motion_id=motion.id, recused=recused)
