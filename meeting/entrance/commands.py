"""Commands about the log of sign-ins. Only the installation itself deletes lines, and only by their age."""

from meeting.access import attempts, sessions
from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.entrance.events import SignInsForgotten
from meeting.entrance.rules import keeps_from
from meeting.journal.events import Event
from meeting.kernel.clock import stamp


@command("entrance.forget_sign_ins", allow=Capability.WORK)
class ForgetSignIns(Command, frozen=True, kw_only=True):
    """Delete sign-ins older than this many months from the log."""

    months: int


@handles(ForgetSignIns)
def forget_sign_ins(command: ForgetSignIns, context: Context) -> list[Event]:
    """Delete old lines, and the sign-ins that they tell of, with device and address. The office's journal records the
    rule and the number of lines."""
    before = keeps_from(context.now, command.months)
    count = attempts.forget_before(context.db, before)
    sessions.forget_before(context.db, before)
    return [SignInsForgotten(before=stamp(before), count=count, months=command.months)] if count else []
