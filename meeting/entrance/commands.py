"""Requests about the log of sign-ins. Only the installation itself lets lines go, and only by their age."""

from meeting.access import attempts
from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.entrance.events import SignInsForgotten
from meeting.entrance.rules import keeps_from
from meeting.journal.events import Event
from meeting.kernel.clock import stamp


@command("entrance.forget_sign_ins", allow=Capability.WORK)
class ForgetSignIns(Command, frozen=True, kw_only=True):
    """Let sign-ins go that are older than so many months."""

    months: int


@handles(ForgetSignIns)
def forget_sign_ins(command: ForgetSignIns, context: Context) -> list[Event]:
    """The office's journal keeps that it was done, by which rule, and how many lines went."""
    before = keeps_from(context.now, command.months)
    count = attempts.forget_before(context.db, before)
    return [SignInsForgotten(before=stamp(before), count=count, months=command.months)] if count else []
