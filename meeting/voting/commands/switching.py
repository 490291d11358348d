"""The command to take an open vote off the tablets when the network fails during it."""

from meeting.access.policy import Capability
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.voting import rules
from meeting.voting.events import MotionSwitched
from meeting.voting.recount import tell
from meeting.voting.rules import CountedBy, MotionForm
from meeting.voting.tables import find_motion, settle_entries


@command("voting.switch_motion", allow=Capability.RUN)
class SwitchMotion(MeetingCommand, frozen=True, kw_only=True):
    """Go on with the vote in the room: count hands or paper ballots, for a reason that the minutes show."""

    motion_id: int
    by: CountedBy
    reason: str


@handles(SwitchMotion)
def switch_motion(command: SwitchMotion, context: Context) -> list[Event]:
    """Switch the vote. Roll, terms and voters stay as at the opening. The ballots in the box stay and do not count.

    A ballot that arrives later is refused with a message, so that nobody thinks it was counted.
    """
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    rules.check_may_switch(motion.state, motion.form, command.reason)
    cast = len(tell(context.db, motion).ballots)
    motion.form, motion.switched = MotionForm.HANDS, command.by
    asked = settle_entries(context.db, motion.id)
    return [MotionSwitched(motion_id=motion.id, by=command.by, cast=cast, reason=command.reason, asked=asked)]
