"""Commands about pauses: the meeting pauses and goes on."""

from meeting.access.policy import Capability
from meeting.agenda import pause_rules, rules
from meeting.agenda.events import MeetingPaused, MeetingResumed
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.pauses import Pause, last_pause
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Item, find_meeting
from meeting.attendance.commands import arrive_by_opening
from meeting.attendance.quorum import check_may_begin
from meeting.attendance.rechecks import forget_recheck
from meeting.attendance.tables import clear_roll
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.conduct.chair import check_presider
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.speaking.commands import end_speech_now
from meeting.voting.commands.settled import check_settled


@command("conduct.pause_meeting", allow=Capability.RUN)
class PauseMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Pause the meeting: for `minutes`; or `until` a time, on a `day` or the next time; or for an open time."""

    kind: PauseKind
    minutes: int = 0
    until: str = ""
    day: str = ""


@handles(PauseMeeting)
def pause_meeting(command: PauseMeeting, context: Context) -> list[Event]:
    """Pause it, and end the present speech. Raises Refused while a vote is open or not announced.

    Except for a recess everybody leaves the roll, and the next sitting begins a new one.
    """
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    rules.check_running(meeting.state)
    until = pause_rules.read_return(command.minutes, command.until, command.day, context.now)
    check_settled(db, meeting.id)
    spoken = end_speech_now(context, meeting)
    left = clear_roll(db, meeting.id) if command.kind.ends_sitting else []
    meeting.state = MeetingState.PAUSED
    meeting.forget_waiver()
    forget_recheck(db, meeting.id)
    before = last_pause(db, meeting.id)
    db.add(
        Pause(
            meeting_id=meeting.id,
            number=before.number + 1 if before else 1,
            kind=command.kind,
            began_at=context.now,
            until=until,
            item_id=meeting.item_id,
            resumed_at=None,
            left=left,
            seq=journal.lock(db, journal.book_of(meeting.id)).seq,
        )
    )
    told = stamp(until) if until else ""
    return [*spoken, MeetingPaused(cause=command.kind, until=told, item_id=meeting.item_id, left=left)]


@command("conduct.resume_meeting", allow=Capability.RUN)
class ResumeMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Let the meeting go on."""


@handles(ResumeMeeting)
def resume_meeting(command: ResumeMeeting, context: Context) -> list[Event]:
    """Go on at the item where it paused. A new sitting needs a quorum or the chair's reason, as the meeting did.

    The person who resumes it counts as present.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    pause = last_pause(context.db, meeting.id)
    if meeting.state != MeetingState.PAUSED or pause is None:
        raise Refused(pause_rules.NOT_PAUSED)
    arrived: list[Event] = []
    if pause.kind.ends_sitting:
        arrived = arrive_by_opening(context, meeting)
    check_presider(context.db, meeting)
    if pause.kind.ends_sitting:
        check_may_begin(context.db, meeting)
    item = context.db.get(Item, meeting.item_id) if meeting.item_id else None
    if item is not None:
        item.rested += pause_rules.rested(pause.began_at, context.now)
    meeting.state, pause.resumed_at = MeetingState.RUNNING, context.now
    return [*arrived, MeetingResumed(item_id=meeting.item_id)]
